"""When reports add up to a possible incident: three customers, one component, half an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.desk.outbreaks import Report, find_outbreaks

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def report(account="", opened_by="x@company.example", component="api", ago=5 * MINUTE, reference="R"):
    return Report(reference, component, opened_by, account or None, NOW - ago)


def counted(*reports) -> list[tuple[str, int]]:
    return [(found.component, found.customers) for found in find_outbreaks(reports, NOW)]


def test_three_accounts_are_enough_and_two_are_not():
    assert counted(report("a"), report("b")) == []
    assert counted(report("a"), report("b"), report("c")) == [("api", 3)]


def test_account_counts_once_however_often_it_reports():
    assert counted(report("a"), report("a"), report("a"), report("b")) == []


@pytest.mark.parametrize(
    ("addresses", "enough"),
    [
        (["x@one.example", "y@one.example", "z@two.example"], False),
        (["x@one.example", "y@two.example", "z@three.example"], True),
        (["x@gmail.com", "y@gmail.com", "z@gmail.com"], True),
        (["x@gmail.com", "x@gmail.com", "z@gmail.com"], False),
    ],
)
def test_without_an_account_the_company_counts_or_the_address_of_a_free_mailbox(addresses, enough):
    assert bool(counted(*(report(opened_by=address) for address in addresses))) is enough


def test_components_do_not_add_up():
    assert counted(report("a"), report("b"), report("c", component="webhooks")) == []


def test_mails_that_name_no_part_are_no_incident_of_any():
    assert counted(*(report(account, component="") for account in "abc")) == []


def test_half_an_hour_ago_is_too_long_ago():
    assert counted(report("a"), report("b"), report("c", ago=30 * MINUTE)) == []
    assert counted(report("a"), report("b"), report("c", ago=30 * MINUTE - timedelta(seconds=1))) == [("api", 3)]


def test_report_of_the_future_does_not_count():
    assert counted(report("a"), report("b"), report("c", ago=-MINUTE)) == []


def test_requests_are_named_oldest_first():
    reports = [report(name, ago=ago * MINUTE, reference=name) for name, ago in (("a", 1), ("b", 9), ("c", 4))]

    (found,) = find_outbreaks(reports, NOW)

    assert found.references == ("b", "c", "a")
    assert (found.first_at, found.last_at) == (NOW - 9 * MINUTE, NOW - MINUTE)
