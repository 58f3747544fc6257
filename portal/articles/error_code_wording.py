"""What readers are told about error codes, in their language."""

import re

from markupsafe import Markup, escape

from portal.articles.error_codes import ErrorCode, ErrorSide, Retry, SupportHelps
from portal.kernel.folding import fold, lower
from portal.kernel.language import Language
from portal.web.formatting import format_duration
from portal.web.i18n import gettext as _

_CODE = re.compile(r"`([^`]+)`")


def who_can_fix(code: ErrorCode) -> str:
    """Who can remove the cause of an error, the one to turn to first before others: "you / Meta"."""
    names = {
        # TRANSLATORS: after "Who can fix it:"; the reader is the customer.
        ErrorSide.CUSTOMER: _("you"),
        ErrorSide.PROVIDER: _("we"),
        ErrorSide.META: "Meta",
    }
    return " / ".join(names[side] for side in code.sides)


def side_name(side: ErrorSide) -> str:
    """Who can remove the cause, as a tag says it."""
    return {
        # TRANSLATORS: whose side an error is on; the reader is the customer.
        ErrorSide.CUSTOMER: _("Your side"),
        ErrorSide.PROVIDER: _("Our side"),
        ErrorSide.META: _("Meta’s side"),
    }[side]


def retry_advice(code: ErrorCode) -> str:
    """Whether the same request can work another time."""
    if code.retry is Retry.WAIT and code.wait:
        return _("Only after %(time)s", time=format_duration(code.wait))
    return {
        # TRANSLATORS: the answers to "Send it again?", for a request that failed.
        Retry.LATER: _("Yes, after a while"),
        Retry.BACK_OFF: _("Yes, with growing pauses"),
        Retry.WAIT: _("Only after a waiting time"),
        Retry.AFTER_CHANGE: _("No, not until something is changed"),
        Retry.UNKNOWN: _("Not certain"),
    }[code.retry]


def support_advice(code: ErrorCode) -> str:
    """Whether a case with us can solve it."""
    return {
        # TRANSLATORS: the answers to "Can support help?".
        SupportHelps.YES: _("Yes"),
        SupportHelps.SOMETIMES: _("In some cases"),
        SupportHelps.NO: _("No"),
    }[code.support]


def code_name(code: ErrorCode) -> str:
    """The number or range of a code; for an answer without one its status."""
    if code.number is None:
        # TRANSLATORS: an answer of our API that has a status but no error code.
        return _("HTTP %(status)s", status=code.http) if code.http else code.key
    return f"{code.key}–{code.last}" if code.last else code.key


def code_label(code: ErrorCode) -> str:
    """What a page calls a code: "Error 131047", "HTTP 401"."""
    return code_name(code) if code.number is None else _("Error %(code)s", code=code_name(code))


def with_code(text: str) -> Markup:
    """The text as HTML, where what stands between backticks is code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def is_about(code: ErrorCode, words: str, language: Language) -> bool:
    """Whether each word occurs in what a reader of this language is shown of a code; accents and case are left out."""
    text, _language = code.find_text(language)
    shown = _fold(" ".join((code_name(code), code.key, code.title or "", text.meaning, text.action)))
    number = next((int(word) for word in words.split() if word.isascii() and word.isdecimal()), None)
    return all(word in shown for word in _fold(words).split()) or (number is not None and code.covers(number))


def _fold(text: str) -> str:
    return " ".join(fold(lower(word)) for word in text.split())
