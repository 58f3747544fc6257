"""What the team calls each kind of mail: by what causes it."""

from portal.notify.mail_in.model import Obstacle
from portal.notify.mail_in.rules import NO_SENDER, TOO_MANY_CASES, TOO_MANY_MAILS
from portal.notify.mailbox.model import DEADLY
from portal.web.i18n import gettext as _


def kind_name(kind: str) -> str:
    """The kind in the reader's language; one that this release does not know goes by its own name."""
    return {
        "sign_in_code": _("Code to prove an address"),
        "case_opened": _("Request opened"),
        "case_added": _("Report added to an open request"),
        "case_reminder": _("Reminder before a request is closed"),
        "case_closed": _("Request closed without an answer"),
        "case_answered": _("Answer of the team"),
        "case_resolved": _("Request resolved"),
        "case_merged": _("Two requests merged"),
        "case_copy": _("Copy of a conversation"),
        "case_opened_by_mail": _("Request opened by email"),
        "case_files_refused": _("Reply arrived without some of its files"),
        "mail_not_taken": _("Email could not be read"),
        "follow_confirm": _("Question whether an incident is to be followed"),
        "incident_over": _("Followed incident is over"),
        "data_deleted": _("Data deleted on request"),
        "possible_incident": _("Possible incident, to whoever is on call"),
    }.get(kind, kind)


def explain_failure(reason: str) -> str:
    """Why a mail that arrived could not be taken; a fault of our own goes by its place in the code."""
    return {
        NO_SENDER: _("It names no sender."),
        TOO_MANY_MAILS: _("Too many emails came from this sender within an hour."),
        TOO_MANY_CASES: _("Too many new requests came by email."),
        DEADLY: _("Reading it ended the worker several times, so it was not opened again."),
        Obstacle.TOO_LARGE: _("It is too large."),
        Obstacle.ENCRYPTED: _("It is encrypted."),
        Obstacle.EMPTY: _("It is empty."),
        Obstacle.BROKEN: _("It is damaged."),
    }.get(reason) or _("The portal made a mistake with it: %(place)s", place=reason)
