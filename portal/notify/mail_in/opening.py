"""A case that somebody opens by mail: what the wizard would have asked is taken as the policy's least assumption."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cases.actions import store_case
from portal.cases.affected_part import find_affected_part
from portal.cases.events import Details
from portal.cases.model import Case
from portal.cases.new_case import NewCase
from portal.identity.accounts import find_account
from portal.kernel.language import Language, find_language
from portal.notify.mail_in.languages import guess_language
from portal.notify.mail_in.masked import MAX_SUBJECT, MaskedMail
from portal.notify.mail_in.model import IncomingMail
from portal.policy.current import current_components, current_policy
from portal.policy.model import Channel, Component, Impact, Scope, Side
from portal.policy.rules import choose_severity, make_promise
from portal.search.current import current_search
from portal.search.model import Question
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

UNKNOWN_IMPACT = Impact(scope=Scope.ONE, workaround=True, production=False)
"""Nothing is known of the impact, so no more is assumed than that there is an issue."""
ZONE = "UTC"
GENERIC = "other"
"""The component for what fits no other one, when the editors have one of this name."""
SENTENCES_READ = 8
"""Of a mail, its subject among them: what comes later is seldom what is wrong."""


def find_earlier_case(session: Session, sender: str) -> Case | None:
    """The newest case that was opened from an address: its language and zone are the customer's."""
    return session.scalar(select(Case).where(Case.opened_by == sender).order_by(Case.opened_at.desc()).limit(1))


def choose_language(mail: IncomingMail, text: str, earlier: Case | None) -> Language:
    """The language somebody writes in, else that of their last case, else the team's primary one."""
    known = find_language(earlier.language) if earlier else None
    return guess_language(text, mail.language if not known else "") or known or current_policy.get()().support.primary


def open_by_mail(
    session: Session, mail: IncomingMail, said: MaskedMail, related_to: str, now: datetime
) -> tuple[Case, Language]:
    """Open the case of a message, without telling anybody; its files are kept under the message's key."""
    earlier = find_earlier_case(session, mail.sender)
    language = choose_language(mail, said.text or said.subject, earlier)
    with speaking(language):
        text = said.text or _("(The email has no text, only files.)")
        subject = said.subject or text.strip().partition("\n")[0]
        component, error = _find_component(subject, text, language)
    entitlement, policy = find_account(session, mail.sender), current_policy.get()()
    plan = entitlement.plan if entitlement else None
    # A guess must not take the resolution target away.
    side = component.side if component and error else Side.PROVIDER
    severity = choose_severity(policy, UNKNOWN_IMPACT).level
    new = NewCase(
        idempotency_key=mail.digest,
        opened_by=mail.sender,
        name=said.name or (entitlement.name if entitlement else ""),
        account_id=entitlement.account_id if entitlement else None,
        language=language,
        subject=subject[:MAX_SUBJECT],
        component=component.id if component else "",
        error=error,
        severity=severity,
        # Whatever channel the customer might have had: who writes by mail is answered by mail.
        channel=Channel.EMAIL,
        plan=plan,
        side=side,
        promise=make_promise(policy, plan=plan, channel=Channel.EMAIL, severity=severity, side=side, at=now),
        zone=earlier.zone if earlier else ZONE,
        details=Details(description=text, full=said.full, masked=said.masked),
        draft_id=files_key(mail),
        related_to=related_to or None,
    )
    return store_case(session, new, now), language


def files_key(mail: IncomingMail) -> str:
    """Under what the files of a message are kept until they are a case's."""
    return mail.digest[:32]


def _find_component(subject: str, text: str, language: Language) -> tuple[Component | None, str]:
    """What a mail is about, and the error it names.

    A known error code decides, else what the customer says in plain words. What says nothing of any part is about none:
    three applications for a job within half an hour would count as an incident of a part that was merely guessed.
    """
    components = current_components.get()()
    for error in current_search.get().search(Question(f"{subject}\n{text[:2_000]}", language, limit=1)).errors:
        component = components.find(error.component)
        if component:
            return component, error.code
    said = [subject, *filter(str.strip, re.split(r"[.!?\n]", text[:2_000]))]
    parts = {find_affected_part(each, components) for each in said[:SENTENCES_READ]} - {""}
    return components.find(parts.pop() if len(parts) == 1 else GENERIC), ""
