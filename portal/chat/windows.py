"""Windows of chats elsewhere: where each is loaded from, and what a page must let through once somebody opens it.

Nothing is asked of another host before that. The hosts of Intercom and Zendesk are those of their own manuals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from portal.settings import Settings

_INTERCOM = MappingProxyType(
    {
        "script-src": ("https://widget.intercom.io", "https://js.intercomcdn.com"),
        "connect-src": (
            *("https://*.intercom.io", "wss://*.intercom.io", "https://*.intercom-messenger.com"),
            *("wss://*.intercom-messenger.com", "https://uploads.intercomcdn.com", "https://uploads.intercomcdn.eu"),
        ),
        "img-src": ("blob:", "https://*.intercomcdn.com", "https://*.intercomcdn.eu", "https://*.intercomassets.com"),
        "font-src": ("https://js.intercomcdn.com", "https://fonts.intercomcdn.com"),
        "media-src": ("https://js.intercomcdn.com",),
        "frame-src": ("https://intercom-sheets.com",),
    }
)
_ZENDESK = MappingProxyType(
    {
        "script-src": ("https://static.zdassets.com",),
        "connect-src": (
            *("https://*.zdassets.com", "https://*.zendesk.com", "https://*.smooch.io"),
            *("wss://*.zendesk.com", "wss://api.smooch.io"),
        ),
        "img-src": ("blob:", "https://*.zdassets.com", "https://*.zendesk.com", "https://media.smooch.io"),
        "media-src": ("https://static.zdassets.com",),
        "frame-src": ("https://*.zendesk.com",),
    }
)


@dataclass(frozen=True)
class Window:
    """A chat elsewhere."""

    kind: str
    """Which part of the script opens it."""
    host: str
    """As customers are told it."""
    address: str
    """Where it is loaded from."""
    token: str
    """What names the portal there; nothing secret."""
    sources: Mapping[str, tuple[str, ...]]
    """What its page lets through, by the directive of its policy."""

    @property
    def scripts(self) -> str:
        """The origins whose scripts may be loaded, parted by spaces."""
        return " ".join(self.sources["script-src"])


def find_window(settings: Settings) -> Window | None:
    """The chat elsewhere that the settings name, or None."""
    if settings.chat == "chatwoot":
        parts = urlsplit(settings.chatwoot_url)
        return Window(
            "chatwoot",
            parts.netloc,
            settings.chatwoot_url,
            settings.chatwoot_website_token,
            _chatwoot(parts.netloc, parts.scheme),
        )
    if settings.chat == "intercom":
        address = f"https://widget.intercom.io/widget/{settings.intercom_app_id}"
        return Window("intercom", "intercom.com", address, settings.intercom_app_id, _INTERCOM)
    if settings.chat == "zendesk":
        address = f"https://static.zdassets.com/ekr/snippet.js?key={settings.zendesk_widget_key}"
        return Window("zendesk", "zendesk.com", address, settings.zendesk_widget_key, _ZENDESK)
    return None


def _chatwoot(host: str, scheme: str) -> dict[str, tuple[str, ...]]:
    origin, socket = f"{scheme}://{host}", f"{'wss' if scheme == 'https' else 'ws'}://{host}"
    return {
        "script-src": (origin,),
        "connect-src": (origin, socket),
        "img-src": (origin,),
        "media-src": (origin,),
        "frame-src": (origin,),
    }
