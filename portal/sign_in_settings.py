"""Settings of the ways to sign in beside the code by mail: the provider's accounts, and links from its dashboard."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from portal.kernel.safe_address import is_safe

SHORTEST_LINK_SECRET = 32
"""Characters: a key of HS256 is at least as long as its digest (RFC 7518, section 3.2)."""


class SignInSettings(BaseSettings):
    """What operators decide about OpenID Connect and signed links; `portal.settings` reads it with all others."""

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid email"
    oidc_staff: str = ""
    link_secret: SecretStr | None = None
    link_public_key: Path | None = None

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (not parts.hostname or parts.query or parts.fragment or not is_safe(parts)):
            raise ValueError("must be an https address such as https://id.example.org, without a query")
        return value

    @field_validator("oidc_scopes")
    @classmethod
    def _with_openid(cls, value: str) -> str:
        scopes = value.split()
        if "openid" not in scopes:
            raise ValueError("must have openid among its words")
        return " ".join(scopes)

    @field_validator("oidc_staff")
    @classmethod
    def _claim_and_value(cls, value: str) -> str:
        name, equals, wanted = value.partition("=")
        if value and not (name and equals and wanted):
            raise ValueError("must name a claim and the value that staff have in it, such as groups=support")
        return value

    @field_validator("link_secret")
    @classmethod
    def _long_secrets(cls, value: SecretStr | None) -> SecretStr | None:
        if value and any(len(each) < SHORTEST_LINK_SECRET for each in value.get_secret_value().split() or [""]):
            raise ValueError(f"must have {SHORTEST_LINK_SECRET} characters or more")
        return value

    @field_validator("link_public_key")
    @classmethod
    def _existing_file(cls, value: Path | None) -> Path | None:
        if value and not value.is_file():
            raise ValueError(f"is not a file: {value}")
        return value

    @model_validator(mode="after")
    def _whole(self) -> "SignInSettings":
        if bool(self.oidc_issuer) is not bool(self.oidc_client_id):
            missing = "PORTAL_OIDC_CLIENT_ID" if self.oidc_issuer else "PORTAL_OIDC_ISSUER"
            raise ValueError(f"{missing}: must be set, since the other one is")
        if self.link_secret and self.link_public_key:
            raise ValueError("PORTAL_LINK_SECRET: must not be set beside PORTAL_LINK_PUBLIC_KEY")
        return self

    @property
    def link_secrets(self) -> tuple[str, ...]:
        """The secrets that links may be signed with, the newest first; more than one while one is replaced."""
        return tuple(self.link_secret.get_secret_value().split()) if self.link_secret else ()

    @property
    def oidc_staff_claim(self) -> tuple[str, str] | None:
        """The claim that says who is staff, and what stands in it then; None when no claim says so."""
        name, _, wanted = self.oidc_staff.partition("=")
        return (name, wanted) if name else None
