"""Events as they lie in the database: JSON's types beside their kind."""

from typing import Any

from pydantic import TypeAdapter

from portal.cases.events import EVENTS, Event

_ADAPTERS: dict[str, TypeAdapter[Any]] = {event.kind: TypeAdapter(event) for event in EVENTS}


def to_data(event: Event) -> dict[str, Any]:
    """The event as JSON's types, to be stored beside its kind."""
    data: dict[str, Any] = _ADAPTERS[event.kind].dump_python(event, mode="json")
    return data


def from_data(kind: str, data: dict[str, Any]) -> Event:
    """The event that was stored.

    Raises:
        KeyError: when no release ever wrote such a kind.
    """
    event: Event = _ADAPTERS[kind].validate_python(data)
    return event
