"""Delivering what is due: claim one event, hand it over, write down what became of it.

No transaction is open while a receiver is waited for. A crash in between repeats the event under its identifier.
"""

import time
from collections.abc import Callable, Mapping

from portal.cases.deliveries import Attempt, CaseDelivery, count_given_up, lease_next, note_attempt
from portal.cases.model import Case
from portal.cases.rules import fold
from portal.connect.delivering.receivers import Message, Receiver
from portal.connect.documents import case_entry, event_document, tell, tell_maybe
from portal.connect.shapes import WebhookDocument
from portal.db.engine import Database
from portal.kernel.clock import Clock
from portal.web import logs
from portal.web.operations import PartState

A_TURN = 20
"""Events at once, before other work has its turn."""
A_TURN_S = 10.0
"""Seconds after which other work has its turn, whatever is due: mails with codes wait while a receiver is slow."""


def deliver_due(
    database: Database, receivers: Mapping[str, Receiver], base_url: str, clock: Clock, stop: Callable[[], bool]
) -> int:
    """Hand over what is due; gives how many events were taken. Whoever does not answer or is slow ends the turn."""
    taken, until = 0, time.monotonic() + A_TURN_S
    while receivers and taken < A_TURN and not stop():
        with database.write() as session:
            row = lease_next(session, list(receivers), clock())
            message = _compose(row, base_url) if row else None
        if row is None or message is None:
            return taken
        attempt = _try(receivers[row.receiver], message)
        with database.write() as session:
            note_attempt(session, row, attempt, clock())
        _log(row, attempt)
        taken += attempt.delivered
        if not attempt.reached or time.monotonic() >= until:
            return 0
    return taken


def compose(case: Case, number: int, base_url: str) -> WebhookDocument:
    """What is told of the event with this number: it, and where the case stood when it had happened."""
    history = case.history[:number]
    recorded, state = history[-1], fold(history)
    entry = case_entry(case, base_url)
    entry["status"], entry["changed_at"] = state.status, tell(state.changed_at)
    entry["first_response_at"] = tell_maybe(state.first_response_at)
    entry["escalated_at"], entry["ended_at"] = tell_maybe(state.escalated_at), tell_maybe(state.ended_at)
    entry["merged_into"], entry["feedback"] = state.merged_into, state.feedback
    return {
        "type": f"case.{recorded.event.kind}",
        "timestamp": tell(recorded.at),
        "data": {"case": entry, "event": event_document(recorded)},
    }


def delivery_state(database: Database) -> PartState:
    """Whether every event arrives in the end.

    Raises:
        DatabaseUnavailable: when the database is away.
    """
    with database.read() as session:
        given_up = count_given_up(session)
    detail = f"{given_up} events were given up; see /desk/deliveries/ or `portal webhooks list`" if given_up else ""
    return PartState("deliveries", fine=not given_up, vital=False, detail=detail)


def _compose(row: CaseDelivery, base_url: str) -> Message:
    return Message(row.message_id, compose(row.case, row.seq, base_url))


def _try(receiver: Receiver, message: Message) -> Attempt:
    try:
        return receiver.deliver(message)
    except Exception as error:  # noqa: BLE001 - one event's fault must not stop the others
        return Attempt(delivered=False, answer=logs.describe(error))


def _log(row: CaseDelivery, attempt: Attempt) -> None:
    """One line an attempt, without anything that a customer wrote or the receiver's address."""
    facts = {"delivery": row.id, "receiver": row.receiver, "attempt": row.attempts + 1, "answer": attempt.answer}
    if attempt.delivered:
        logs.log.info("event_delivered", **facts)
    else:
        logs.log.warning("event_failed", **facts)
