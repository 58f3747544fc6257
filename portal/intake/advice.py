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
    """What to do, and where more is said; the address is empty when no article says it."""

    texts: tuple[str, ...]
    more: str
    address: str
    look_at_status: bool
    """Whether the status page may explain it."""
    is_address_unknown: bool = False
    """Whether another address of theirs may belong to an account."""


def advise_before(situation: Situation) -> Advice | None:
    """The advice for a request that is about to be sent; None where the ordinary way needs none."""
    side = situation.component.side if situation.component else Side.PROVIDER
    before = _("If the cause is at Meta: have message IDs or template names and exact times at hand.")
    return _advise(situation.route.because, side, before, is_account_known=situation.entitlement is not None)


def advise_after(situation: Situation, side: Side) -> Advice | None:
    """The advice for a request that was sent."""
    # That chat is not enabled was told before, when it could still be written into the request.
    because = RouteReason.LOST_ACCESS if situation.is_locked_out else RouteReason.CHAT_AVAILABLE
    return _advise(because, side, _("Keep message IDs or template names and exact times: we may ask for them."))


def _advise(because: RouteReason, side: Side, for_meta: str, *, is_account_known: bool = True) -> Advice | None:
    texts = []
    if because is RouteReason.LOST_ACCESS:
        texts.append(
            _(
                "You need no account for this: we answer by email, and a code sent to your address opens the request "
                "here."
            )
        )
    if because is RouteReason.CHAT_NOT_ENABLED:
        known = _("Email reaches the same team.")
        unknown = _("If you have an account, use the address it knows, or say in the request which one you mean.")
        texts.append(known if is_account_known else unknown)
    if side is Side.META:
        texts.append(for_meta)
    if not texts:
        return None
    return Advice(
        tuple(texts),
        *_article("meta" if side is Side.META and len(texts) == 1 else "channel"),
        look_at_status=side is Side.META,
        is_address_unknown=because is RouteReason.CHAT_NOT_ENABLED and not is_account_known,
    )


def _article(anchor: str) -> tuple[str, str]:
    """The title and address of the section of the policy that says more; both empty when there is no such article."""
    found = request_library().find(*_POLICY, current_language())
    if found is None:
        return "", ""
    category, slug = _POLICY
    return found.article.title, url_for("articles.show", category=category, slug=slug, _anchor=ANCHOR_PREFIX + anchor)
