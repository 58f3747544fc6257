"""The gate before what an attacker would have us do a thousand times: open for everybody while nobody attacks.

A browser that comes to it during an attack gets a page with a small task, which holds everything that was sent. The
page's script solves the task and sends it on; without scripts, a button does after some seconds.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer
from limits import RateLimitItemPerMinute, RateLimitItemPerSecond

from portal.kernel.ids import new_token
from portal.web.current import current_clock, current_secret
from portal.web.defence.rules import (
    BITS,
    DRAFTS,
    LIFETIME,
    MAIL,
    WINDOW,
    WITHOUT_SCRIPT,
    Load,
    Shown,
    Usual,
    is_attack,
    is_solved,
    judge,
)
from portal.web.limits import Allowance, client_network
from portal.web.resending import find_sent
from portal.web.signing import make_signer

_SALT = "challenge"
_ONCE = Allowance("challenge", RateLimitItemPerSecond(1, int(LIFETIME.total_seconds())))
_EVERYWHERE = ""


@dataclass(frozen=True)
class Gate:
    """A kind of request that an attack would consist of."""

    name: str
    usual: Usual

    def stop(self) -> Response | None:
        """The page with the task when this request has to show one first; None when it may go on.

        Call it once for each request of the kind: it counts.
        """
        here, now = client_network(), current_clock.get()()
        if not is_attack(self._count(here), self.usual):
            return None
        challenge = request.form.get("challenge", "")
        shown = _judge(challenge, here, now)
        if shown is Shown.GOOD and _ONCE.spend(hashlib.sha256(challenge.encode()).hexdigest()) is None:
            return None
        return _task(challenge if shown is Shown.EARLY else _make(here, now))

    def _count(self, network: str) -> Load:
        # The counters stop where an attack is certain, so that whoever goes on does not lengthen it.
        minutes = int(WINDOW.total_seconds() // 60)
        everywhere = Allowance(f"all-{self.name}", RateLimitItemPerMinute(self.usual.everywhere + 1, minutes))
        own = Allowance(f"own-{self.name}", RateLimitItemPerMinute(self.usual.network + 1, minutes))
        everywhere.spend(_EVERYWHERE)
        own.spend(network)
        return Load(everywhere.used(_EVERYWHERE), own.used(network))


MAIL_GATE = Gate("mail", MAIL)
DRAFT_GATE = Gate("draft", DRAFTS)


def _make(network: str, now: datetime) -> str:
    """A challenge for one network and one use; nobody else can make one."""
    return str(_signer().dumps([new_token(), _digest(network), now.isoformat()]))


def _judge(challenge: str, network: str, now: datetime) -> Shown:
    try:
        _, made_for, issued_at = _signer().loads(challenge)
    except BadSignature:
        return Shown.WORTHLESS
    if made_for != _digest(network):
        return Shown.WORTHLESS
    solved = is_solved(challenge, request.form.get("proof", ""))
    return judge(datetime.fromisoformat(issued_at), now, solved=solved)


def _task(challenge: str) -> Response:
    response = make_response(
        render_template("challenge.html", challenge=challenge, bits=BITS, wait=WITHOUT_SCRIPT, sent=find_sent()), 428
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _signer() -> URLSafeSerializer:
    return make_signer(current_secret.get(), _SALT)


def _digest(network: str) -> str:
    """The network without telling it: the challenge can be read by whoever holds it."""
    return hmac.new(current_secret.get().encode(), network.encode(), hashlib.sha256).hexdigest()[:16]
