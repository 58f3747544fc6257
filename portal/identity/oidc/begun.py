"""Sign-ins that are on their way to the provider and back, as the browser's signed session keeps them.

A state is worth something in the browser that it was made for, once, for half an hour.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import session

from portal.identity.oidc.rules import BEGUN_LIFETIME, MOST_BEGUN
from portal.kernel.ids import new_token
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language

_BEGUN = "oidc"


@dataclass(frozen=True)
class Begun:
    """A way that was begun: in which language, and where it leads in the end."""

    language: Language
    next: str


def note_begun(language: Language, target: str, now: datetime) -> str:
    """A new state, kept in this browser."""
    state = new_token()
    session[_BEGUN] = [*_entries(), [state, now.isoformat(), language.tag, target]][-MOST_BEGUN:]
    session.permanent = True
    return state


def take_begun(state: str, now: datetime) -> Begun | None:
    """The way that belongs to a state, which is worth nothing from now on; None when this browser did not begin it."""
    found = next((entry for entry in _entries() if entry[0] == state), None)
    if found is None:
        return None
    session[_BEGUN] = [entry for entry in _entries() if entry[0] != state]
    _, begun_at, tag, target = found
    if now >= datetime.fromisoformat(begun_at) + BEGUN_LIFETIME:
        return None
    return Begun(find_language(tag) or DEFAULT_LANGUAGE, target)


def _entries() -> list[list[str]]:
    """What is on its way; a session of another release may hold something else."""
    stored: Any = session.get(_BEGUN)
    return [entry for entry in stored if len(entry) == 4] if isinstance(stored, list) else []
