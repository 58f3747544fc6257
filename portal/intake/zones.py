"""The time zones to choose from: one name for each, those of the reader's language first."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from portal.kernel.language import Language

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
    """The current zones by their names in the table of the time zone database, without the older names of each."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(sorted({row[2] for row in rows} & available_timezones()))


def likely_zones(language: Language) -> tuple[str, ...]:
    """The zones that a reader of a language most probably lives in."""
    return _LIKELY.get(language.tag, ())


def is_zone(name: str) -> bool:
    """Whether a name is that of a zone, current or older."""
    return name in available_timezones()
