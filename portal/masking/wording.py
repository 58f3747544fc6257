"""What was found, in the reader's language."""

from portal.masking.model import REMOVED, UNSEARCHABLE, Kind
from portal.masking.personal import PersonalKind
from portal.web.i18n import gettext as _


def finding_name(kind: str) -> str:
    """The name of a kind of secret as the customer is told: "API key".

    ``kind`` is a `Kind` or its value as it was stored, `REMOVED` or `UNSEARCHABLE`; a kind of another version is a
    "Secret".
    """
    # TRANSLATORS: Kinds of secrets that were found in a pasted text and masked.
    names: dict[str, str] = {
        Kind.API_KEY: _("API key"),
        Kind.ACCESS_TOKEN: _("Access token"),
        Kind.APP_SECRET: _("App secret"),
        Kind.AUTHORIZATION: _("Authorization header"),
        Kind.COOKIE: _("Cookie"),
        Kind.HEADER: _("Secret header"),
        Kind.LINK: _("Secret in an address"),
        Kind.PASSWORD: _("Password"),
        Kind.PIN: _("PIN or code"),
        Kind.PRIVATE_KEY: _("Private key"),
        Kind.VERIFY_TOKEN: _("Verify token"),
        REMOVED: _("Removed by you"),
        UNSEARCHABLE: _("Content that cannot be searched"),
    }
    return names.get(kind) or _("Secret")


def personal_name(kind: PersonalKind) -> str:
    """What kind of personal data was replaced, as a reader is told."""
    return {
        # TRANSLATORS: Kinds of personal data that were taken out of a question, within a list.
        PersonalKind.MESSAGE_ID: _("a message ID, which contains a phone number"),
        PersonalKind.PHONE: _("a phone number"),
        PersonalKind.MAIL: _("the name in an email address"),
    }[kind]
