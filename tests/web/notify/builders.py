"""Rows of the outbox, one of each kind of mail."""

from datetime import UTC, datetime

from portal.db.outbox import LeasedMessage

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA = "ana@premium.example"
CASE = {
    "to": ANA,
    "name": "Ana Silva",
    "language": "en",
    "reference": "K7Q2-9XHM",
    "subject": "Messages fail with 131047",
    "component": "api",
    "error": "131047",
    "severity": 2,
    "channel": "chat",
    "zone": "Europe/Berlin",
    "opened_at": "2026-11-23T12:00:00+00:00",
    "first_response_due": "2026-11-23T12:30:00+00:00",
    "resolution_due": "2026-11-25T12:00:00+00:00",
}
PAYLOADS = {
    "sign_in_code": {"to": ANA, "language": "en", "code": "012345"},
    "follow_confirm": {"to": ANA, "language": "en", "title": "Webhooks are late", "token": "proof"},
    "incident_over": {
        "to": ANA,
        "language": "en",
        "incident": "webhooks-late",
        "title": "Webhooks are late",
        "update": "The queue is empty again.",
        "ended_at": "2026-11-23T11:40:00+00:00",
    },
    "case_opened_by_mail": {
        **CASE,
        "channel": "email",
        "elsewhere": "M3RG-ED22",
        "refused_files": ["a.exe is refused."],
    },
    "case_files_refused": {**CASE, "refused_files": ["a.exe is of a kind we cannot open."]},
    "data_deleted": {"to": ANA, "language": "en", "cases": 2, "files": 1},
    "mail_not_taken": {"to": ANA, "language": "en", "because": "too_large"},
    "case_opened": {**CASE, "description": "Every message fails.\nSince 08:10."},
    "case_added": {**CASE, "added": "Also templates", "description": "Templates fail as well."},
    "case_reminder": {**CASE, "closes_at": "2026-11-25T12:00:00+00:00"},
    "case_closed": {**CASE, "reopen_until": "2026-12-02T12:00:00+00:00"},
    "case_answered": {**CASE, "text": "We found it.\nWhich key?", "author": "Sam"},
    "case_resolved": {**CASE, "text": "A new key helped.", "reopen_until": "2026-12-02T12:00:00+00:00"},
    "possible_incident": {
        "to": "on-call@team.example",
        "language": "en",
        "component": "webhooks",
        "customers": 3,
        "references": ["K7Q2-9XHM", "M3RG-ED22"],
        "first_at": "2026-11-23T11:40:00+00:00",
    },
    "case_copy": {
        **CASE,
        "conversation": [
            {
                "at": "2026-11-23T12:00:00+00:00",
                "author": "You",
                "parts": [["", "Every message fails."], ["API response", '{"code": 131047}\nover']],
            },
            {"at": "2026-11-23T12:10:00+00:00", "author": "", "parts": [["", "The request was reopened."]]},
        ],
        "left_out": 2,
        "files": ["log.txt"],
    },
    "case_merged": {**CASE, "other": "M3RG-ED22"},
}


def leased(kind, **changes):
    """A message as the worker holds it."""
    return LeasedMessage(7, kind, {**PAYLOADS[kind], **changes}, "row-token", 0, NOW)
