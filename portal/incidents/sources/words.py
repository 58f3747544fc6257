"""What the formats have in common: words that may be unknown, moments in several spellings, names in a text."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from portal.policy.model import Components

_UNKNOWN_MOMENT = datetime.fromtimestamp(0, UTC)
# As JavaScript prints a date: "Mon Nov 23 2026 10:00:00 GMT+0100 (Central European Standard Time)".
_SCRIPTED = re.compile(r"\w{3} (\w{3} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")


def known(words: Any, value: object) -> Any:
    """A word of a format as a member of ours, or its ``UNKNOWN``."""
    return words(value) if value in list(words) else words.UNKNOWN


def find_moment(*values: object) -> datetime:
    """The first of these that is a moment; without a zone it is in UTC. The beginning of 1970 when none is."""
    return next((moment for value in values if (moment := read_moment(value))), _UNKNOWN_MOMENT)


def read_moment(value: object) -> datetime | None:
    """A moment in ISO 8601, as mails write it, or as JavaScript prints it; None for anything else."""
    text = str(value or "").strip()
    for read in (datetime.fromisoformat, _read_scripted, parsedate_to_datetime):
        try:
            moment = read(text)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def names_of(components: Components) -> dict[str, str]:
    """Our ids by the names that status pages use."""
    return {name: component.id for component in components for name in component.status_components}


def find_named(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The ids of components whose names stand in a text as whole words."""
    found = (names[name] for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
    return tuple(dict.fromkeys(found))


def as_list(value: object) -> list[Any]:
    """A list that may be missing.

    Raises:
        ValueError: when something else stands in its place.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("a list was expected")  # noqa: TRY004 - a fault of the answer
    return value


def distinct(ids: Iterable[str | None]) -> tuple[str, ...]:
    """Ids in their order, each once."""
    return tuple(dict.fromkeys(each for each in ids if each))


def _read_scripted(text: str) -> datetime:
    found = _SCRIPTED.match(text)
    if not found:
        raise ValueError("no date of JavaScript's")
    return datetime.strptime(" ".join(found.groups()), "%b %d %Y %H:%M:%S %z")
