"""What happened to a case without anybody writing something, in the reader's words."""

from portal.cases.events import (
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseLinked,
    CaseMerged,
    CaseReopened,
    CaseTakenIn,
    Closing,
    CustomerReminded,
    Event,
    IncidentLinked,
    SeverityChanged,
    WaitingBegan,
)
from portal.policy.wording import severity_name
from portal.web.i18n import gettext as _


def describe(event: Event) -> str:
    """What happened, as one or two sentences.

    Raises:
        LookupError: for an event that is told by its own words.
    """
    match event:
        case WaitingBegan():
            text = _("The support team waits for an answer from you.")
        case CustomerReminded():
            text = _("We reminded you that an answer is missing.")
        case CaseReopened():
            text = _("The request was reopened.")
        case CaseEscalated():
            text = _("A promised time has passed, so the request was escalated.")
        case CaseClosed(because=because):
            text = _describe_closing(because)
        case _:
            text = _describe_change(event)
    return text


def describe_to_staff(event: Event) -> str:
    """The same for the support team, where what customers read would speak to the wrong person.

    Raises:
        LookupError: for an event that is told by its own words.
    """
    match event:
        case WaitingBegan():
            text = _("Waiting for an answer from the customer.")
        case CustomerReminded():
            text = _("The customer was reminded that an answer is missing.")
        case CaseEscalated(breach=Breach.FIRST_RESPONSE):
            text = _("Escalated: the first response is overdue.")
        case CaseEscalated():
            text = _("Escalated: the resolution is overdue.")
        case IncidentLinked(incident=incident) if incident:
            text = _("Linked to the incident %(incident)s.", incident=incident)
        case CaseLinked(reference=reference):
            text = _("The customer told two problems at once. The other one is %(reference)s.", reference=reference)
        case _:
            text = describe(event)
    return text


def _describe_closing(because: Closing) -> str:
    return {
        Closing.NO_REPLY: _("The request was closed, because no answer came."),
        Closing.BY_CUSTOMER: _("The request was closed by the customer."),
    }.get(because, _("The request was closed."))


def _describe_change(event: Event) -> str:
    match event:
        case CaseMerged(into=into):
            return _("This request goes on as %(reference)s.", reference=into)
        case CaseTakenIn(reference=reference, subject=subject):
            return _("Request %(reference)s goes on here: %(subject)s", reference=reference, subject=subject)
        case CaseLinked(reference=reference):
            return _(
                "You told two problems at once. The other one has a request of its own: %(reference)s.",
                reference=reference,
            )
        case SeverityChanged(after=after, because=because):
            changed = _("The severity is now: %(severity)s.", severity=severity_name(after))
            return f"{changed} {because}".strip()
        case IncidentLinked(incident=incident, title=title):
            return _describe_link(incident, title)
    raise LookupError(f"no words for {event.kind}")


def _describe_link(incident: str, title: str) -> str:
    if title:
        return _("The request is part of the incident “%(title)s”.", title=title)
    return _("The request is part of an incident.") if incident else _("The request is not part of an incident.")
