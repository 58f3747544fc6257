"""Cases to test with; the cast: Ana and Bo work for one account, Bea for another, Carl for nobody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from portal.cases.actions import lock_case, open_case
from portal.cases.events import Actor, Details
from portal.cases.history import record
from portal.cases.model import Case
from portal.cases.new_case import NewCase
from portal.kernel.language import ENGLISH
from portal.policy.model import Channel, Side
from portal.policy.rules import NoTarget, Promise, PromiseReason, ResolutionTarget

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ANA, BO, BEA, CARL = "ana@premium.example", "bo@premium.example", "bea@basic.example", "carl@gmail.com"

TARGET = Promise(
    first_response_due=NOW + HOUR / 2,
    first_response=HOUR / 2,
    target=ResolutionTarget(2 * DAY, NOW + 2 * DAY),
    policy_version="2026-11-23",
    because=(PromiseReason.PLAN, PromiseReason.RESOLUTION_TARGET),
)
NO_TARGET = replace(TARGET, target=NoTarget(Side.META), because=(PromiseReason.PLAN, PromiseReason.NO_TARGET_FOR_SIDE))

NEW = NewCase(
    idempotency_key="key-1",
    opened_by=ANA,
    name="Ana Silva",
    account_id="demo-premium",
    language=ENGLISH,
    subject="Messages fail with 131047",
    component="api",
    error="131047",
    severity=2,
    channel=Channel.CHAT,
    plan="premium",
    side=Side.PROVIDER,
    promise=TARGET,
    zone="Europe/Berlin",
    details=Details(description="Since this morning every message fails."),
)


def opened(database, now=NOW, **changes):
    """A case in the database."""
    with database.write() as session:
        return open_case(session, replace(NEW, **changes), now)


def happened(database, reference, *events, actor=Actor.STAFF, at=NOW):
    """Put events into a case's history, as the support team's desk would."""
    with database.write() as session:
        case = lock_case(session, reference)
        return record(session, case, events, (actor, "Sam"), at)


def history(database, case):
    """Everything that happened to a case."""
    with database.read() as session:
        return session.scalars(select(Case).where(Case.reference == case.reference)).one().history


def address(case):
    """Where a case is shown."""
    return f"/en/requests/{case.reference}"
