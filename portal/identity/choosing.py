"""Who vouches for visitors beside their mailbox, as the settings say."""

from datetime import datetime

from flask import Flask

from portal.identity.links.current import LinkKeys, current_link_keys
from portal.identity.oidc.current import current_provider
from portal.identity.oidc.model import Registration
from portal.identity.oidc.provider import Provider
from portal.identity.signed_json import EXTRA, is_installed, read_public_keys, read_secrets
from portal.kernel.clock import Clock
from portal.settings import Settings, SettingsError
from portal.web.current import current_clock


def provide_ways(app: Flask, settings: Settings) -> None:
    """Put what vouches for visitors where views look it up; raises as `choose_provider` does."""

    def clock() -> datetime:
        # Looked up each time: tests put another clock in its place.
        now: datetime = app.extensions[current_clock.name]()
        return now

    current_provider.put(app, choose_provider(settings, clock))
    current_link_keys.put(app, choose_link_keys(settings))


def choose_provider(settings: Settings, clock: Clock) -> Provider | None:
    """The OpenID provider of the settings, if there is one; it is not asked for anything yet.

    Raises:
        SettingsError: when what checks signatures is not installed.
    """
    if not settings.oidc_issuer:
        return None
    _need_extra("PORTAL_OIDC_ISSUER")
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    registration = Registration(
        settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_scopes, settings.base_url
    )
    return Provider(registration, clock)


def choose_link_keys(settings: Settings) -> LinkKeys | None:
    """What links from the dashboard are proven with, if there are any.

    Raises:
        SettingsError: when the file holds no key, or what checks signatures is not installed.
    """
    if settings.link_secrets:
        _need_extra("PORTAL_LINK_SECRET")
        return LinkKeys(read_secrets(settings.link_secrets), ("HS256",))
    if settings.link_public_key is None:
        return None
    _need_extra("PORTAL_LINK_PUBLIC_KEY")
    try:
        keys = read_public_keys(settings.link_public_key.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else error
        raise SettingsError([f"PORTAL_LINK_PUBLIC_KEY: {settings.link_public_key}: {told}"]) from None
    return LinkKeys(keys, ("RS256", "EdDSA", "Ed25519"))


def _need_extra(setting: str) -> None:
    if not is_installed():
        how = f"pip install --require-hashes -r requirements/{EXTRA}.lock"
        raise SettingsError([f"{setting}: needs the extra `{EXTRA}`; {how}"])
