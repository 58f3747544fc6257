import os
import signal
import threading
import time
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from portal.cases.events import WaitingBegan
from portal.cases.model import Attachment, Case
from portal.cases.rules import Status
from portal.db.engine import Database
from portal.db.outbox import OutboxRow
from portal.identity.actions import request_code
from portal.identity.model import LoginCode
from portal.identity.rules import Asker
from portal.incidents.model import Reading
from portal.intake.model import Draft
from portal.kernel.language import ENGLISH
from portal.notify.mail_in.model import ReceivedMail
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.transports import FolderTransport
from portal.policy.current import current_policy
from portal.rhythm import Job, Work
from portal.search.learning.actions import add_counts
from portal.search.learning.model import Asked, Counts
from portal.storage.folder import FolderStore
from portal.web.current import current_database
from portal.worker import JOBS, run_forever, run_once
from tests.building import StandingClock, put_clock
from tests.web.cases.builders import DAY, HOUR, NOW, happened, opened

EVERY_TICK = timedelta(0)


@pytest.fixture
def now():
    return StandingClock(NOW)


@pytest.fixture
def database(app):
    with app.app_context():
        return current_database.get()


@pytest.fixture
def work(app, database, now, tmp_path):
    with app.app_context():
        policy = current_policy.get()
    refreshed = []
    work = Work(
        app=app,
        database=database,
        transport=FolderTransport(tmp_path / "mail"),
        policy=policy,
        refresh_status=lambda: refreshed.append(now()),
        reading=lambda: Reading(None),
        uploads=FolderStore(tmp_path / "uploads"),
        clock=now,
    )
    return SimpleNamespace(it=work, refreshed=refreshed, mail=tmp_path / "mail", uploads=tmp_path / "uploads")


def mails(work):
    return sorted(work.mail.glob("*.eml"))


def nothing():
    """There is nothing to close."""


def broken(_):
    raise ValueError("ana@premium.example")


def test_one_turn_does_everything_that_is_due(work, database, now):
    waiting = opened(database, idempotency_key="2")
    opened(database)
    happened(database, waiting.reference, WaitingBegan())
    now.advance(hours=25)

    done = run_once(work.it)

    assert done == {
        "escalation": 2,
        "waiting": 1,
        "closing": 0,
        "possible_incidents": 0,
        "desk": 0,
        "status": 0,
        **dict.fromkeys(("walks", "followers", "unconfirmed"), 0),
        "drafts": 0,
        "cases": 0,
        "deletions": 0,
        "messages": 0,
        **dict.fromkeys(("questions", "deliveries", "tickets", "mail_in"), 0),
        "mail": 3,
    }
    assert len(mails(work)) == 3, "two that waited, and the reminder that this run caused"
    assert work.refreshed == [NOW + 25 * HOUR]
    assert sum(count or 0 for count in run_once(work.it).values()) == 0


def test_case_that_nobody_answers_is_reminded_and_closed_in_time(work, database, now):
    reference = opened(database).reference
    happened(database, reference, WaitingBegan())

    for _ in range(60):
        run_once(work.it)
        now.advance(hours=1)

    subjects = [mail.read_text() for mail in mails(work)]
    assert len(subjects) == 3
    with database.read() as session:
        case = session.scalars(select(Case)).one()
        assert case.status is Status.CLOSED
        assert case.ended_at == NOW + 48 * HOUR


def test_what_is_old_is_forgotten(work, database, now):
    work.uploads.mkdir()
    (work.uploads / "stored").write_bytes(b"x")
    with database.write() as session:
        request_code(session, "ana@premium.example", ENGLISH, Asker("browser", "network"), NOW)
        for identifier, touched in (("old", NOW), ("young", NOW + 14 * DAY)):
            draft = Draft(
                id=identifier, created_at=NOW, updated_at=touched, language="en", answers={}, context={}, outcome=""
            )
            session.add(draft)
        session.add(
            Attachment(draft_id="old", name="a", media_type="text/plain", size=1, stored_name="stored", created_at=NOW)
        )
    run_once(work.it)
    now.now = NOW + 14 * DAY + HOUR

    done = run_once(work.it)

    assert (done["drafts"], done["messages"]) == (1, 1)
    assert not (work.uploads / "stored").exists()
    with database.read() as session:
        assert session.scalars(select(Draft.id)).all() == ["young"]
        assert session.scalar(select(func.count()).select_from(LoginCode)) == 0
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 1
    now.advance(days=30)
    assert run_once(work.it)["messages"] == 1


def test_counts_of_questions_are_deleted_after_half_a_year(work, database, now):
    with database.write() as session:
        add_counts(session, {Asked(NOW.date(), "en", "webhook"): Counts(asked=1)})
    now.advance(days=180)
    assert run_once(work.it)["questions"] == 0

    now.advance(days=1)

    assert run_once(work.it)["questions"] == 1


def test_unsent_message_is_never_forgotten(work, database, now):
    opened(database)
    now.advance(days=300)

    run_once(replace(work.it, transport=SimpleNamespace(send=broken, close=nothing)))

    with database.read() as session:
        assert session.scalars(select(OutboxRow)).one().payload["reference"]


def test_failing_job_never_stops_the_others(work, database):
    opened(database)
    jobs = (Job("broken", EVERY_TICK, broken), *JOBS)

    with capture_logs() as lines:
        done = run_once(replace(work.it, refresh_status=lambda: broken(None)), jobs)

    assert (done["broken"], done["status"], done["mail"]) == (None, None, 1)
    assert [line["job"] for line in lines if line["event"] == "job_failed"] == ["broken", "status"]
    assert "ana@premium.example" not in str(lines)


def test_poison_message_lets_the_others_leave(work, database):
    opened(database)
    with database.write() as session:
        session.scalars(select(OutboxRow)).one().payload = {"language": "en"}
    opened(database, idempotency_key="2")

    assert run_once(work.it)["mail"] == 2
    assert len(mails(work)) == 1


def test_unreachable_mail_server_is_asked_once_a_turn(work, database):
    asked = []

    def refuse(message):
        asked.append(message)
        raise ConnectionRefusedError

    for number in range(5):
        opened(database, idempotency_key=str(number))

    run_once(replace(work.it, transport=SimpleNamespace(send=refuse, close=nothing)))

    assert len(asked) == 1


def test_database_that_is_down_stops_nothing_else(work):
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")

    done = run_once(replace(work.it, database=away))

    idle = dict.fromkeys(("status", "deliveries", "tickets", "mail_in"), 0)
    assert done == dict.fromkeys([job.name for job in JOBS]) | idle
    away.dispose()


def test_worker_goes_on_when_the_database_is_back(work, database):
    opened(database)
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    run_once(replace(work.it, database=away))
    away.dispose()

    assert run_once(work.it)["mail"] == 1


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_loop_after_the_batch_in_hand(work, name):
    turns = []

    def one_turn(_):
        turns.append(time.monotonic())
        os.kill(os.getpid(), name)
        turns.append("finished")
        return 1

    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        run_forever(
            work.it, (Job("one", EVERY_TICK, one_turn), Job("other", EVERY_TICK, lambda _: turns.append("other") or 0))
        )
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

    assert turns[1:] == ["finished"]


def test_loop_runs_each_job_in_its_rhythm_and_lets_a_failed_one_rest(work):
    ran = {"often": 0, "seldom": 0, "broken": 0}

    def count(name):
        def run(_):
            ran[name] += 1
            if name == "broken":
                raise ValueError
            return 0

        return run

    live = replace(work.it, clock=StandingClock(NOW), stop=threading.Event())

    def pass_time():
        for _ in range(8):
            time.sleep(0.02)
            live.clock.advance(seconds=2)
        live.stop.set()

    jobs = tuple(
        Job(name, every, count(name))
        for name, every in (("often", timedelta(seconds=1)), ("seldom", timedelta(minutes=1)), ("broken", EVERY_TICK))
    )
    # In a thread of its own the loop leaves signals alone.
    loop = threading.Thread(target=run_forever, args=(live, jobs, 0.005))
    loop.start()
    pass_time()
    loop.join()

    assert ran["often"] >= 5
    assert ran["seldom"] == 1
    assert 1 <= ran["broken"] <= 2


def test_that_a_mail_was_received_is_forgotten_after_three_months(app, work, database, now):
    put_clock(app, now)
    receive_mail(app, b"From: ana@premium.example\nSubject: Hello\n\nMessages fail.")
    now.advance(days=90)
    run_once(work.it)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ReceivedMail)) == 1
    now.advance(minutes=1)

    run_once(work.it)

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ReceivedMail)) == 0
