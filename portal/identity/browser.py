"""Which browser is asking: a name of its own, and the addresses that were proven on it.

Both are kept in a cookie that outlives signing out and the visit. It opens nothing and names nobody: it holds digests
that only the portal can make, so that an owner of an address is told from a stranger who types it.
"""

import hashlib
import hmac

from flask import Response, after_this_request, request, session
from itsdangerous import BadSignature, URLSafeSerializer

from portal.identity.rules import Asker
from portal.kernel.ids import new_token
from portal.web.cookies import cookie_name
from portal.web.current import current_secret, current_settings
from portal.web.limits import client_network
from portal.web.signing import make_signer

COOKIE = "known"
_MAX_AGE_S = 31_536_000
_MOST = 5
"""Addresses that one browser is known by; a shared one forgets the oldest."""
_NAME = "browser"


def current_browser() -> str:
    """This browser's own name; made up when it has none, and kept in its session."""
    name, _ = _known()
    name = name or session.get(_NAME, "")
    if not name:
        name = session[_NAME] = new_token()
        session.permanent = True
    return str(name)


def current_asker(address: str) -> Asker:
    """Who asks for a code to a normalised address."""
    return Asker(current_browser(), _digest("network", client_network()), is_known=is_known(address))


def is_known(address: str) -> bool:
    """Whether a normalised address was proven on this browser before."""
    return _digest("address", address) in _known()[1]


def remember_known(address: str) -> None:
    """Let this browser be known by an address that was proven just now."""
    mine = _digest("address", address)
    addresses = [mine, *(each for each in _known()[1] if each != mine)][:_MOST]
    value = _signer().dumps([current_browser(), *addresses])

    @after_this_request
    def _keep(response: Response) -> Response:
        secure = current_settings.get().secure
        response.set_cookie(_cookie(), value, max_age=_MAX_AGE_S, httponly=True, samesite="Lax", secure=secure)
        return response


def _known() -> tuple[str, list[str]]:
    """The browser's name and the digests of its addresses; empty for one that nobody has proven anything on."""
    try:
        name, *addresses = _signer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError, TypeError):
        return "", []
    return name, addresses


def _cookie() -> str:
    return cookie_name(COOKIE, secure=current_settings.get().secure)


def _signer() -> URLSafeSerializer:
    return make_signer(current_secret.get(), "known-browser")


def _digest(kind: str, value: str) -> str:
    return hmac.new(current_secret.get().encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:32]
