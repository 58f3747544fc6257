"""What the window of a chat elsewhere is told once it is opened: who the visitor is, proven, and of which case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.cases.chat_facts import describe_case, name_customer, sign_identifier
from portal.cases.model import Case
from portal.chat.tokens import make_token
from portal.kernel.language import Language
from portal.settings import Settings

LASTS = timedelta(minutes=5)
"""How long a token can be used to begin: it is fetched when the window opens. The chat's own session goes on."""


@dataclass(frozen=True)
class Customer:
    """Whoever proved that an address is theirs."""

    email: str
    name: str


@dataclass(frozen=True)
class Telling:
    """What there is to tell."""

    language: Language
    customer: Customer | None
    case: Case | None
    secret: str
    """The portal's own key."""
    now: datetime

    @property
    def who(self) -> str:
        """The name by which chats know the visitor; empty for a stranger."""
        return name_customer(self.secret, self.customer.email) if self.customer else ""


def tell(settings: Settings, telling: Telling) -> dict[str, Any]:
    """Everything the script hands over; nobody is named who has not proven their address."""
    kinds = {"chatwoot": _tell_chatwoot, "intercom": _tell_intercom, "zendesk": _tell_zendesk}
    return {"who": telling.who, **kinds[settings.chat](settings, telling)}


def _tell_chatwoot(settings: Settings, telling: Telling) -> dict[str, Any]:
    key, user = settings.chatwoot_hmac_key, None
    if telling.customer and key:
        proof = sign_identifier(key.get_secret_value(), telling.who)
        user = {**_named(telling.customer), "identifier_hash": proof}
    attributes = describe_case(telling.case, settings.base_url) if telling.case else None
    return {"locale": telling.language.locale, "user": user, "attributes": attributes}


def _tell_intercom(settings: Settings, telling: Telling) -> dict[str, Any]:
    secret, told = settings.intercom_secret, {"language_override": telling.language.html}
    if telling.customer and secret:
        claims = {"user_id": telling.who, **_named(telling.customer), "exp": _until(telling.now)}
        told["intercom_user_jwt"] = make_token(claims, secret.get_secret_value())
    case = telling.case
    return {"settings": told, "message": f"{case.subject} ({case.reference})\n" if case else ""}


def _tell_zendesk(settings: Settings, telling: Telling) -> dict[str, Any]:
    secret, token = settings.zendesk_widget_secret, ""
    if telling.customer and secret:
        named = {"external_id": telling.who, **_named(telling.customer), "email_verified": True}
        claims = {"scope": "user", **named, "exp": _until(telling.now)}
        token = make_token(claims, secret.get_secret_value(), settings.zendesk_widget_key_id)
    tags = [f"case-{telling.case.reference}".lower()] if telling.case else []
    return {"locale": telling.language.html, "token": token, "tags": tags}


def _named(customer: Customer) -> dict[str, str]:
    return {"email": customer.email, **({"name": customer.name} if customer.name else {})}


def _until(now: datetime) -> int:
    return int((now + LASTS).timestamp())
