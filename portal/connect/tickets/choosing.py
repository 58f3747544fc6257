"""Which helpdesk tickets are opened in, as the settings say."""

from portal.connect.tickets.protocol import Helpdesk
from portal.connect.tickets.zammad import Zammad
from portal.connect.tickets.zendesk import Zendesk
from portal.helpdesk_settings import HelpdeskKind
from portal.kernel.clock import Clock
from portal.settings import Settings


def name_helpdesk(settings: Settings) -> tuple[str, ...]:
    """Under which name the helpdesk is told of events; empty where there is none."""
    return (settings.helpdesk.kind.value,) if settings.helpdesk else ()


def choose_helpdesk(settings: Settings, clock: Clock) -> Helpdesk | None:
    """The helpdesk; None where requests are answered at the portal's own desk alone."""
    address, token = settings.helpdesk, settings.helpdesk_token
    if address is None or token is None:
        return None
    made = Zammad if address.kind is HelpdeskKind.ZAMMAD else Zendesk
    return made(address, token.get_secret_value(), clock)
