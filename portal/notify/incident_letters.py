"""What mails about incidents say: the one that asks whether it was meant, and the one at the end."""

from portal.incidents.following.actions import stop_token
from portal.incidents.following.rules import UNCONFIRMED_KEPT
from portal.notify.letters import Letter, Link, Section
from portal.notify.payloads import FollowConfirm, IncidentOver
from portal.web.current import current_secret, current_settings, current_site
from portal.web.formatting import format_duration, format_moment
from portal.web.i18n import gettext as _

MAX_TITLE = 120
"""Characters of an incident's title in a subject."""


def write_follow_confirm(payload: FollowConfirm) -> Letter:
    """The question whether the receiver asked for it; without an answer nothing more is sent."""
    kept, confirm = format_duration(UNCONFIRMED_KEPT), _address(payload, f"follow/{payload.token}")
    return Letter(
        subject=_("Please confirm: %(title)s", title=_one_line(payload.title)),
        greeting=_("Hello,"),
        paragraphs=(
            _("Somebody, probably you, asked us to write to this address when this incident is over:"),
            payload.title,
        ),
        links=(Link(_("Confirm it here. The link can be used for %(time)s:", time=kept), confirm),),
        sections=(Section("", (_("If you did not ask for it, ignore this email. Nothing more will be sent."),)),),
        follows_case=False,
    )


def write_incident_over(payload: IncidentOver) -> Letter:
    """The news that it is over, with the last thing that was said about it."""
    page = _address(payload).rstrip("/") + (f"#{payload.incident}" if payload.incident else "")
    return Letter(
        subject=_("It is over: %(title)s", title=_one_line(payload.title)),
        greeting=_("Hello,"),
        paragraphs=(
            _("You asked us to tell you when this incident is over. It is:"),
            payload.title,
            _("The incident ended on %(moment)s.", moment=format_moment(payload.ended_at)),
        ),
        words=payload.update,
        links=(
            Link(_("The status page tells what happened:"), page),
            Link(_("Something still does not work? Ask us here:"), _base(payload) + "/help/"),
            Link(
                _("This was the only email about this incident. To stop following everything, go here:"),
                stop_address(payload),
            ),
        ),
        sections=(Section("", (_("This email comes from %(site)s.", site=current_site.get()().name),)),),
        follows_case=False,
    )


def stop_address(payload: FollowConfirm | IncidentOver) -> str:
    """Where the receiver ends everything they follow, with one click (RFC 8058)."""
    return _address(payload, f"unfollow/{stop_token(current_secret.get(), payload.to)}")


def _address(payload: FollowConfirm | IncidentOver, path: str = "") -> str:
    return f"{_base(payload)}/status/{path}"


def _base(payload: FollowConfirm | IncidentOver) -> str:
    return f"{current_settings.get().base_url}/{payload.language}"


def _one_line(title: str) -> str:
    """A title as a subject holds it: a line break in it would begin another header."""
    return " ".join(title.split())[:MAX_TITLE]
