"""The provider over the net: its documents and keys, what it gives for a code, what it says of somebody."""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from portal.identity.oidc.kept import Kept
from portal.identity.oidc.model import ProofRefused, ProviderAway, ProviderDocument, Registration, Tokens
from portal.identity.oidc.rules import Expected, find_fault, read_document, read_lifetime
from portal.identity.signed_json import ASYMMETRIC, VerifyingKey, open_signed, read_key_name, read_key_set
from portal.kernel.clock import Clock
from portal.web.calling import Answer, Forbidden, Unreachable, fetch, post

TOGETHER_S = 5.0
"""For each question to the provider: somebody waits for the page."""
_JSON = {"Accept": "application/json", "User-Agent": "portal-sign-in/1"}


class Provider:
    """One OpenID provider, the one that the settings name."""

    def __init__(self, registration: Registration, clock: Clock) -> None:
        self.registration, self._clock = registration, clock
        self._document: Kept[ProviderDocument] = Kept("discovery document", self._read_document, clock)
        self._keys: Kept[tuple[VerifyingKey, ...]] = Kept("set of keys", self._read_keys, clock)

    def document(self) -> ProviderDocument:
        """What the provider says of itself.

        Raises:
            ProviderAway: when it says nothing and has not said anything for a day.
        """
        return self._document.get()

    def way_there(self, state: str, nonce: str, challenge: str, language: str) -> str:
        """The address at the provider that asks who somebody is; raises `ProviderAway`."""
        asked = {
            "response_type": "code",
            "client_id": self.registration.client_id,
            "redirect_uri": self.registration.return_address,
            "scope": self.registration.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "ui_locales": language,
        }
        return _with_query(self.document().authorization_endpoint, asked)

    def way_out(self) -> str:
        """The address at which somebody signs out of the provider as well; empty when it has none or is away.

        The ID token is not sent along, as it would have to be kept for the whole visit: the provider asks instead.
        """
        try:
            there = self.document().end_session_endpoint
        except ProviderAway:
            return ""
        back = {
            "client_id": self.registration.client_id,
            "post_logout_redirect_uri": f"{self.registration.base_url}/",
        }
        return _with_query(there, back) if there else ""

    def redeem(self, code: str, verifier: str) -> Tokens | ProofRefused:
        """What the provider gives for a code.

        Raises:
            ProviderAway: when it gives nothing that can be used, and the code is not to blame.
        """
        document, ours = self.document(), self.registration
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": ours.return_address,
            "code_verifier": verifier,
        }
        headers = {**_JSON, "Content-Type": "application/x-www-form-urlencoded"}
        if not ours.client_secret:
            form["client_id"] = ours.client_id
        elif document.takes_secret_in_body:
            form |= {"client_id": ours.client_id, "client_secret": ours.client_secret}
        else:
            headers["Authorization"] = _basic(ours.client_id, ours.client_secret)
        answer = _ask(lambda: post(document.token_endpoint, urlencode(form).encode(), headers, **_LIMITS))
        told = _read_object(answer) if answer.status in {200, 400} else None
        if answer.status == 400 and told and told.get("error") == "invalid_grant":
            return ProofRefused("the code is refused")
        id_token, access_token = (str((told or {}).get(name) or "") for name in ("id_token", "access_token"))
        if answer.status != 200 or not id_token:
            raise ProviderAway(f"the token endpoint answers {_describe(answer, told)}")
        return Tokens(id_token, access_token)

    def read_id_token(self, token: str, nonce: str) -> dict[str, Any] | ProofRefused:
        """The claims of an ID token that was made for this visit.

        Raises:
            ProviderAway: when the keys to prove it with cannot be had.
        """
        claims = self.open_token(token)
        if claims is None:
            return ProofRefused("the signature does not hold")
        expected = Expected(self.document().issuer, self.registration.client_id, nonce)
        fault = find_fault(claims, expected, self._clock())
        return ProofRefused(fault) if fault else claims

    def open_token(self, token: str) -> dict[str, Any] | None:
        """The claims of a token that the provider has signed, else None; raises `ProviderAway`.

        Keys change: when none fits, the set is read once more, but not for everybody who asks.
        """
        keys = self._keys.get()
        name = read_key_name(token)
        if name and name not in {key.name for key in keys}:
            keys = self._keys.renew()
        return open_signed(token, keys, ASYMMETRIC)

    def ask_about(self, subject: str, access_token: str) -> Mapping[str, Any]:
        """What the provider adds about somebody; nothing when it speaks of somebody else (section 5.3.2).

        Raises:
            ProviderAway: when it does not answer.
        """
        address = self.document().userinfo_endpoint
        if not address or not access_token:
            return {}
        headers = {**_JSON, "Authorization": f"Bearer {access_token}"}
        answer = _ask(lambda: fetch(address, headers, **_LIMITS))
        told = _read_object(answer) if answer.status == 200 else None
        if told is None:
            raise ProviderAway(f"the userinfo endpoint answers {_describe(answer, told)}")
        return told if told.get("sub") == subject else {}

    def _read_document(self) -> tuple[ProviderDocument, timedelta]:
        answer = _get(self.registration.issuer.rstrip("/") + "/.well-known/openid-configuration")
        return read_document(_read_object(answer), self.registration.issuer), read_lifetime(answer.cache_control)

    def _read_keys(self) -> tuple[tuple[VerifyingKey, ...], timedelta]:
        answer = _get(self.document().jwks_uri)
        keys = read_key_set(_read_object(answer))
        if not keys:
            raise ProviderAway("the set of keys holds none that can be used")
        return keys, read_lifetime(answer.cache_control)


_LIMITS: dict[str, Any] = {"private": True, "together_s": TOGETHER_S}
"""The operator has named the provider, which may stand in a private network."""


def _ask(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except (Forbidden, Unreachable) as error:
        raise ProviderAway(str(error)) from error


def _get(address: str) -> Answer:
    answer = _ask(lambda: fetch(address, _JSON, **_LIMITS))
    if answer.status != 200:
        raise ProviderAway(f"HTTP {answer.status}")
    return answer


def _read_object(answer: Answer) -> dict[str, Any] | None:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _describe(answer: Answer, told: Mapping[str, Any] | None) -> str:
    """The status and, where it is one of the standard's words, the error; nothing else that was said."""
    error = (told or {}).get("error")
    known = isinstance(error, str) and error.isascii() and error.replace("_", "").isalpha() and len(error) < 40
    return f"HTTP {answer.status}" + (f", {error}" if known else "")


def _basic(name: str, secret: str) -> str:
    """Both are form-encoded before they are joined (RFC 6749, section 2.3.1)."""
    return "Basic " + b64encode(f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()).decode()


def _with_query(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"
