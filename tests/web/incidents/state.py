"""A state of the platform as a test wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask

from portal.incidents.current import current_reading
from portal.incidents.model import Impact, Incident, Phase, Reading, Update, Words
from tests.building import START

SLUG = "webhooks-late"
TITLE = "Webhook events arrive late"


def incident(slug: str = SLUG, title: str = TITLE, **changes: Any) -> Incident:
    """An open incident of webhooks that began an hour ago, in English and German."""
    facts = {"phase": Phase.INVESTIGATING, "impact": Impact.MAJOR, "components": ("webhooks",)}
    at = START - timedelta(hours=1)
    words = {
        "en": Words(title, (Update(at, Phase.INVESTIGATING, "We look for the cause."),)),
        "de": Words("Webhook-Ereignisse kommen spät", (Update(at, Phase.INVESTIGATING, "Wir suchen die Ursache."),)),
    }
    return Incident(**{"slug": slug, "started_at": at, "words": words, **facts, **changes})


def maintenance(**changes: Any) -> Incident:
    """Planned work on webhooks that begins in an hour and takes two."""
    window = {"started_at": START + timedelta(hours=1), "scheduled_until": START + timedelta(hours=3)}
    words = {"en": Words("New machines for webhooks")}
    planned = {"phase": Phase.SCHEDULED, "impact": Impact.MAINTENANCE, "components": ("webhooks",), "words": words}
    return Incident(**{"slug": "new-machines", **window, **planned, **changes})


class State:
    """What the portal reads; ``show`` replaces it."""

    def __init__(self) -> None:
        self.reading = Reading(START)

    def show(self, *events: Incident, **changes: Any) -> None:
        self.reading = Reading(**{"as_of": START, "events": events, **changes})


@contextmanager
def state_of(app: Flask) -> Iterator[State]:
    before, state = app.extensions[current_reading.name], State()
    current_reading.put(app, lambda: state.reading)
    yield state
    current_reading.put(app, before)
