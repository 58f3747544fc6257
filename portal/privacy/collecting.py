"""Everything that is stored about an address, as JSON's types; the README describes the format.

Only what belongs to the address: cases of colleagues are theirs, and what the support team noted for itself is no part
of any conversation. Texts are masked as they are stored.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from portal.cases.chats import list_chats
from portal.cases.events import Actor, NoteAdded
from portal.cases.model import Attachment, Case, CaseEvent
from portal.cases.stored_events import to_data
from portal.connect.tickets.shown import ticket_document
from portal.db.outbox import OutboxRow
from portal.identity.accounts import find_account
from portal.identity.actions import is_staff
from portal.identity.model import LoginCode
from portal.incidents.following.model import Follower
from portal.intake.model import Draft
from portal.notify.mail_in.model import ReceivedMail
from portal.notify.mail_in.receiving import sender_key
from portal.privacy.names import safe_name
from portal.storage.store import FileStore

PIECE = 256 * 1024
"""Bytes that are read at once."""
FORMAT = 1
"""Raised when a field disappears or changes its meaning; new fields may come at any time."""


@dataclass(frozen=True)
class Owner:
    """Who asks for their data."""

    email: str
    secret: str
    """The portal's key, by which senders of mails are remembered without their addresses."""
    drafts: tuple[str, ...] = ()
    """The drafts that the browser at hand has begun."""


@dataclass(frozen=True)
class Stored:
    """A file of an archive, and where its content lies."""

    name: str
    """Its path within the archive."""
    store: FileStore
    stored_name: str


def list_references(session: Session, owner: Owner) -> list[str]:
    """The cases that the address opened, oldest first."""
    return list(session.scalars(select(Case.reference).where(Case.opened_by == owner.email).order_by(Case.id)))


def collect_rest(session: Session, owner: Owner, now: datetime) -> dict[str, Any]:
    """Everything beside cases and drafts."""
    account = find_account(session, owner.email)
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "address": owner.email,
        "requests": list_references(session, owner),
        "account": {"id": account.account_id, "name": account.name, "plan": account.plan} if account else None,
        "support_team": is_staff(session, owner.email),
        "messages_in_requests_of_colleagues": _elsewhere(session, owner),
        "followed_incidents": _followed(session, owner),
        "sign_in_codes": [
            {"asked_at": row.created_at.isoformat(), "used_at": _iso(row.used_at)}
            for row in session.scalars(select(LoginCode).where(LoginCode.email == owner.email).order_by(LoginCode.id))
        ],
        "received_mails": [
            {"received_at": row.received_at.isoformat(), "outcome": row.outcome.value, "request": row.reference or None}
            for row in session.scalars(select(ReceivedMail).where(is_sender(owner)).order_by(ReceivedMail.id))
        ],
        "mails_waiting_to_leave": [
            {"kind": row.kind, "written_at": row.created_at.isoformat()}
            for row in session.scalars(select(OutboxRow).where(is_receiver(owner)).order_by(OutboxRow.id))
        ],
        "drafts_on_other_browsers": session.query(Draft).where(_named_in_draft(owner), ~_own(owner)).count(),
    }


def collect_case(
    session: Session, owner: Owner, reference: str, store: FileStore
) -> tuple[dict[str, Any], list[Stored]]:
    """A case with its conversation, and its files as they are stored; nothing when it is gone or somebody else's."""
    wanted = select(Case).where(Case.reference == reference, Case.opened_by == owner.email)
    case = session.scalar(wanted.options(selectinload(Case.event_rows), selectinload(Case.attachments)))
    if case is None:
        return {}, []
    files = _store(case.attachments, f"requests/{reference}/files", store)
    columns = {name: getattr(case, name) for name in _COLUMNS}
    said = [row.recorded for row in case.event_rows]
    events = [
        {
            "number": each.seq,
            "at": each.at.isoformat(),
            "kind": each.event.kind,
            "by": each.actor.value,
            "author": each.author,
            **to_data(each.event),
        }
        for each in said
        if not isinstance(each.event, NoteAdded)
    ]
    chats = [row.conversation for row in list_chats(session, case)]
    told = {name: _plain(value) for name, value in columns.items()}
    elsewhere = {"ticket": ticket_document(session, case), "conversations_in_chat": chats}
    return {**told, "events": events, "files": files[0], **elsewhere}, files[1]


def collect_drafts(session: Session, owner: Owner, store: FileStore) -> list[tuple[str, dict[str, Any], list[Stored]]]:
    """The drafts of the browser at hand: identifier, content, files."""
    found = []
    for draft in session.scalars(select(Draft).where(_own(owner)).order_by(Draft.created_at)):
        rows = session.scalars(select(Attachment).where(Attachment.draft_id == draft.id, Attachment.case_id.is_(None)))
        files = _store(list(rows), f"drafts/{draft.id}/files", store)
        content = {
            "begun_at": draft.created_at.isoformat(),
            "changed_at": draft.updated_at.isoformat(),
            "language": draft.language,
            "answers": draft.answers,
            "context": draft.context,
            "outcome": draft.outcome,
            "request": draft.case_reference,
            "files": files[0],
        }
        found.append((draft.id, content, files[1]))
    return found


def is_sender(owner: Owner) -> ColumnElement[bool]:
    """Mails that came from the address."""
    return ReceivedMail.sender_key == sender_key(owner.email, owner.secret)


def is_receiver(owner: Owner) -> ColumnElement[bool]:
    """Messages of the outbox that go to the address."""
    receiver: ColumnElement[str] = OutboxRow.payload["to"].as_string()
    return receiver == owner.email


def names_address(owner: Owner) -> ColumnElement[bool]:
    """Drafts that belong to the address: begun on the browser at hand, or with the address given in them."""
    return or_(_own(owner), _named_in_draft(owner))


def _own(owner: Owner) -> ColumnElement[bool]:
    return Draft.id.in_(owner.drafts)


def _named_in_draft(owner: Owner) -> ColumnElement[bool]:
    """Drafts in which somebody gave the address. It need not have been theirs, so nobody else reads what they say."""
    return or_(
        Draft.answers["contact"]["email"].as_string() == owner.email,
        Draft.answers["incidents"]["email"].as_string() == owner.email,
    )


_COLUMNS = (
    *("reference", "name", "account_id", "language", "subject", "component", "error", "severity", "channel", "plan"),
    *("side", "policy_version", "first_response_due", "resolution_due", "zone", "opened_at", "incident"),
    *("articles_read", "related_to", "status", "changed_at", "first_response_at", "escalated_at", "ended_at"),
    *("merged_into", "feedback"),
)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _elsewhere(session: Session, owner: Owner) -> list[dict[str, Any]]:
    """What the address wrote in cases of colleagues."""
    written = (
        select(CaseEvent, Case.reference)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.author == owner.email, CaseEvent.actor == Actor.CUSTOMER, Case.opened_by != owner.email)
        .order_by(CaseEvent.id)
    )
    return [
        {"request": reference, "at": row.at.isoformat(), "kind": row.kind, **row.data}
        for row, reference in session.execute(written)
    ]


def _followed(session: Session, owner: Owner) -> list[dict[str, Any]]:
    rows = session.scalars(select(Follower).where(Follower.email == owner.email).order_by(Follower.id))
    return [
        {
            "incident": row.incident,
            "title": row.title,
            "language": row.language,
            "asked_at": row.asked_at.isoformat(),
            "confirmed_at": _iso(row.confirmed_at),
        }
        for row in rows
    ]


def _store(rows: Collection[Attachment], folder: str, store: FileStore) -> tuple[list[dict[str, Any]], list[Stored]]:
    """What is told of files, and those that are there; a name in the archive is safe on every system and unique."""
    told: list[dict[str, Any]] = []
    stored: list[Stored] = []
    for number, row in enumerate(rows, start=1):
        name = str(PurePosixPath(folder) / f"{number:02}-{safe_name(row.name)}")
        digest = _digest(store, row.stored_name)
        is_there = digest is not None
        stored += [Stored(name, store, row.stored_name)] if is_there else []
        told.append(
            {
                "name": row.name,
                "type": row.media_type,
                "bytes": row.size,
                "handed_over_at": row.created_at.isoformat(),
                "path": name if is_there else None,
                "sha256": digest,
            }
        )
    return told, stored


def _digest(store: FileStore, name: str) -> str | None:
    """Of a file's content; None when it is gone."""
    digest = hashlib.sha256()
    try:
        with store.open(name) as file:
            while piece := file.content.read(PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return None
    return digest.hexdigest()
