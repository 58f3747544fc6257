"""What each kind of mail says, in the current language; how it looks is the templates' matter.

Text and HTML are made of the same letter, so that they cannot tell different stories.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portal.identity.rules import CODE_LIFETIME
from portal.notify.payloads import CaseFacts, SignInCode
from portal.policy.current import current_components, current_policy
from portal.policy.model import Channel
from portal.policy.rules import PromiseReason
from portal.policy.wording import channel_name, component_name, explain_reason, severity_name
from portal.web.current import current_site
from portal.web.formatting import format_duration, format_moment
from portal.web.i18n import gettext as _

MAX_QUOTE = 2_000
"""Characters of each answer that are sent back; the whole stands in the request."""


@dataclass(frozen=True)
class Section:
    """Some lines under a heading."""

    title: str
    lines: tuple[str, ...]

    @property
    def is_remark(self) -> bool:
        """Whether it is a single sentence without a heading, which is no list."""
        return not self.title and len(self.lines) == 1


@dataclass(frozen=True)
class Link:
    """Somewhere to go, with the words before it."""

    text: str
    address: str


@dataclass(frozen=True)
class Said:
    """An entry of a conversation: who and when, and each text with the heading above it."""

    head: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Letter:
    """A mail's content."""

    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    code: str = ""
    """Something to type, shown by itself."""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    quote: tuple[tuple[str, str], ...] = ()
    """The customer's own words, with secrets masked: what was asked, and the answer."""
    conversation: tuple[Said, ...] = ()
    links: tuple[Link, ...] = ()
    words: str = ""
    """What the support team wrote, with its line breaks."""
    follows_case: bool = True
    """Whether a link to the case belongs into it."""
    asks_how_it_went: bool = False
    """Whether the five answers to that question belong into it, each a link that only fills in a form."""
    automatic: Literal["auto-replied", "auto-generated", "no"] = "auto-generated"
    """RFC 3834: whether it answers something the receiver sent just now, or ``no`` when a person wrote it."""


def write_sign_in_code(payload: SignInCode) -> Letter:
    """The code itself; it names no account and no case, since anybody may type any address."""
    return Letter(
        # TRANSLATORS: Subject of an email; %(code)s is a six-digit code.
        subject=_("%(code)s is your code for %(site)s", code=payload.code, site=current_site.get()().name),
        greeting=_("Hello,"),
        paragraphs=(_("This is the code you asked for. Type it into the page where you asked for it."),),
        code=payload.code,
        sections=(
            Section(
                "",
                (
                    _("The code can be used once, within %(duration)s.", duration=format_duration(CODE_LIFETIME)),
                    _("We never ask for this code by telephone, in chat or in an email."),
                    _("If you did not ask for a code, ignore this email. Nobody can sign in without it."),
                ),
            ),
        ),
        follows_case=False,
    )


def write_case_opened(case: CaseFacts) -> Letter:
    """The acknowledgement: what was understood, what is promised, what happens next."""
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(
            _("We have received your request. A person looks into it and writes to you with a first finding."),
            _("This confirmation is automatic. It does not count as our first response."),
        ),
        facts=list_facts(case),
        sections=(state_promise(case), state_rules(case)),
        quote=_quote(case),
        automatic="auto-replied",
    )


def write_case_added(case: CaseFacts) -> Letter:
    """A second report that went to an open case instead of becoming another one."""
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(
            _("We have added what you sent to your open request. No second request was opened."),
            _("The times we promised for the open request stay the same."),
        ),
        facts=((_("Added"), case.added), *list_facts(case)),
        sections=(state_rules(case),),
        quote=_quote(case),
        automatic="auto-replied",
    )


def write_case_reminder(case: CaseFacts) -> Letter:
    """The announcement that the case will be closed without an answer."""
    closes = tell_moment(case, case.closes_at or case.opened_at)
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(
            _("We asked you something about this request and need your answer to go on."),
            _("Without an answer, the request is closed on %(moment)s.", moment=closes),
        ),
        facts=list_facts(case),
        sections=(state_rules(case),),
    )


def write_case_closed(case: CaseFacts) -> Letter:
    """The news that the case was closed for want of an answer, and how to go on."""
    until = tell_moment(case, case.reopen_until or case.opened_at)
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(
            _("We closed this request, because we have not received the answer we need."),
            _("If the issue is not over, write to us until %(moment)s: that reopens the request.", moment=until),
            _("After that, please open a new request."),
        ),
        facts=list_facts(case),
    )


CASE_LETTERS: dict[str, Callable[[CaseFacts], Letter]] = {
    "case_opened": write_case_opened,
    "case_added": write_case_added,
    "case_reminder": write_case_reminder,
    "case_closed": write_case_closed,
}


def subject_of(case: CaseFacts) -> str:
    """The same for every mail about a case, so that mail programs keep them together."""
    return f"[{case.reference}] {' '.join(case.subject.split())}"[:180]


def greet(case: CaseFacts) -> str:
    """The first line."""
    name = " ".join(case.name.split())
    return _("Hello %(name)s,", name=name) if name else _("Hello,")


def list_facts(case: CaseFacts) -> tuple[tuple[str, str], ...]:
    """What the case is about, as labels with values."""
    facts = (
        (_("Your reference (chat ID)") if case.channel is Channel.CHAT else _("Your reference"), case.reference),
        (_("Subject"), case.subject),
        (_("Concerns"), component_name(current_components.get()(), case.component)),
        (_("Error"), case.error),
        (_("Known incident, but yours is different"), "; ".join(case.told_incidents)),
        (_("Severity"), severity_name(case.severity)),
        (_("Channel"), channel_name(case.channel)),
    )
    return tuple((label, value) for label, value in facts if value)


def _quote(case: CaseFacts) -> tuple[tuple[str, str], ...]:
    answers = case.answers or (("", case.description),)
    return tuple((label, _shorten(answer)) for label, answer in answers if answer)


def _shorten(answer: str) -> str:
    return answer if len(answer) <= MAX_QUOTE else f"{answer[:MAX_QUOTE]}…"


def state_promise(case: CaseFacts) -> Section:
    """The times that were promised when the case was opened."""
    first = _(
        "First response: by %(moment)s, which is within %(duration)s.",
        moment=tell_moment(case, case.first_response_due),
        duration=format_duration(case.first_response_due - case.opened_at),
    )
    if case.resolution_due is None:
        resolution = explain_reason(PromiseReason.NO_TARGET_FOR_SIDE)
    else:
        resolution = _(
            "Resolution: our aim is %(moment)s, which is within %(duration)s.",
            moment=tell_moment(case, case.resolution_due),
            duration=format_duration(case.resolution_due - case.opened_at),
        )
    waiting = format_duration(current_policy.get()().waiting.close_after)
    return Section(
        _("What we promise"),
        (
            first,
            resolution,
            _(
                "When we ask you something and get no answer, the request is closed. Time to answer: %(duration)s.",
                duration=waiting,
            ),
        ),
    )


def state_rules(case: CaseFacts) -> Section:
    """What customers do to be helped quickly."""
    return Section(
        _("Please keep in mind"),
        (
            _(
                "Reply from %(email)s only. From another address, it becomes a new request at the end of the queue.",
                email=case.to,
            ),
            _("Write about this one issue here, and open one request for each other issue."),
            _("Never send a password or a whole API key. A key’s first and last four characters are enough."),
        ),
    )


def tell_moment(case: CaseFacts, moment: datetime) -> str:
    """A moment on the customer's clock."""
    return format_moment(moment, case.zone_info)
