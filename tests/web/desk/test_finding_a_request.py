import pytest

from portal.cases.events import CaseResolved
from tests.web.cases.builders import NEW, happened, opened
from tests.web.desk.rows import subjects


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda reference: reference.replace("-", ""), lambda reference: reference[:6]]
)
def test_request_is_found_by_its_reference_even_when_it_has_ended(lea, portal_database, case, typed):
    happened(portal_database, case.reference, CaseResolved("Done."))

    assert subjects(lea.get(f"/desk/?q={typed(case.reference)}")) == [case.subject]


def test_whole_address_finds_its_own_requests_only(lea, portal_database):
    opened(portal_database, subject="Mine")
    opened(portal_database, idempotency_key="2", subject="Not mine", opened_by=f"x{NEW.opened_by}", account_id=None)

    assert subjects(lea.get(f"/desk/?q={NEW.opened_by.upper()}")) == ["Mine"]
    assert sorted(subjects(lea.get(f"/desk/?q={NEW.opened_by[:8]}"))) == ["Mine", "Not mine"]


def test_word_that_could_be_a_reference_is_a_word(lea, case):
    assert subjects(lea.get("/desk/?q=messages")) == [case.subject]
