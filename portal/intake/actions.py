"""What happens to a draft: begun, answered, ended. Each function is one use case in the caller's transaction."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.actions import add_to_case, lock_case, open_case
from portal.cases.events import Details, MaskedSecret
from portal.cases.model import Case
from portal.cases.new_case import Addition, NewCase
from portal.cases.retention import forget_files_of_drafts
from portal.cases.rules import CaseState
from portal.intake.flow import Outcome, fingerprint_of_problem
from portal.intake.greeting import greet
from portal.intake.keeping import forget_typed
from portal.intake.measuring import add_walks
from portal.intake.model import Draft
from portal.intake.offering import articles_of_visit
from portal.intake.pace import Walk
from portal.intake.situation import Situation
from portal.intake.summary import copy_answers
from portal.kernel.ids import new_token
from portal.kernel.language import Language
from portal.storage.store import FileStore

MAX_ERROR = 200


def begin_draft(session: Session, language: Language, context: Mapping[str, Any], now: datetime) -> Draft:
    """Begin a walk; ``context`` holds what the link that led here already knew."""
    draft = Draft(
        id=new_token(),
        created_at=now,
        updated_at=now,
        language=language.tag,
        answers={},
        context=dict(context),
        outcome="",
        walk=Walk.begin(now).as_stored(),
    )
    session.add(draft)
    session.flush()
    return draft


def record_answer(draft: Draft, step: str, answer: Mapping[str, Any], now: datetime) -> None:
    """Keep the answer to one step; every text in it is masked already."""
    draft.answers = {**draft.answers, step: dict(answer)}
    forget_typed(draft, step)
    draft.updated_at = now


def discard_draft(session: Session, draft: Draft, uploads: FileStore) -> None:
    """Delete a draft with its files; ``uploads`` is where they lie. The figures know that it was left."""
    add_walks(session, [draft])
    session.flush()
    while forget_files_of_drafts(session, uploads, [draft.id]):
        pass
    session.delete(draft)


def asked_about(situation: Situation, step: str) -> list[str]:
    """What the question of a step was about, to be remembered with its answer; see ``flow``."""
    return {
        "incidents": list(situation.facts.incidents),
        "answers": [fingerprint_of_problem(situation.answers)],
        "duplicates": list(situation.facts.similar_cases),
    }.get(step, [])


def name_incidents(situation: Situation, language: Language) -> list[dict[str, str]]:
    """The incidents that a customer is asked about, as they are named in the case later: the source may forget them."""
    return [{"incident": event.slug, "title": event.says(language).title} for event in situation.incidents]


def end_without_case(draft: Draft, outcome: Outcome, now: datetime) -> None:
    """The walk ended in an incident followed or an article that helped."""
    draft.outcome = outcome.value
    draft.updated_at = now


def review_token(draft: Draft, secret: str) -> str:
    """Ties the button on the review page to the answers that were shown there."""
    shown = json.dumps([draft.id, draft.answers], sort_keys=True, ensure_ascii=False)
    return hmac.new(secret.encode(), shown.encode(), hashlib.sha256).hexdigest()[:32]


def send_case(situation: Situation, language: Language) -> Case:
    """Open the case of a draft; however often and from wherever it is sent, there is one.

    The caller has made sure that every step is answered and the visitor is signed in.
    """
    draft, answers, visitor = situation.draft, situation.answers, situation.visitor
    if visitor is None or situation.component is None:
        raise LookupError("a case needs a proven address and a component")
    entitlement = situation.entitlement
    problem = answers["problem"]
    new = NewCase(
        idempotency_key=draft.id,
        opened_by=visitor.email,
        name=str(situation.given("contact").get("name", "")) or (entitlement.name if entitlement else ""),
        account_id=entitlement.account_id if entitlement else None,
        language=language,
        subject=problem["subject"],
        component=situation.component.id,
        error=_short_error(situation),
        severity=situation.severity.level,
        channel=situation.route.channel,
        plan=entitlement.plan if entitlement else None,
        side=situation.component.side,
        promise=situation.promise,
        zone=situation.zone.key,
        details=_details(situation),
        draft_id=draft.id,
        incident=next((told.incident for told in situation.told_incidents), None),
        articles_read=articles_of_visit(draft),
        copy=copy_answers(situation),
        greeting=greet(situation),
        related_to=situation.earlier_case,
    )
    case = open_case(situation.session, new, situation.now)
    draft.case_reference, draft.outcome, draft.updated_at = case.reference, Outcome.SENT.value, situation.now
    return case


def add_to_own_case(situation: Situation, reference: str) -> Case | None:
    """Add what the draft says to one of the visitor's own cases, or None when that is no longer possible.

    A case that ended is reopened by it.
    """
    draft, visitor = situation.draft, situation.visitor
    case = lock_case(situation.session, reference)
    if case is None or visitor is None or reference not in situation.facts.similar_cases:
        return None
    subject = situation.answers["problem"]["subject"]
    addition = Addition(draft.id, visitor.email, subject, _details(situation), draft.id, copy_answers(situation))
    if not isinstance(add_to_case(situation.session, case, addition, situation.now), CaseState):
        return None
    draft.case_reference, draft.outcome, draft.updated_at = case.reference, Outcome.ADDED.value, situation.now
    return case


def _short_error(situation: Situation) -> str:
    """Every code that was recognised in the sentence and in the paste, else the first line of what was pasted."""
    if situation.error_codes:
        return ", ".join(situation.error_codes)[:MAX_ERROR]
    return str(situation.answers["problem"].get("error", "")).strip().partition("\n")[0][:MAX_ERROR]


def _details(situation: Situation) -> Details:
    details, impact = situation.answers["details"], situation.answers["impact"]
    pasted = situation.answers["problem"].get("error", "")
    found = [finding for answer in situation.answers.values() for finding in answer.get("masked", ())]
    return Details(
        description=details["description"],
        steps=details["steps"],
        api_request=details["api_request"],
        # What was pasted in both places is one response.
        api_response="\n\n".join(dict.fromkeys(text for text in (details["api_response"], pasted) if text)),
        occurred_at=details["occurred_at"].replace("T", " "),
        scope=impact["scope"],
        workaround=impact["workaround"] == "yes",
        production=impact["production"] == "yes",
        impact_note=impact["impact_note"],
        told_incidents=situation.told_incidents,
        # A case tells what was found, each once; where it was, the customer has seen.
        masked=tuple(dict.fromkeys(MaskedSecret(finding["kind"], finding["shown"]) for finding in found)),
    )
