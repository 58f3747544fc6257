"""Time zones as the reader's language names them: by what people there call their time, or by their place.

The places are ours to put into words: what Babel makes of them says "summer time" in Russian, whatever the season.
"""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location, get_timezone_name

from portal.web.i18n import current_language


def zone_name(zone: ZoneInfo | None) -> str:
    """The zone in the reader's language, such as "Central European Time", else its place; UTC stays UTC."""
    if zone is None or zone.key in {"UTC", "Etc/UTC"}:
        return "UTC"
    return _name(zone.key, current_language().locale)


def zone_with_offset(zone: ZoneInfo, at: datetime) -> str:
    """The zone with how far its clock is from UTC at a moment: "Central European Time, UTC+1"."""
    return "UTC" if zone_name(zone) == "UTC" else f"{zone_name(zone)}, {_offset(zone, at)}"


def place_with_offset(zone: ZoneInfo, at: datetime) -> str:
    """A zone to choose, by city and country: "Berlin, Germany (UTC+1)"; UTC stays UTC."""
    if zone.key == "UTC":
        return "UTC"
    return f"{_place(zone.key, current_language().locale)} ({_offset(zone, at)})"


@cache
def countries() -> dict[str, str]:
    """The current zones by their names in the table of the time zone database, each with the code of its country."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[2]: row[0] for row in rows}


@cache
def _name(key: str, locale: str) -> str:
    for known in (key, *_older_names().get(key, ())):
        name = str(get_timezone_name(ZoneInfo(known), locale=locale))
        # Where the language has no name for a time, Babel names the place.
        if name != get_timezone_location(ZoneInfo(known), locale=locale):
            return name
    return _place(key, locale)


@cache
def _place(key: str, locale: str) -> str:
    spoken = Locale.parse(locale)
    names = (key, *_older_names().get(key, ()))
    cities = (spoken.time_zones.get(name, {}).get("city") for name in names)
    city = str(next(filter(None, cities), key.rpartition("/")[2].replace("_", " ")))
    code = next((countries()[name] for name in (key, get_global("zone_aliases").get(key)) if name in countries()), "")
    country = str(spoken.territories.get(code, ""))
    return f"{city}, {country}" if country and country != city else city


@cache
def _older_names() -> dict[str, tuple[str, ...]]:
    """For each zone its other names: the tables of languages still go by some of them, such as Asia/Calcutta."""
    older: dict[str, tuple[str, ...]] = {}
    for name, current in get_global("zone_aliases").items():
        older[current] = (*older.get(current, ()), name)
    return older


def _offset(zone: ZoneInfo, at: datetime) -> str:
    offset = at.astimezone(zone).utcoffset() or timedelta()
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"UTC{sign}{hours}:{minutes:02d}" if minutes else f"UTC{sign}{hours}"
