"""Refusals of this room in words; the wizard's contact step says the same."""

from portal.identity.rules import (
    CodeExpired,
    InvalidAddress,
    TooManyCodes,
    TooManyFromHere,
    TooManyTries,
    WrongCode,
)
from portal.web.formatting import format_duration, whole_minutes
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext

SignInRefusal = InvalidAddress | TooManyCodes | WrongCode | CodeExpired | TooManyTries | TooManyFromHere


def explain(refusal: SignInRefusal) -> str:
    """What went wrong and what to do, for the field it belongs to."""
    match refusal:
        case InvalidAddress():
            return _("Enter an email address in the form name@example.com.")
        case TooManyCodes(wait=wait):
            return _(
                "Use the code from the newest email. You can ask for another one in %(wait)s.",
                wait=format_duration(whole_minutes(wait)),
            )
        case TooManyFromHere(wait=wait):
            return _(
                "There were too many attempts from your network. You can try again in %(wait)s.",
                wait=format_duration(whole_minutes(wait)),
            )
        case WrongCode(tries_left=left):
            return ngettext(
                "This is not the code from the newest email. You can try %(num)d more time.",
                "This is not the code from the newest email. You can try %(num)d more times.",
                left,
            )
        case CodeExpired():
            return _("This code can no longer be used. Ask for a new one.")
        case TooManyTries():
            return _("This code was tried too often. Ask for a new one.")
