"""Refusals and findings of the wizard in the reader's language."""

from portal.cases.opening_limit import TooManyCases
from portal.intake.uploads import FileTooLarge, FileTypeRefused, TooManyFiles, UploadRefusal
from portal.masking.wording import finding_name
from portal.web.formatting import format_duration, whole_minutes
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext


def explain_upload(refusal: UploadRefusal) -> str:
    """Why a file cannot be taken, and what to do about it."""
    match refusal:
        case TooManyFiles(allowed=allowed):
            return ngettext(
                "At most %(num)d file fits into one request. Leave some out.",
                "At most %(num)d files fit into one request. Leave some out.",
                allowed,
            )
        case FileTooLarge(name=name, allowed_mb=allowed):
            return _(
                "%(name)s is larger than %(size)d MB. Send a smaller part of it, or a link in the text.",
                name=name,
                size=allowed,
            )
        case FileTypeRefused(name=name):
            return _(
                "%(name)s is of a kind we cannot open. Send pictures (PNG, JPEG, WebP), PDF, MP4 or text.", name=name
            )


def explain_too_many_cases(refusal: TooManyCases) -> str:
    """How long to wait, and how to reach us before that; the draft keeps everything meanwhile."""
    return _(
        "Very many requests were sent for your address or account. You can send this one in %(wait)s; it is kept here. "
        "If it is urgent, write to us by email.",
        wait=format_duration(whole_minutes(refusal.wait)),
    )


def name_finding(finding: dict[str, str]) -> dict[str, str]:
    """A masked secret with its kind in words, for the notice on the next page."""
    return {"label": finding_name(finding["kind"]), "shown": finding["shown"]}
