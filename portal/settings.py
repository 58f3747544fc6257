"""The environment as one frozen value; every mistake in it is reported at once."""

import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from portal.chat_settings import ChatSettings
from portal.helpdesk_settings import HelpdeskSettings
from portal.kernel.bucket import read_bucket
from portal.kernel.status_source import StatusSource, read_sources
from portal.kernel.web_address import read_web_address, split_address
from portal.sign_in_settings import SignInSettings

ENV_FILE = ".env"


class SettingsError(Exception):
    """One or more settings are unusable; ``problems`` holds one line for each, naming the variable."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Settings(SignInSettings, HelpdeskSettings, ChatSettings):
    """What operators decide (contract, section 3). Read once; nothing else reads the environment."""

    model_config = SettingsConfigDict(
        env_prefix="PORTAL_",
        env_file=ENV_FILE,
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        validate_default=True,
    )

    base_url: str = "http://127.0.0.1:8000"
    secret_key: SecretStr | None = None
    content_dir: Path = Path("content")
    instance_dir: Path = Path("instance")
    database_url: str = ""
    redis_url: str = ""
    on_call: str = ""
    smtp_url: SecretStr | None = None
    imap_url: SecretStr | None = None
    reply_address: str = ""
    uploads_url: str = ""
    status_url: str = ""
    status_nudge_token: SecretStr | None = None
    account_cases: Literal["on", "off"] = "on"
    search_engine: Literal["whoosh", "tantivy"] = "whoosh"
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    metrics_token: SecretStr | None = None
    content_hook_secret: SecretStr | None = None
    helpdesk_secret: SecretStr | None = None
    webhook_url: str = ""
    webhook_secret: SecretStr | None = None
    private_receivers: Literal["on", "off"] = "off"
    preview: bool = False

    @field_validator("status_url")
    @classmethod
    def _status_pages(cls, value: str) -> str:
        read_sources(value)
        return " ".join(value.split())

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        return read_web_address(value).rstrip("/") if value else value

    @field_validator("base_url")
    @classmethod
    def _whole_host(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.path or parts.query or parts.fragment:
            raise ValueError("must end with the host or port: the portal needs a host of its own")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_address(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql+psycopg:// or sqlite:///")
        split_address(value)
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_address(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        split_address(value)
        return value

    @field_validator("smtp_url")
    @classmethod
    def _mail_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            parts = split_address(value.get_secret_value())
            if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
                raise ValueError("must look like smtp://user:pass@host:587?tls=starttls")
            if not set(parse_qs(parts.query).get("tls", [])) <= {"starttls", "ssl", "none"}:
                raise ValueError("tls must be starttls, ssl or none")
        return value

    @field_validator("imap_url")
    @classmethod
    def _mailbox(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            parts = split_address(value.get_secret_value())
            if parts.scheme not in {"imap", "imaps"} or not (parts.hostname and parts.username and parts.password):
                raise ValueError("must look like imaps://user:pass@host/Folder, with what is special percent-encoded")
            if not unquote(parts.netloc + parts.path).isprintable():
                raise ValueError("must have no control characters")
            if not set(parse_qs(parts.query).get("tls", [])) <= {"starttls", "ssl", "none"}:
                raise ValueError("tls must be starttls, ssl or none")
        return value

    @field_validator("reply_address")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        local, at, domain = value.partition("@")
        if value and not (local and at and domain and "+" not in local and value.isascii()):
            raise ValueError("must be an address such as support@reply.example.org; the portal adds +… before the @")
        return value.lower()

    @field_validator("content_dir")
    @classmethod
    def _existing_folder(cls, value: Path) -> Path:
        if not value.is_dir():
            raise ValueError(f"is not a folder: {value}")
        # A symbolic link stays one: a deploy may lead it to another folder while the portal runs.
        return value.absolute()

    @field_validator("on_call")
    @classmethod
    def _on_call_address(cls, value: str) -> str:
        from email_validator import EmailNotValidError, validate_email

        try:
            return validate_email(value, check_deliverability=False).normalized if value else ""
        except EmailNotValidError:
            raise ValueError("must be an email address such as on-call@example.org") from None

    @field_validator(
        "secret_key", "content_hook_secret", "helpdesk_secret", "helpdesk_webhook_secret", "webhook_secret"
    )
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value and len(value.get_secret_value()) < MINIMUM_KEY_LENGTH:
            raise ValueError(f"must have {MINIMUM_KEY_LENGTH} characters or more")
        return value

    @field_validator("uploads_url")
    @classmethod
    def _bucket(cls, value: str) -> str:
        if value:
            read_bucket(value)
        return value

    @field_validator("status_nudge_token")
    @classmethod
    def _part_of_an_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", value.get_secret_value()):
            raise ValueError("must have 16 letters, digits, - or _ or more: it is a part of an address")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _web_addresses(cls, value: str) -> str:
        addresses = value.split()
        for address in addresses:
            parts = split_address(address)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
                raise ValueError("must be https addresses without a user, parted by spaces")
        if len(addresses) > MOST_WEBHOOKS or len(set(addresses)) != len(addresses):
            raise ValueError(f"must have at most {MOST_WEBHOOKS} addresses, each once")
        return " ".join(addresses)

    @model_validator(mode="after")
    def _signed_and_encrypted(self) -> "Settings":
        if self.webhook_url and self.webhook_secret is None:
            raise ValueError("PORTAL_WEBHOOK_SECRET: must be set, since webhooks are signed")
        plain = any(urlsplit(address).scheme == "http" for address in self.webhook_urls)
        if plain and not self.allows_private_receivers:
            raise ValueError("PORTAL_WEBHOOK_URL: must begin with https:// unless PORTAL_PRIVATE_RECEIVERS is on")
        if self.helpdesk and self.helpdesk.is_plain and not self.allows_private_receivers:
            raise ValueError("PORTAL_HELPDESK_URL: must be https unless PORTAL_PRIVATE_RECEIVERS is on")
        return self

    @property
    def status_sources(self) -> tuple[StatusSource, ...]:
        """The status pages that are read; none when editors write the incidents."""
        return read_sources(self.status_url)

    @property
    def webhook_urls(self) -> tuple[str, ...]:
        """The addresses that events of cases are posted to."""
        return tuple(self.webhook_url.split())

    @property
    def delivers_events(self) -> bool:
        """Whether any other system is told of what happens to cases."""
        return bool(self.webhook_urls or self.helpdesk_url) or self.hands_cases_to_chatwoot

    @property
    def allows_private_receivers(self) -> bool:
        """Whether events may go to addresses inside of private networks, and there unencrypted."""
        return self.private_receivers == "on"

    @property
    def secure(self) -> bool:
        """Whether the public address is https: switches on HSTS and secure cookies."""
        return self.base_url.startswith("https://")

    @property
    def shares_cases(self) -> bool:
        """Whether colleagues of one account see each other's cases."""
        return self.account_cases == "on"

    @property
    def uploads_dir(self) -> Path:
        """The folder of customers' files, where they lie in no bucket."""
        return self.instance_dir / "uploads"

    @property
    def database_address(self) -> str:
        """The database's SQLAlchemy address; the embedded default lives in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance_dir.resolve() / 'portal.sqlite3'}"


MINIMUM_KEY_LENGTH = 16
MOST_WEBHOOKS = 5


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: with one line for each variable that is wrong.
    """
    _prove_readable(Path(ENV_FILE))
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError([_line(problem["loc"], problem["msg"]) for problem in error.errors()]) from None


def _prove_readable(file: Path) -> None:
    """Refuse a file of settings that is there and is no text; a pipe, which can be read but once, is left alone."""
    try:
        if file.is_file():
            file.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError([f"{file}: cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError as error:
        raise SettingsError([f"{file}: is not UTF-8: byte {error.object[error.start]:#04x}"]) from None


def settle_address(settings: Settings, served_at: str) -> Settings:
    """The settings with the address that is listened on as the public one, where nobody has named another.

    It is put into the environment, so that the web processes and the worker that are begun from here have it as well.
    """
    if "base_url" in settings.model_fields_set:
        return settings
    os.environ["PORTAL_BASE_URL"] = served_at
    return read_settings()


def name_metrics_folder(folder: Path) -> None:
    """Tell the metrics library, which takes it from the environment alone, where processes share what they count."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def wants_tracing() -> bool:
    """Whether OpenTelemetry's own variables say where traces go; its library reads them, and all others, itself."""
    named = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    is_off = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return not is_off and any(os.environ.get(name) for name in named)


def _line(location: tuple[int | str, ...], message: str) -> str:
    text = message.removeprefix("Value error, ")
    return f"PORTAL_{str(location[0]).upper()}: {text}" if location else text
