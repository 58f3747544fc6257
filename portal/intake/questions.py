"""Each step's page: its form with what was typed before, and what stands around it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from flask import url_for

from portal.attachments.model import ACCEPT
from portal.incidents.wording import phase_name
from portal.intake import forms
from portal.intake.actions import review_token
from portal.intake.advice import advise_before
from portal.intake.brought import guess_part, name_problem
from portal.intake.files import list_files
from portal.intake.guided import WAY
from portal.intake.keeping import typed_before
from portal.intake.known_answers import known_access, known_impact
from portal.intake.offering import was_shown
from portal.intake.pairs import notice_second_problem, other_draft
from portal.intake.pasting import command_of
from portal.intake.previews import make_preview
from portal.intake.promises import promise_before
from portal.intake.situation import Situation, find_unfinished
from portal.intake.summary import summarise
from portal.intake.zones import offer_zones
from portal.kernel.refusal import Refusal
from portal.masking.mask import mask_text
from portal.masking.model import Finding
from portal.masking.spots import Spot, find_spots
from portal.policy.current import current_components
from portal.search.learning.noticing import ticket_for
from portal.web.current import current_secret
from portal.web.forms import PortalForm, SelectChoice, is_too_long
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

FORMS: Mapping[str, type[PortalForm]] = {
    "access": forms.AccessForm,
    "problem": forms.ProblemForm,
    "incidents": forms.IncidentsForm,
    "answers": forms.AnswersForm,
    "details": forms.DetailsForm,
    "impact": forms.ImpactForm,
    "contact": forms.ContactForm,
    "duplicates": forms.DuplicatesForm,
    "review": forms.ReviewForm,
}
# Fields whose text may hold a secret; the customer sees them masked even when the form comes back with a mistake.
MASKED_FIELDS = (
    "subject", "error", "description", "steps", "api_request", "api_response", "impact_note", "name",
)  # fmt: skip
# What a link may have brought along for a step.
BROUGHT = {
    "access": ("access",),
    "problem": ("component", "subject", "error"),
    "details": ("description", "api_request"),
}
MORE = ("steps", "api_request", "api_response", "occurred_at", "timezone", "attachments")
"""Fields of the details that nobody must fill in."""
MAX_NAMED = 50
SENTENCE = 3
"""Words from which the subject says something; "error 131047" has to be told more of."""


@dataclass(frozen=True)
class Shown:
    """A page to show: its template, its form and what stands around it."""

    template: str
    form: PortalForm
    around: Mapping[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None
    """Why it is shown again, when that is not a mistake in a field."""

    @property
    def status(self) -> int:
        """The HTTP status of a page that is shown again."""
        return type(self.refusal).kind.value if self.refusal else 422


def make_form(step: str, situation: Situation) -> PortalForm:
    """The form of a step: what was just sent, else typed, else answered before, else what a link brought along."""
    before = dict(situation.given(step)) or _suggest(step, situation)
    before |= typed_before(situation.draft, step)
    before.pop("attachments", None)
    form = FORMS[step](data=before)
    prepare = _CHOICES.get(step)
    if prepare:
        prepare(form, situation)
    return form


def _suggest(step: str, situation: Situation) -> dict[str, Any]:
    """What a step that was not answered is filled in with: what a link brought along, and what follows from it."""
    brought = {name: situation.draft.context.get(name, "") for name in BROUGHT.get(step, ())}
    match step:
        case "access":
            return {"access": brought["access"] or _known_access(situation)}
        case "problem":
            subject = brought["subject"] or name_problem(brought["error"])
            component = brought["component"] or _part_of_access() * situation.is_locked_out
            return {**brought, "subject": subject, "component": component}
        case "details":
            return {**brought, "description": brought["description"] or _sentence_so_far(situation)}
        case "impact":
            codes = tuple(each.error for each in situation.errors if each.error)
            return dict[str, Any](known_impact(situation.words, codes))
    return brought


def _part_of_access() -> str:
    usual = current_components.get()().for_lost_access
    return usual.id if usual else ""


def _known_access(situation: Situation) -> str:
    subject, error, part = (str(situation.draft.context.get(name, "")) for name in ("subject", "error", "component"))
    return known_access(subject, part or guess_part(subject, error), _part_of_access())


def _sentence_so_far(situation: Situation) -> str:
    """The problem as it was put in one sentence, to go on from; empty for a mere name and for editors' words."""
    subject = str(situation.given("problem").get("subject", ""))
    is_editors = WAY in situation.draft.context and situation.draft.context.get("subject") == subject
    return "" if is_editors or len(subject.split()) < SENTENCE else subject


def mask_form(form: PortalForm) -> list[dict[str, Any]]:
    """Take the secrets out of every text of a form, in place; gives their spots as a draft keeps them."""
    found: list[Spot] = []
    for text in form:
        # A text that is too long goes back to whoever typed it, as it is, and nowhere else.
        if text.name in MASKED_FIELDS and text.data and not is_too_long(text):
            masked = mask_text(text.data)
            text.data = masked.text
            found += find_spots(masked, text.name)
    return [spot.to_data() for spot in found[:MAX_NAMED]]


def name_findings(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings without their places, each once; more than anybody would read are left out."""
    distinct = dict.fromkeys((finding.kind, finding.shown) for finding in findings)
    return [{"kind": kind, "shown": shown} for kind, shown in islice(distinct, MAX_NAMED)]


def surroundings(step: str, situation: Situation) -> dict[str, Any]:
    """What the template of a step shows beside its form."""
    build = _SURROUNDINGS.get(step)
    return build(situation) if build else {}


def _component_choices(form: Any, situation: Situation) -> None:
    language = current_language()
    form.component.choices = [
        SelectChoice(component.id, component.name(language)) for component in current_components.get()()
    ]
    # It stands on the page and again before anything is sent, so nobody has to say what their words have said.
    if not form.component.data:
        form.component.data = guess_part(form.subject.data or "", form.error.data or "")


def _zone_choices(form: Any, situation: Situation) -> None:
    named = offer_zones(current_language(), form.timezone.data or "", situation.now)
    form.timezone.choices = [SelectChoice(zone, name) for zone, name in named]
    if not form.timezone.data:
        # Nobody has chosen yet: the page's script may put the browser's own zone in.
        form.timezone.data = "UTC"
        form.timezone.render_kw = {"data-zone": "guess"}


def _case_choices(form: Any, situation: Situation) -> None:
    own = [SelectChoice(like.reference, f"{like.reference}: {like.subject}") for like in situation.like_cases]
    form.duplicate_of.choices = [*own, SelectChoice("none", _("None of these: it is a new problem"))]


def _about_access(situation: Situation) -> dict[str, Any]:
    # Told only at the very beginning: whoever has answered something is in the middle of this one.
    earlier = None if situation.answers else find_unfinished(situation)
    problem = (earlier.answers.get("problem") or typed_before(earlier, "problem")) if earlier else {}
    return {"earlier": earlier, "earlier_subject": problem.get("subject", ""), "now": situation.now}


def _about_contact(situation: Situation) -> dict[str, Any]:
    if situation.is_locked_out:
        return {"address_hint": _("Use an address whose emails you can read now.")}
    return {"address_hint": _("Your account’s address tells us your plan.")}


def _about_problem(situation: Situation) -> dict[str, Any]:
    language = current_language()
    hints = {component.id: component.description(language) for component in current_components.get()()}
    understood = "" if situation.given("details") else command_of(situation)
    return {"component_hints": {name: hint for name, hint in hints.items() if hint}, "understood": understood}


def _about_incidents(situation: Situation) -> dict[str, Any]:
    return {"incidents": situation.incidents, "now": situation.now, "phase_name": phase_name}


def _about_answers(situation: Situation) -> dict[str, Any]:
    found, offer = situation.findings, situation.offer
    offered = [(result, make_preview(result)) for result in offer.results]
    ticket = ticket_for(found) if found else ""
    just_seen = was_shown(situation.draft, offer.names)
    return {"offered": offered, "known": offer.known, "ticket": ticket, "just_seen": just_seen}


def _about_details(situation: Situation) -> dict[str, Any]:
    limits = situation.policy.attachments
    hint = _(
        "Up to %(files)d files, %(size)d MB each: pictures, PDF, video, text (JSON, HAR, logs) and zip. "
        "Secrets in text are masked.",
        files=limits.max_files,
        size=limits.max_mb,
    )
    locked_out = situation.is_locked_out
    needed = situation.component.asks_for(current_language()) if situation.component else ""
    asked = (
        _("Company, number or WABA ID, who had access before, and what happens when you sign in.")
        if locked_out
        else needed
    )
    return {
        "upload_hint": hint,
        "accept": ACCEPT,
        "uploads": list_files(situation),
        "mistakes": (),
        "description_hint": asked,
    }


def has_more(form: PortalForm) -> bool:
    """Whether something in the folded part of the details has to be corrected."""
    return any(each.errors for each in form if each.name in MORE)


def name_filled_in(form: PortalForm) -> list[str]:
    """What the folded part of the details holds, by its labels."""
    return [str(each.label.text) for each in form if each.name in set(MORE) - {"timezone"} and each.data]


def _about_duplicates(situation: Situation) -> dict[str, Any]:
    component = situation.component.name(current_language()) if situation.component else ""
    reasons = {
        like.reference: f"{like.explain(component, situation.zone)} {_what_continuing_does(like.reference)}"
        for like in situation.like_cases
    }
    return {"reasons": {**reasons, "none": _("You see everything once more before it is sent.")}}


def _what_continuing_does(reference: str) -> str:
    return _("“Continue” adds what you wrote to %(reference)s and sends it at once.", reference=reference)


def _about_review(situation: Situation) -> dict[str, Any]:
    other = other_draft(situation.session, situation.draft)
    return {
        "promise": promise_before(situation),
        "advice": advise_before(situation),
        "second": notice_second_problem(situation),
        "first_of_two": other is not None and not other.outcome,
        "component_names": {each.id: each.name(current_language()) for each in current_components.get()()},
        "zone": situation.zone,
        "summary": summarise(situation),
        "token": review_token(situation.draft, current_secret.get()),
        "masked_something": situation.holds_masked,
        "changed": False,
        "too_many": "",
    }


def address_of(situation: Situation, step: str) -> str:
    """The address of a step of this draft."""
    return url_for("intake.show", draft=situation.draft.id, step=step)


_CHOICES: Mapping[str, Callable[[Any, Situation], None]] = {
    "problem": _component_choices,
    "details": _zone_choices,
    "duplicates": _case_choices,
}
_SURROUNDINGS: Mapping[str, Callable[[Situation], dict[str, Any]]] = {
    "access": _about_access,
    "problem": _about_problem,
    "contact": _about_contact,
    "incidents": _about_incidents,
    "answers": _about_answers,
    "details": _about_details,
    "duplicates": _about_duplicates,
    "review": _about_review,
}
