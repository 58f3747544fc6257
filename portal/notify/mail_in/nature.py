"""Who or what wrote a message, and whether an automatic answer to it is safe: pure decisions about its headers.

An answer to a machine may be answered by that machine, and so on for ever, so every mark that any program in use sets
counts (RFC 3834, RFC 5230, and what Exchange, Gmail and the common ticket systems send).
"""

import re
from dataclasses import dataclass

from portal.identity.rules import domain_of
from portal.notify.mail_in.model import Nature

_OWN_LISTS = ("requests.", "incidents.")
"""How the portal's own mails name their lists, before the domain."""
_DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon"})
_NO_REPLY = re.compile(
    r"^(?:no|do-?not|dont|nao|nicht)[-_.]?(?:reply|respon[ds]er?|antworten)|^bounces?[-+.]|^notifications?$"
)
_BOUNCE_SUBJECT = re.compile(
    r"^(?:undeliver(?:able|ed)|mail delivery (?:failed|subsystem)|delivery status notification|returned mail|"
    r"failure notice|unzustellbar|nicht zugestellt|no se puede entregar|no entregado|não foi possível entregar|"
    r"não entregue|недоставлен)",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"^(?:out of (?:the )?office|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|automatische antwort|"
    r"abwesenheits|abwesend|respuesta autom[aá]tica|fuera de (?:la )?oficina|resposta autom[aá]tica|"
    r"fora do escrit[oó]rio|aus[eê]ncia|автоматический ответ|автоответ|меня нет в офисе)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Marks:
    """What a message's headers say of how it came to be; texts are in small letters."""

    sender: str
    subject: str
    kind: str
    """Its media type."""
    report: str = ""
    """What a ``multipart/report`` reports."""
    calendar: str = ""
    """What an invitation wants: ``request``, ``reply``, ``cancel``…"""
    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    is_list: bool = False
    suppresses: bool = False
    """Whether it asks for no automatic answers."""
    is_autoreply: bool = False
    failed_recipients: bool = False
    returns_nowhere: bool = False
    """Whether its envelope names no sender, which is how servers report failures."""


def name_nature(marks: Marks, own: str) -> Nature:
    """Who or what wrote it; ``own`` is the address our mails come from."""
    if marks.sender == own or any(f"{name}{domain_of(own)}" in marks.list_id for name in _OWN_LISTS):
        return Nature.OWN
    if _is_bounce(marks):
        return Nature.BOUNCE
    if marks.report == "disposition-notification":
        return Nature.RECEIPT
    if _is_automatic(marks):
        return Nature.AUTOMATIC
    if marks.is_list or marks.precedence in {"bulk", "junk", "list"}:
        return Nature.BULK
    return Nature.PERSON


def is_answerable(nature: Nature, marks: Marks) -> bool:
    """Whether an automatic answer may go to the sender."""
    local = marks.sender.partition("@")[0]
    return (
        nature is Nature.PERSON
        and bool(marks.sender)
        and not marks.returns_nowhere
        and not marks.suppresses
        and local not in _DAEMONS
        and not _NO_REPLY.match(local)
    )


def _is_bounce(marks: Marks) -> bool:
    if marks.kind == "multipart/report" and marks.report in {"delivery-status", "feedback-report"}:
        return True
    from_server = marks.sender.partition("@")[0] in _DAEMONS or not marks.sender or marks.returns_nowhere
    return from_server and (marks.failed_recipients or bool(_BOUNCE_SUBJECT.match(marks.subject)))


def _is_automatic(marks: Marks) -> bool:
    submitted = marks.auto_submitted.partition(";")[0].strip()
    return (
        submitted not in {"", "no"}
        or marks.is_autoreply
        or marks.precedence == "auto_reply"
        or marks.calendar in {"reply", "counter", "refresh", "declinecounter"}
        or marks.sender.partition("@")[0] in _DAEMONS
        or bool(_AWAY_SUBJECT.match(marks.subject))
    )
