"""What to do where the ordinary way is closed: no access, no chat, or a cause on Meta's side."""

from dataclasses import dataclass

from flask import url_for

from portal.articles.current import request_library
from portal.articles.links import ANCHOR_PREFIX
from portal.intake.situation import Situation
from portal.policy.model import RouteReason, Side
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

_POLICY = ("policy", "plans-and-response-times")


@dataclass(frozen=True)
class Advice:
    """A heading, what to do, and where more is said; the address is empty when no article says it."""

    title: str
    text: str
    more: str
    address: str


def advise_before(situation: Situation) -> tuple[Advice, ...]:
    """The advice for a request that is about to be sent."""
    side = situation.component.side if situation.component else Side.PROVIDER
    before = _("Have message IDs and exact times at hand, and look on the status page whether an incident is known.")
    return _advise(situation.route.because, side, before)


def advise_after(situation: Situation, side: Side) -> tuple[Advice, ...]:
    """The advice for a request that was sent."""
    # That chat is not enabled was told before, when it could still be written into the request.
    because = RouteReason.LOST_ACCESS if situation.is_locked_out else RouteReason.CHAT_AVAILABLE
    return _advise(because, side, _("We look into it and answer by the time above. Keep message IDs and exact times."))


def _advise(because: RouteReason, side: Side, for_meta: str) -> tuple[Advice, ...]:
    advice = []
    if because is RouteReason.LOST_ACCESS:
        text = _(
            "You do not need your account for any of this. Our answers come by email, you reply by email, "
            "and a code sent to your address opens the request here."
        )
        advice.append(Advice(_("Without access to your account"), text, *_article("channel")))
    if because is RouteReason.CHAT_NOT_ENABLED:
        text = _(
            "You need not do anything: email reaches the same team. If you expected chat, your account may not know "
            "the address you gave: say so in the request."
        )
        advice.append(Advice(_("Chat is not enabled"), text, *_article("channel")))
    if side is Side.META:
        advice.append(Advice(_("When the cause is at Meta"), for_meta, *_article("meta")))
    return tuple(advice)


def _article(anchor: str) -> tuple[str, str]:
    """The title and address of the section of the policy that says more; both empty when there is no such article."""
    found = request_library().find(*_POLICY, current_language())
    if found is None:
        return "", ""
    category, slug = _POLICY
    return found.article.title, url_for("articles.show", category=category, slug=slug, _anchor=ANCHOR_PREFIX + anchor)
