"""What the outbox is told about a case: the facts a mail needs, as they were when it was written."""

from datetime import datetime
from typing import Any

from portal.cases.events import Details
from portal.cases.model import Case


def issue_payload(case: Case, details: Details, **more: object) -> dict[str, Any]:
    """The payload of a mail that tells the customer what was understood of an issue."""
    return case_payload(case, **more, told_incidents=[told.title for told in details.told_incidents])


def case_payload(case: Case, **more: object) -> dict[str, Any]:
    """The payload of a mail to whoever opened the case; ``more`` are facts of the occasion.

    A mail is put into words later, maybe after the case has moved on: it tells of the moment it was caused by.
    """
    return {
        "to": case.opened_by,
        "name": case.name,
        "language": case.language,
        "reference": case.reference,
        "subject": case.subject,
        "component": case.component,
        "error": case.error,
        "severity": case.severity,
        "channel": case.channel.value,
        "zone": case.zone,
        "opened_at": case.opened_at.isoformat(),
        "first_response_due": case.first_response_due.isoformat(),
        "resolution_due": _iso(case.resolution_due),
        **more,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
