"""Taking the address of whoever wants to be told, for the status page and the wizard."""

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug import Response

from portal.identity.proving import MAILS, stop_mail_to
from portal.identity.rules import TooManyFromHere
from portal.identity.visitor import current_visitor
from portal.incidents.following.actions import Wish, follow, stop_token
from portal.incidents.model import Incident
from portal.web.current import current_clock, current_secret
from portal.web.i18n import current_language
from portal.web.limits import client_network
from portal.web.refusals import Refused


def follow_incidents(session: Session, email: str, incidents: tuple[Incident, ...]) -> bool | Response:
    """Remember a normalised address for these incidents; says whether the visitor has proven it, so that no mail asks.

    While the portal is under attack, a page may have to come first and is given instead.

    Raises:
        Refused: when this network has caused more mails than people do.
    """
    visitor = current_visitor()
    proven = visitor is not None and visitor.email == email
    if not proven:
        stopped = stop_mail_to(email)
        if stopped:
            return stopped
        wait = MAILS.spend(client_network())
        if wait:
            raise Refused(TooManyFromHere(wait))
    wish = Wish(email, current_language(), incidents)
    follow(session, wish, current_secret.get(), current_clock.get()(), proven=proven)
    return proven


def stop_link(email: str) -> str:
    """Where an address ends what it follows; only for whoever has proven it."""
    return url_for("following.show_stop", token=stop_token(current_secret.get(), email))
