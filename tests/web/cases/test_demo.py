from sqlalchemy import func, select

from portal.cases.demo import STORIES, load_demo_cases
from portal.cases.model import Case
from portal.cases.rules import Clock, Status, first_response_clock
from portal.cases.upkeep import close_resolved, close_waiting, escalate_breached
from portal.db.outbox import OutboxRow
from portal.identity.demo import load_demo_accounts
from portal.policy.source import read_components, read_policy
from tests.building import ROOT
from tests.web.cases.builders import NOW


def load(database):
    policy = read_policy(ROOT / "content" / "policy.yml")
    components = read_components(ROOT / "content" / "components.yml")
    with database.write() as session:
        load_demo_accounts(session)
        return load_demo_cases(session, policy, components, NOW), policy


def test_demo_has_a_case_in_every_state_and_mails_nobody(database):
    load(database)

    with database.read() as session:
        cases = list(session.scalars(select(Case)))
        assert {case.status for case in cases} == set(Status)
        assert {case.opened_by for case in cases} == {"ana@premium.example", "rui@regular.example", "bea@basic.example"}
        assert all(case.account_id for case in cases)
        assert Clock.BREACHED not in {first_response_clock(case.due, case.state, NOW) for case in cases}
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_demo_loaded_again_adds_nothing(database):
    assert load(database)[0] == len(STORIES)
    assert load(database)[0] == 0


def test_nothing_is_due_in_a_fresh_demo(database):
    _, policy = load(database)

    with database.write() as session:
        assert escalate_breached(session, NOW) == ()
        assert close_waiting(session, policy.waiting.close_after, NOW) == ()
        assert close_resolved(session, NOW) == ()


def test_components_of_the_demo_exist():
    components = read_components(ROOT / "content" / "components.yml")

    assert all(components.find(story.component) for story in STORIES)
