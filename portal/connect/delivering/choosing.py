"""Who is told of the events of cases, as the settings say."""

from portal.cases.deliveries import CHOOSY, RECEIVERS
from portal.connect.chatwoot import handing_over as chatwoot
from portal.connect.chatwoot.client import ChatwootClient
from portal.connect.delivering.receivers import Receiver, WebhookReceiver
from portal.connect.tickets.choosing import name_helpdesk
from portal.db.engine import Database
from portal.kernel.clock import Clock
from portal.settings import Settings


def name_receivers(settings: Settings) -> dict[str, object]:
    """What a session's ``info`` has to say, so that each event gets a row for everybody who is told of it."""
    chats = {chatwoot.NAME: chatwoot.is_told} if settings.hands_cases_to_chatwoot else {}
    return {RECEIVERS: (*_name_webhooks(settings), *chats, *name_helpdesk(settings)), CHOOSY: chats}


def choose_receivers(settings: Settings, database: Database, secret: str, clock: Clock) -> dict[str, Receiver]:
    """The receivers by name; ``secret`` is the portal's own key."""
    receivers: dict[str, Receiver] = {}
    if settings.webhook_secret:
        key, private = settings.webhook_secret.get_secret_value(), settings.allows_private_receivers
        for name, url in _name_webhooks(settings).items():
            receivers[name] = WebhookReceiver(name, url, key, clock, private=private)
    if settings.hands_cases_to_chatwoot:
        inbox_key = settings.chatwoot_inbox_hmac_key
        keys = chatwoot.Keys(secret, inbox_key.get_secret_value() if inbox_key else "")
        client = ChatwootClient(settings.chatwoot_url, settings.chatwoot_inbox, clock)
        receivers[chatwoot.NAME] = chatwoot.ChatwootReceiver(client, database, keys, settings.base_url, clock)
    return receivers


def _name_webhooks(settings: Settings) -> dict[str, str]:
    """Addresses by what they are called: their place in the setting, so that what waits survives a new one."""
    urls = settings.webhook_urls if settings.webhook_secret else ()
    return {f"webhook-{number}": url for number, url in enumerate(urls, start=1)}
