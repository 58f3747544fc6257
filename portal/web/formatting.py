"""Times, durations and lists as the reader's language writes them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_datetime, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.numbers import format_percent as babel_percent
from babel.units import format_unit
from flask import Flask

from portal.web.i18n import current_language
from portal.web.zone_names import zone_name, zone_with_offset


def install(app: Flask) -> None:
    """Make the formats available in templates as filters."""
    app.add_template_filter(format_duration, "duration")
    app.add_template_filter(format_moment, "moment")
    app.add_template_filter(format_clock, "clock")
    app.add_template_filter(format_date, "day")
    app.add_template_filter(format_ago, "ago")
    app.add_template_filter(format_number, "number")
    app.add_template_filter(format_percent, "percent")
    app.add_template_filter(format_size, "size")
    app.add_template_filter(join_words, "join_words")
    app.add_template_filter(zone_with_offset, "zone_with_offset")


def format_duration(duration: timedelta) -> str:
    """A duration as policy promises it: "30 minutes", "24 hours", "730 days"; in the nominative.

    Hours are used up to four days, as the policy's 48 hours are not "2 days".
    """
    minutes = int(duration.total_seconds() // 60)
    if minutes >= 4 * 24 * 60 and minutes % (24 * 60) == 0:
        return _unit(minutes // (24 * 60), "duration-day")
    if minutes >= 60 and minutes % 60 == 0:
        return _unit(minutes // 60, "duration-hour")
    if minutes > 60:
        return f"{_unit(minutes // 60, 'duration-hour')} {_unit(minutes % 60, 'duration-minute')}"
    return _unit(minutes, "duration-minute")


def format_moment(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """A moment as a clock time with its day and zone: "23 November 2026, 14:30 (Berlin time)"."""
    local = moment.astimezone(zone or UTC)
    locale = current_language().locale
    clock = format_datetime(local, _pattern(), tzinfo=local.tzinfo, locale=locale)
    return f"{clock} ({zone_name(zone)})"


def format_clock(moment: datetime, now: datetime) -> str:
    """A moment near ``now`` as a clock time in UTC, with its day only when that is another one: "06:10 (UTC)"."""
    if moment.astimezone(UTC).date() != now.astimezone(UTC).date():
        return format_moment(moment)
    return f"{format_time(moment.astimezone(UTC), 'HH:mm', tzinfo=UTC, locale=current_language().locale)} (UTC)"


def format_date(day: date) -> str:
    """A day in full: "23 November 2026"."""
    return babel_date(day, "long", locale=current_language().locale)


def format_ago(moment: datetime, now: datetime) -> str:
    """The distance in words with its direction: "3 hours ago", "in 20 minutes"."""
    return format_timedelta(moment - now, locale=current_language().locale, add_direction=True, threshold=1.2)


def format_number(number: float) -> str:
    """A number with the reader's separators."""
    return format_decimal(number, locale=current_language().locale)


def format_percent(share: float) -> str:
    """A share between 0 and 1 in whole percent."""
    return babel_percent(share, locale=current_language().locale)


def format_size(size: int) -> str:
    """A file's size in kB or MB."""
    if size >= 1_000_000:
        return format_unit(round(size / 1_000_000, 1), "digital-megabyte", "short", locale=current_language().locale)
    return format_unit(max(1, round(size / 1000)), "digital-kilobyte", "short", locale=current_language().locale)


def join_words(words: Sequence[str]) -> str:
    """The words as a list in a sentence: "a, b and c"."""
    return format_list(list(words), locale=current_language().locale)


def whole_minutes(wait: timedelta) -> timedelta:
    """Rounded up, so that nobody is told to wait 0 minutes, or comes back a second too early."""
    return timedelta(minutes=-(-wait // timedelta(minutes=1)))


def _unit(count: int, unit: str) -> str:
    return format_unit(count, unit, "long", locale=current_language().locale)


def _pattern() -> str:
    """The reader's long date with a 24-hour clock: a promise at 2 in the night must not be read as the afternoon's.

    Date and clock are parted by a comma in every language; Portuguese would have nothing but a space between them.
    """
    long_date = Locale.parse(current_language().locale).date_formats["long"].pattern
    return f"{long_date}, HH:mm"
