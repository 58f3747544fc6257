"""Many customers report one component: the desk and whoever is on call hear of it, once an episode."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db.outbox import OutboxRow
from portal.desk.model import Look, PossibleIncident
from portal.desk.outbreaks import KEPT, forget_episodes, watch_outbreaks
from portal.desk.presence import forget_looks, note_look
from tests.cast import outbox
from tests.web.cases.builders import BEA, BO, CARL, HOUR, NOW, opened
from tests.web.desk.conftest import LEA

ON_CALL = "on-call@team.example"


@pytest.fixture
def reports(portal_database):
    opened(portal_database)
    opened(portal_database, idempotency_key="2", opened_by=BEA, account_id="demo-basic")
    opened(portal_database, idempotency_key="3", opened_by=CARL, account_id=None)


@pytest.fixture
def watch(portal_database):
    def look(now=NOW, on_call=ON_CALL):
        with portal_database.write() as session:
            return watch_outbreaks(session, on_call, now)

    return look


def test_whoever_is_on_call_hears_of_it_once(app, reports, watch):
    assert [watch(), watch(), watch()] == [1, 0, 0]

    (told,) = outbox(app, "possible_incident")
    assert (told["to"], told["component"], told["customers"], len(told["references"])) == (ON_CALL, "api", 3, 3)


def test_workers_side_by_side_tell_of_it_once(database):
    for number, (who, account) in enumerate([(BEA, "demo-basic"), (BO, "demo-premium"), (CARL, None)]):
        opened(database, idempotency_key=str(number), opened_by=who, account_id=account)

    def look(_):
        with database.write() as session:
            return watch_outbreaks(session, ON_CALL, NOW)

    with ThreadPoolExecutor(4) as threads:
        begun = list(threads.map(look, range(8)))

    assert sorted(begun) == [0] * 7 + [1]
    with database.read() as session:
        kinds = list(session.scalars(select(OutboxRow.kind)))
    assert kinds.count("possible_incident") == 1


def test_without_an_address_only_the_desk_tells(app, lea, reports, watch):
    watch(on_call="")

    assert outbox(app, "possible_incident") == []
    assert lea.get("/desk/").says("Possible incident: Messaging API 3 customers have reported a problem with this part")


def test_desk_names_the_requests(lea, reports, watch, portal_database):
    watch()
    with portal_database.read() as session:
        references = list(session.scalars(select(Case.reference)))

    page = lea.get("/desk/")

    assert all(page.link(reference) == f"/desk/{reference}" for reference in references)


def test_dismissed_one_stays_quiet_until_it_is_over_and_the_next_is_new(app, lea, reports, watch, portal_database):
    watch()
    page = lea.submit(lea.get("/desk/"), button="Dismiss Messaging API")
    assert not page.says("Possible incident")
    assert watch() == 0
    assert not lea.get("/desk/").says("Possible incident")

    assert watch(NOW + HOUR) == 1
    for number, account in enumerate(("a", "b", "c")):
        opened(portal_database, NOW + 2 * HOUR, idempotency_key=f"new-{number}", account_id=account)
    assert watch(NOW + 2 * HOUR) == 1
    assert len(outbox(app, "possible_incident")) == 2
    assert lea.get("/desk/").says("Possible incident")


def test_what_is_over_disappears_by_itself(lea, reports, watch):
    watch()
    watch(NOW + HOUR)

    assert not lea.get("/desk/").says("Possible incident")


def test_unknown_one_cannot_be_dismissed(lea):
    token = lea.get("/desk/").fields["csrf_token"]

    lea.post("/desk/", {"csrf_token": token, "act": "dismiss", "number": 99}, status=404)


def test_what_is_old_is_forgotten(portal_database, case, reports, watch):
    watch()
    watch(NOW + HOUR)
    with portal_database.write() as session:
        note_look(session, case.id, LEA, NOW)
    with portal_database.write() as session:
        assert (forget_looks(session, NOW + HOUR), forget_episodes(session, NOW + KEPT)) == (1, 0)
        assert forget_episodes(session, NOW + HOUR + KEPT + HOUR) == 1
        assert session.scalars(select(Look)).all() == session.scalars(select(PossibleIncident)).all() == []


def test_views_go_with_their_owner(portal_database, lea):
    from portal.desk.model import SavedView
    from portal.identity.actions import remove_staff

    lea.submit(lea.get("/desk/?severity=1"), {"name": "Mine"}, button="Save this view")
    with portal_database.write() as session:
        remove_staff(session, LEA)
    with portal_database.read() as session:
        assert session.scalars(select(SavedView)).all() == []
