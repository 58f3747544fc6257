"""From a row of the outbox to a mail: worded, rendered, and with the headers that keep mail programs calm."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, render_template
from markupsafe import Markup

from portal.cases.access import make_link_key
from portal.cases.events import SCORES
from portal.cases.wording import score_name
from portal.db.outbox import LeasedMessage
from portal.identity.rules import domain_of
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.notify.incident_letters import stop_address
from portal.notify.kinds import LETTERS
from portal.notify.letters import Letter
from portal.notify.mail_in.addresses import make_reply_address
from portal.notify.payloads import (
    CaseFacts,
    FollowConfirm,
    IncidentOver,
    MailNotTaken,
    Payload,
    read_payload,
)
from portal.policy.current import current_policy
from portal.web.current import current_secret, current_settings, current_site
from portal.web.i18n import speaking

blueprint = Blueprint("notify", __name__, template_folder="templates")
"""Brings the mails' templates into the application; it has no addresses."""


@dataclass(frozen=True)
class Mail:
    """A mail that is ready to leave."""

    to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]

    def as_message(self) -> EmailMessage:
        """The mail as the standard library's message, text first, HTML as the alternative."""
        message = EmailMessage(policy=SMTP)
        message["Subject"] = self.subject
        message["To"] = Address(addr_spec=self.to)
        message.set_content(self.text)
        message.add_alternative(self.html, subtype="html")
        # Setting content takes away what is known of an earlier one, the language included.
        for name, value in self.headers.items():
            message[name] = value
        return message


def compose(app: Flask, leased: LeasedMessage) -> Mail:
    """The mail for a message of the outbox, in its receiver's language.

    Raises:
        ValidationError: when the row's payload is not what its kind needs.
        KeyError: when no release ever wrote such a kind.
    """
    with app.app_context():
        return word(leased)


def word(leased: LeasedMessage) -> Mail:
    """The mail for a message, within an application that is at hand already; raises what `compose` raises."""
    payload = read_payload(leased.kind, leased.payload)
    with speaking(find_language(payload.language) or DEFAULT_LANGUAGE):
        letter = LETTERS[leased.kind](payload)
        context = {
            "letter": letter,
            "link": _case_link(payload) if isinstance(payload, CaseFacts) and letter.follows_case else "",
            "answers": _rating_links(payload) if isinstance(payload, CaseFacts) and letter.asks_how_it_went else (),
            "support": current_policy.get()().support.email,
        }
        return Mail(
            to=payload.to,
            subject=letter.subject,
            text=render_template("notify/letter.txt", **context),
            html=render_template("notify/letter.html", stylesheet=_stylesheet(), **context),
            headers=_headers(leased, letter, payload),
        )


@cache
def _stylesheet() -> Markup:
    """The style of mails, which have no address to load one from; the rule against inline style is not theirs."""
    return Markup("<style>{}</style>").format(Markup(_css()))  # noqa: S704 - our own file


@cache
def stylesheet_source() -> str:
    """What a content security policy calls the style of mails, so that a preview allows this one alone."""
    return f"sha256-{b64encode(sha256(_css().encode()).digest()).decode()}"


@cache
def _css() -> str:
    return (Path(__file__).parent / "letter.css").read_text(encoding="utf-8")


def _headers(leased: LeasedMessage, letter: Letter, payload: Payload) -> dict[str, str]:
    """The headers beside subject and receiver.

    The Message-ID is the row's, so a repetition after a crash is recognised. All mails about a case refer to one
    message that was never sent, which is how mail programs thread them. Auto-Submitted (RFC 3834) and its
    counterpart for Exchange keep other robots from answering.
    """
    sender = current_policy.get()().support.email
    site, domain = current_site.get()().name, domain_of(sender)
    headers = {
        "From": str(Address(display_name=site, addr_spec=sender)),
        "Reply-To": sender,
        "Date": format_datetime(leased.created_at),
        "Message-ID": f"<{leased.message_id}@{domain}>",
        "Auto-Submitted": letter.automatic,
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"<requests.{domain}>",
        "Content-Language": payload.language,
    }
    if isinstance(payload, CaseFacts):
        root = f"<case-{payload.reference}@{domain}>"
        headers |= {"In-Reply-To": root, "References": root, "Reply-To": _reply_address(sender, payload)}
    if isinstance(payload, FollowConfirm | IncidentOver):
        # One click in the mail program ends it (RFC 8058); no page has to be opened.
        headers |= {
            "List-Id": f"<incidents.{domain}>",
            "List-Unsubscribe": f"<{stop_address(payload)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if isinstance(payload, MailNotTaken | CaseFacts) and payload.in_reply_to:
        headers["In-Reply-To"] = payload.in_reply_to
        headers["References"] = f"{headers.get('References', '')} {payload.in_reply_to}".strip()
    return headers


def _reply_address(support: str, case: CaseFacts) -> str:
    """The signed address of the case where the portal reads what comes there, else the support team's plain one.

    Not every mail server delivers ``support+…``: as long as nobody has set up a way in, replies must not get lost.
    """
    address = current_settings.get().reply_address
    return make_reply_address(address, case.reference, current_secret.get()) if address else support


def _case_link(case: CaseFacts) -> str:
    """The address that opens this one case without signing in."""
    return f"{_case_address(case)}?key={make_link_key(current_secret.get(), case.reference)}"


def _rating_links(case: CaseFacts) -> tuple[tuple[int, str, str], ...]:
    """Each judgement with its words and the address of the form in which it is chosen; best first.

    The form has to be sent by a person: programs that look at mails open every link in them.
    """
    address = f"{_case_address(case)}/feedback?key={make_link_key(current_secret.get(), case.reference)}"
    return tuple((score, score_name(score), f"{address}&score={score}") for score in reversed(SCORES))


def _case_address(case: CaseFacts) -> str:
    return f"{current_settings.get().base_url}/{case.language}/requests/{case.reference}"
