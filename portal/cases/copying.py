"""A conversation as a mail brings it: in the words of the page, and no longer than mail programs like."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.cases.conversation import Message, Note, make_conversation
from portal.cases.model import Case
from portal.cases.outgoing import case_payload
from portal.db.outbox import enqueue, was_enqueued
from portal.kernel.language import Language
from portal.web.current import current_settings

MAX_COPIED = 300_000
"""Characters: a mail that programs still open quickly. Of longer conversations the newest part is copied."""


def send_copy(session: Session, case: Case, to: tuple[str, Language], key: str, now: datetime) -> None:
    """Mail what an address may see of a conversation to that address, once for a key; the caller has locked the case.

    ``to`` is the address with the language it reads, which is the current one.
    """
    email, language = to
    digest = hashlib.sha256(f"{case.reference}\n{email}\n{key}".encode()).hexdigest()[:40]
    identifier = f"copy-{digest}"
    if was_enqueued(session, identifier):
        return
    entries = [_copy(entry) for entry in make_conversation(case.history, email)]
    kept = choose_newest(entries)
    facts = {"conversation": kept, "left_out": len(entries) - len(kept)}
    payload = case_payload(case, **facts, files=[file.name for file in case.attachments])
    mine = {"to": email, "name": case.name if email == case.opened_by else "", "language": language.tag}
    enqueue(session, "case_copy", {**payload, **mine}, now, message_id=identifier)


def choose_newest(entries: Sequence[dict[str, Any]], most: int = MAX_COPIED) -> list[dict[str, Any]]:
    """As many of the newest entries as fit into ``most`` characters, in their order; at least the last one."""
    kept, room = 0, most
    for entry in reversed(entries):
        room -= sum(len(text) for _, text in entry["parts"])
        if room < 0 and kept:
            break
        kept += 1
    return list(entries[len(entries) - kept :])


def _copy(entry: Message | Note) -> dict[str, Any]:
    if isinstance(entry, Note):
        return {"at": entry.at.isoformat(), "author": "", "parts": [["", entry.text]]}
    parts = [[part.label, part.text] for part in entry.parts if part.label or part.text]
    base = current_settings.get().base_url
    parts += [["", f"{link.title}\n{base}{link.address}"] for link in entry.links]
    return {"at": entry.at.isoformat(), "author": entry.author, "parts": parts}
