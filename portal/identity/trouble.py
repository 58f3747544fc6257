"""What went wrong on a way to sign in that leads over other addresses, told on the sign-in page, where others begin."""

from enum import StrEnum

from portal.web.i18n import gettext as _


class Trouble(StrEnum):
    """Why somebody comes to the sign-in page; its name stands in the address, and nothing else does."""

    AWAY = "away"
    CANCELLED = "cancelled"
    NOT_BEGUN = "not-begun"
    REFUSED = "refused"
    UNPROVEN = "unproven"


def explain_trouble(name: str | None, company: str) -> str:
    """What happened and what to do, in a sentence or two; empty when nothing did."""
    match name:
        case Trouble.AWAY:
            return _(
                "Signing in with your %(company)s account does not work right now. Use a code by email, or try again"
                " in a few minutes.",
                company=company,
            )
        case Trouble.CANCELLED:
            return _(
                "You did not sign in with your %(company)s account. Try again, or use a code by email.", company=company
            )
        case Trouble.NOT_BEGUN:
            return _(
                "This sign-in took too long, was used already, or was begun in another browser. Begin it again,"
                " or use a code by email."
            )
        case Trouble.REFUSED:
            return _(
                "Your %(company)s account could not be checked. Try again, or use a code by email.", company=company
            )
        case Trouble.UNPROVEN:
            return _(
                "Your %(company)s account has no confirmed email address. Confirm it there and sign in again, or use"
                " a code by email.",
                company=company,
            )
    return ""
