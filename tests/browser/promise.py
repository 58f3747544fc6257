"""What a page promises: times that programs can read, shown as clock times."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.customer import Customer

# What may lie between the moment of a promise and a look at it, on a busy machine.
MOMENT = timedelta(minutes=2)
HALF_HOUR, FOUR_HOURS, ONE_DAY, TWO_DAYS = (timedelta(hours=hours) for hours in (0.5, 4, 24, 48))


def read_promise(customer: Customer, *allowed: timedelta, zone: str = "UTC") -> tuple[datetime, ...]:
    """The promised times of the page: of the first response, and of the resolution where there is a target.

    Raises:
        AssertionError: when they are not these durations from now, or not shown as clock times of the zone.
    """
    due = []
    times = customer.page.locator("[aria-labelledby=promise] time").all()
    for time, duration in zip(times, allowed, strict=True):
        moment = datetime.fromisoformat(time.get_attribute("datetime"))
        now = datetime.now(moment.tzinfo)
        assert now - MOMENT < moment - duration <= now
        assert f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" in time.inner_text()
        due.append(moment)
    return tuple(due)
