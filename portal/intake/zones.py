"""The time zones to choose from: one name for each, those of the reader's language first."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from portal.kernel.folding import fold
from portal.kernel.language import Language
from portal.web.zone_names import countries, place_with_offset

# Where most people live who read a language; a wrong guess shows a wrong time, so none is chosen for anybody.
_LIKELY = {
    "en": ("Europe/London", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Dubai"),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "es": ("Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires", "America/Lima"),
    "pt-br": ("America/Sao_Paulo", "America/Manaus", "Europe/Lisbon"),
    "ru": ("Europe/Moscow", "Asia/Yekaterinburg", "Asia/Almaty", "Asia/Tashkent"),
}


@cache
def list_zones() -> tuple[str, ...]:
    """The current zones by their names in the time zone database, without the older names of each."""
    return tuple(sorted(countries().keys() & available_timezones()))


def likely_zones(language: Language) -> tuple[str, ...]:
    """The zones that a reader of a language most probably lives in."""
    return _LIKELY.get(language.tag, ())


def is_zone(name: str) -> bool:
    """Whether a name is that of a zone, current or older."""
    return name in available_timezones()


def offer_zones(language: Language, chosen: str, now: datetime) -> tuple[tuple[str, str], ...]:
    """Each zone with its words in the reader's language: the likely ones, UTC, then all by these words.

    What is chosen may be an older name of a zone, as some browsers say it, such as Asia/Calcutta; it stands first.
    """
    named = _name_all(language, now.replace(hour=12, minute=0, second=0, microsecond=0))
    first = dict.fromkeys((*likely_zones(language), "UTC"))
    if chosen and chosen not in named and is_zone(chosen):
        first = {chosen: None, **first}
    others = (zone for zone in named if zone not in first)
    return tuple((zone, named.get(zone) or place_with_offset(ZoneInfo(zone), now)) for zone in (*first, *others))


@lru_cache(32)
def _name_all(language: Language, noon: datetime) -> Mapping[str, str]:
    """Every zone in the order of its words; to name 400 takes too long for each page, and once a day is enough."""
    named = {zone: place_with_offset(ZoneInfo(zone), noon) for zone in ("UTC", *list_zones())}
    return dict(sorted(named.items(), key=lambda each: fold(each[1].casefold())))
