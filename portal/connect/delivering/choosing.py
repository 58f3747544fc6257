"""Who is told of the events of cases, as the settings say."""

from portal.connect.delivering.receivers import Receiver, WebhookReceiver
from portal.kernel.clock import Clock
from portal.settings import Settings


def choose_receivers(settings: Settings, clock: Clock) -> dict[str, Receiver]:
    """The receivers by name; an address is named after its place in the setting, so what waits survives a new one."""
    if settings.webhook_secret is None:
        return {}
    secret, private = settings.webhook_secret.get_secret_value(), settings.allows_private_receivers
    receivers = (
        WebhookReceiver(f"webhook-{number}", url, secret, clock, private=private)
        for number, url in enumerate(settings.webhook_urls, start=1)
    )
    return {receiver.name: receiver for receiver in receivers}
