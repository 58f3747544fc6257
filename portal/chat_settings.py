"""Settings of the chat: the portal's own, or the window of a chat elsewhere, with what proves who is who there."""

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from portal.kernel.safe_address import is_safe

_NEEDED = {
    "chatwoot": ("chatwoot_url", "chatwoot_website_token", "chatwoot_hmac_key"),
    "intercom": ("intercom_app_id", "intercom_secret"),
    "zendesk": ("zendesk_widget_key", "zendesk_widget_key_id", "zendesk_widget_secret"),
}
_SHORTEST_JWT_SECRET = 32
"""Characters: a key of HS256 is at least as long as its digest (RFC 7518, section 3.2)."""


class ChatSettings(BaseSettings):
    """What operators decide about the chat; `portal.settings` reads it with all others."""

    chat: Literal["builtin", "chatwoot", "intercom", "zendesk", "off"] = "builtin"
    chatwoot_url: str = ""
    chatwoot_website_token: str = ""
    chatwoot_hmac_key: SecretStr | None = None
    chatwoot_webhook_secret: SecretStr | None = None
    chatwoot_webhook_token: SecretStr | None = None
    chatwoot_inbox: str = ""
    chatwoot_inbox_hmac_key: SecretStr | None = None
    intercom_app_id: str = ""
    intercom_secret: SecretStr | None = None
    zendesk_widget_key: str = ""
    zendesk_widget_key_id: str = ""
    zendesk_widget_secret: SecretStr | None = None

    @field_validator("chatwoot_url")
    @classmethod
    def _chatwoot_address(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        try:
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise ValueError("the port must be a number up to 65535") from None
        plain = re.fullmatch(r"[A-Za-z0-9.:\[\]-]+", parts.netloc) and not re.search(r"[\s?#;,'\"]", value)
        if not (plain and host and is_safe(parts)):
            raise ValueError("must be an https address such as https://chat.example.org, without user and query")
        return value.rstrip("/")

    @field_validator(
        "chatwoot_website_token",
        "chatwoot_inbox",
        "intercom_app_id",
        "zendesk_widget_key",
        "zendesk_widget_key_id",
    )
    @classmethod
    def _name(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9_.-]{1,200}", value):
            raise ValueError("must have letters, digits, -, _ and . only: it is a part of an address")
        return value

    @field_validator("chatwoot_webhook_token")
    @classmethod
    def _part_of_an_address_too(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", value.get_secret_value()):
            raise ValueError("must have 16 letters, digits, - or _ or more: it is a part of an address")
        return value

    @field_validator("intercom_secret", "zendesk_widget_secret")
    @classmethod
    def _long_enough_for_tokens(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < _SHORTEST_JWT_SECRET:
            raise ValueError(f"must have {_SHORTEST_JWT_SECRET} characters or more")
        return value

    @model_validator(mode="after")
    def _chat_is_whole(self) -> "ChatSettings":
        missing = [f"PORTAL_{name.upper()}" for name in _NEEDED.get(self.chat, ()) if not getattr(self, name)]
        if self.chat == "chatwoot" and not (self.chatwoot_webhook_secret or self.chatwoot_webhook_token):
            missing.append("PORTAL_CHATWOOT_WEBHOOK_SECRET")
        if missing:
            raise ValueError(f"{', '.join(missing)}: must be set, since PORTAL_CHAT is {self.chat}")
        return self

    @property
    def hands_cases_to_chatwoot(self) -> bool:
        """Whether a conversation is opened in Chatwoot for each case whose channel is the chat."""
        return self.chat == "chatwoot" and bool(self.chatwoot_inbox)
