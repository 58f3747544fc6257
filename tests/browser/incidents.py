"""An incident that is open, written as an editor would."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

OPEN_INCIDENT = "webhooks-late-today"

_FILE = """---
title: {title}
status: investigating
impact: major
components: [webhooks]
started_at: {started:%Y-%m-%dT%H:%MZ}
---

## {started:%Y-%m-%dT%H:%MZ} investigating

{text}
"""
# The other languages show the English text, which has to be marked as such.
_WORDS = {
    "en": ("Webhook events arrive late", "Events reach some customers an hour late. We look for the cause."),
    "es": ("Los eventos de webhook llegan tarde", "Los eventos llegan con una hora de retraso. Buscamos la causa."),
}


def write_open_incident(folder: Path) -> None:
    """Put the incident into a folder of incidents; it began an hour ago."""
    started = datetime.now(UTC) - timedelta(hours=1)
    place = folder / OPEN_INCIDENT
    place.mkdir(parents=True)
    for language, (title, text) in _WORDS.items():
        (place / f"{language}.md").write_text(_FILE.format(title=title, text=text, started=started), encoding="utf-8")
