from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.cases import opening_limit
from portal.cases.model import Case
from portal.cases.opening_limit import TooManyCases, judge
from portal.web.current import current_database
from tests.web.intake.walking import Customer

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def minutes_ago(*minutes):
    return [NOW - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("own", "shared", "wait"),
    [
        ((), (), None),
        (range(19), range(19), None),
        (range(20), range(20), 41),
        ((), range(60), 1),
        (range(20), range(60), 41),
    ],
)
def test_hour_holds_only_so_many_cases(own, shared, wait):
    expected = TooManyCases(timedelta(minutes=wait)) if wait else None

    assert judge(minutes_ago(*own), minutes_ago(*shared), NOW) == expected


def test_draft_keeps_everything_until_it_may_be_sent(app, ana, clock, monkeypatch):
    monkeypatch.setattr(opening_limit, "OF_ADDRESS", 1)
    Customer(ana).comes_to_review().sends()
    clock.advance(minutes=20)
    customer = Customer(ana).comes_to_review(component="billing")

    customer.page = ana.submit(customer.page, {"token": customer.page.fields["token"]}, status=429)

    assert customer.page.says("You can send this one in 40 minutes; it is kept here.")
    assert round(int(customer.page.headers["Retry-After"]) / 60) == 40
    clock.advance(minutes=40)
    customer.sends()
    assert customer.step == "done"
    with app.app_context(), current_database.get().read() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2


def test_account_has_a_limit_of_its_own(ana, sign_in, monkeypatch):
    monkeypatch.setattr(opening_limit, "OF_ACCOUNT", 1)
    Customer(ana).comes_to_review().sends()
    colleague = Customer(sign_in("colleague@premium.example")).comes_to_review(component="billing")

    page = colleague.browse.submit(colleague.page, {"token": colleague.page.fields["token"]}, status=429)

    assert page.says("Very many requests were sent for your address or account.")
