"""What is known of the provider and of our place with it, and what can go wrong between us."""

from dataclasses import dataclass

from portal.kernel.refusal import Refusal

RETURN_PATH = "/sign-in/return"
"""Where the provider sends browsers back to: one address for all languages, since it is registered there."""


@dataclass(frozen=True)
class Registration:
    """The portal as the provider knows it."""

    issuer: str
    client_id: str
    client_secret: str
    """Empty for a client that has none and proves itself by PKCE alone."""
    scopes: str
    base_url: str

    @property
    def return_address(self) -> str:
        """Where browsers come back to, as it is registered with the provider."""
        return self.base_url + RETURN_PATH


@dataclass(frozen=True)
class ProviderDocument:
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3); empty where it says nothing."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    names_itself: bool = False
    """Whether it signs the way back with its name (RFC 9207), which then must be there."""
    takes_secret_in_body: bool = False
    """Whether the secret goes into the form, for a provider that does not take it in the header."""


@dataclass(frozen=True)
class Tokens:
    """What the provider gives for a code."""

    id_token: str
    access_token: str


class ProviderAway(Exception):
    """The provider does not answer, or with nothing that can be used; the message is in our words, for the log."""


@dataclass(frozen=True)
class NotBegun(Refusal):
    """The way back was not begun in this browser, was taken already, or began too long ago."""


@dataclass(frozen=True)
class Cancelled(Refusal):
    """Whoever was asked by the provider did not want to, or may not."""


@dataclass(frozen=True)
class ProofRefused(Refusal):
    """What the provider sent proves nothing."""

    reason: str
    """For the log."""


@dataclass(frozen=True)
class LastVisit:
    """What a visit keeps of the provider's, so that the provider can end it."""

    subject: str
    session: str = ""
