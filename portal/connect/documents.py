"""Cases as JSON."""

from datetime import UTC, datetime

from portal.cases.events import NoteAdded, Recorded
from portal.cases.model import Case
from portal.cases.stored_events import to_data
from portal.connect.shapes import CaseDocument, CaseEntry, CaseEventDocument, TicketDocument


def case_entry(case: Case, base_url: str) -> CaseEntry:
    """Where a case stands."""
    return {
        "reference": case.reference,
        "subject": case.subject,
        "status": case.status,
        "severity": case.severity,
        "channel": case.channel,
        "plan": case.plan,
        "side": case.side,
        "language": case.language,
        "component": case.component,
        "error": case.error,
        "opened_by": case.opened_by,
        "name": case.name,
        "account_id": case.account_id,
        "incident": case.incident,
        "opened_at": tell(case.opened_at),
        "changed_at": tell(case.changed_at),
        "first_response_due": tell(case.first_response_due),
        "first_response_at": tell_maybe(case.first_response_at),
        "resolution_due": tell_maybe(case.resolution_due),
        "escalated_at": tell_maybe(case.escalated_at),
        "ended_at": tell_maybe(case.ended_at),
        "merged_into": case.merged_into,
        "feedback": case.feedback,
        "policy_version": case.policy_version,
        "url": f"{base_url}/desk/{case.reference}",
    }


def case_document(case: Case, base_url: str, ticket: TicketDocument | None) -> CaseDocument:
    """A case with everything that happened to it, its files, and its ticket in a helpdesk."""
    return {
        **case_entry(case, base_url),
        "events": [event_document(recorded) for recorded in case.history],
        "files": [
            {"name": file.name, "type": file.media_type, "bytes": file.size, "at": tell(file.created_at)}
            for file in case.attachments
        ],
        "ticket": ticket,
    }


def event_document(recorded: Recorded) -> CaseEventDocument:
    """Something that happened to a case."""
    return {
        "number": recorded.seq,
        "at": tell(recorded.at),
        "kind": recorded.event.kind,
        "by": recorded.actor,
        "author": recorded.author,
        "internal": isinstance(recorded.event, NoteAdded),
        "data": to_data(recorded.event),
    }


def tell(moment: datetime) -> str:
    """A moment as text, in UTC."""
    return moment.astimezone(UTC).isoformat()


def tell_maybe(moment: datetime | None) -> str | None:
    """The same of a moment that may not have come yet."""
    return tell(moment) if moment else None
