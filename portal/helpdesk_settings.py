"""Settings of the helpdesk in which tickets are opened for requests; `portal.settings` reads it with all others."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, parse_qs, urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language, find_language

_LOOKS = "must look like zammad+https://desk.example.org?group=Users or zendesk+https://name.zendesk.com"


class HelpdeskKind(StrEnum):
    """Helpdesks that the portal opens tickets in."""

    ZAMMAD = "zammad"
    ZENDESK = "zendesk"


_GROUPS = {HelpdeskKind.ZAMMAD: "Users"}
"""Where tickets go when nothing is said: Zammad takes none without a group, and begins its life with this one."""


@dataclass(frozen=True)
class HelpdeskAddress:
    """Where a helpdesk is, and what is the operator's to choose there."""

    kind: HelpdeskKind
    base: str
    """Scheme, host and path, without a slash at the end."""
    group: str = ""
    """In which group tickets are opened; empty for the helpdesk's own rules."""
    waiting: str = ""
    """The state that means waiting for the customer; empty for the kind's own."""
    language: Language = DEFAULT_LANGUAGE
    """In which tickets tell the team of a request."""

    @property
    def is_plain(self) -> bool:
        """Whether tickets and token would be sent unencrypted to another machine."""
        parts = urlsplit(self.base)
        return parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}


class HelpdeskSettings(BaseSettings):
    """What operators decide about tickets."""

    helpdesk_url: str = ""
    helpdesk_token: SecretStr | None = None
    helpdesk_webhook_secret: SecretStr | None = None

    @field_validator("helpdesk_url")
    @classmethod
    def _helpdesk_address(cls, value: str) -> str:
        if value:
            read_helpdesk(value)
        return value

    @field_validator("helpdesk_token")
    @classmethod
    def _fit_for_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value() if value else ""
        if not (text.isascii() and text.isprintable()) or " " in text:
            raise ValueError("must have visible letters, digits and signs only, without spaces")
        return value

    @model_validator(mode="after")
    def _with_token(self) -> "HelpdeskSettings":
        if not self.helpdesk_url:
            for name in ("helpdesk_token", "helpdesk_webhook_secret"):
                if getattr(self, name):
                    raise ValueError(f"PORTAL_HELPDESK_URL: must be set, since PORTAL_{name.upper()} is")
            return self
        if self.helpdesk_token is None:
            raise ValueError("PORTAL_HELPDESK_TOKEN: must be set, since PORTAL_HELPDESK_URL is")
        is_zendesk = read_helpdesk(self.helpdesk_url).kind is HelpdeskKind.ZENDESK
        if is_zendesk and "/token:" not in self.helpdesk_token.get_secret_value():
            raise ValueError("PORTAL_HELPDESK_TOKEN: must look like name@example.org/token:API_TOKEN for Zendesk")
        return self

    @property
    def helpdesk(self) -> HelpdeskAddress | None:
        """The helpdesk in which tickets are opened; None where there is none."""
        return read_helpdesk(self.helpdesk_url) if self.helpdesk_url else None


def read_helpdesk(text: str) -> HelpdeskAddress:
    """The helpdesk that an address of the settings names.

    Raises:
        ValueError: in words for the operator that quote no password.
    """
    word, plus, address = text.partition("+")
    parts = urlsplit(address)
    if not plus or word not in set(HelpdeskKind) or not _is_whole(parts):
        raise ValueError(_LOOKS)
    kind = HelpdeskKind(word)
    chosen = parse_qs(parts.query, strict_parsing=bool(parts.query))
    allowed = {"group", "waiting", "language"} if kind is HelpdeskKind.ZAMMAD else {"group", "language"}
    if not set(chosen) <= allowed or any(len(values) > 1 for values in chosen.values()):
        raise ValueError(f"may have {', '.join(sorted(allowed))} behind the question mark, each once")
    words = {name: values[0].strip() for name, values in chosen.items()}
    group, language = words.get("group", ""), find_language(words.get("language", DEFAULT_LANGUAGE.tag))
    if kind is HelpdeskKind.ZENDESK and not (group or "0").isdecimal():
        raise ValueError("group must be the number that Zendesk gives the group")
    if language is None:
        raise ValueError(f"language must be one of {', '.join(known.tag for known in LANGUAGES)}")
    base = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return HelpdeskAddress(kind, base, group or _GROUPS.get(kind, ""), words.get("waiting", ""), language)


def _is_whole(parts: SplitResult) -> bool:
    try:
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment
