"""A sample of every kind of mail, for the team to look at before a customer does.

Nobody in it exists: addresses under ``.example`` are nobody's (RFC 2606), and no case has the references.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from portal.attachments.model import FileTypeRefused
from portal.attachments.wording import explain_upload
from portal.cases.rules import REOPEN_WITHIN
from portal.db.outbox import LeasedMessage
from portal.kernel.language import Language
from portal.policy.current import current_policy
from portal.policy.model import Channel, Side
from portal.policy.rules import make_promise
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

_TO = "ana@customer.example"
_REFERENCE, _OTHER = "K7Q2-9XHM", "M3RG-ED22"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def make_sample(kind: str, language: Language, now: datetime) -> LeasedMessage:
    """A message of a kind as the outbox would hold it; what people write in it is in the language, too.

    Raises:
        KeyError: when there is no such kind.
    """
    with speaking(language):
        payload = {"to": _TO, "language": language.tag, **_facts(kind, now)}
    return LeasedMessage(0, kind, payload, "sample", 0, now)


def _facts(kind: str, now: datetime) -> dict[str, Any]:
    own = _OTHER_FACTS.get(kind)
    return own(now) if own else {**_case(now), **_CASE_FACTS[kind](now)}


def _case(now: datetime, channel: Channel = Channel.CHAT) -> dict[str, Any]:
    policy = current_policy.get()()
    plan = min(policy.plans, key=lambda plan: plan.first_response).id
    promise = make_promise(policy, plan=plan, channel=channel, severity=2, side=Side.PROVIDER, at=now)
    return {
        "name": "Ana",
        "reference": _REFERENCE,
        "subject": _("Messages fail with error 131047"),
        "component": "api",
        "error": "131047",
        "severity": 2,
        "channel": channel.value,
        "zone": "Europe/Berlin",
        "opened_at": now.isoformat(),
        "first_response_due": promise.first_response_due.isoformat(),
        "resolution_due": promise.resolution_due and promise.resolution_due.isoformat(),
    }


def _description() -> str:
    return _("Since 08:10 every message to customers in Brazil fails.\nMessages to other countries arrive.")


def _refused() -> list[str]:
    return [explain_upload(FileTypeRefused("setup.exe"))]


_CASE_FACTS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "case_opened": lambda _at: {"answers": [["", _description()]]},
    "case_added": lambda _at: {"added": _("Templates are refused, too"), "answers": [["", _description()]]},
    "case_reminder": lambda now: {"closes_at": (now + _DAY).isoformat()},
    "case_closed": lambda now: {"reopen_until": (now + REOPEN_WITHIN).isoformat()},
    "case_answered": lambda now: {
        "text": _("We see the failed messages.\n\nFrom which number did you send them?"),
        "author": "Lea",
        "closes_at": (now + current_policy.get()().waiting.close_after).isoformat(),
    },
    "case_resolved": lambda now: {
        "text": _("The last message of these customers was older than 24 hours. A template reaches them."),
        "reopen_until": (now + REOPEN_WITHIN).isoformat(),
    },
    "case_merged": lambda _at: {"other": _OTHER},
    "case_copy": lambda now: {
        "conversation": [
            {"at": now.isoformat(), "author": _("You"), "parts": [["", _description()]]},
            {"at": (now + _HOUR).isoformat(), "author": "", "parts": [["", _("The request was reopened.")]]},
        ],
        "left_out": 2,
        "files": ["log.txt"],
    },
    "case_opened_by_mail": lambda now: {
        **_case(now, Channel.EMAIL),
        "elsewhere": _OTHER,
        "answers": [["", _description()]],
        "refused_files": _refused(),
    },
    "case_files_refused": lambda _at: {"refused_files": _refused()},
}
_OTHER_FACTS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "sign_in_code": lambda _at: {"code": "012345"},
    "mail_not_taken": lambda _at: {"because": "encrypted"},
    "follow_confirm": lambda _at: {"title": _("Webhooks arrive late"), "token": "sample"},
    "incident_over": lambda now: {
        "incident": "sample",
        "title": _("Webhooks arrive late"),
        "update": _("All events that waited have been delivered."),
        "ended_at": now.isoformat(),
    },
    "data_deleted": lambda _at: {"cases": 3, "files": 2},
    "possible_incident": lambda now: {
        "to": "on-call@team.example",
        "component": "webhooks",
        "customers": 3,
        "references": [_REFERENCE, _OTHER],
        "first_at": (now - _HOUR / 3).isoformat(),
    },
}
