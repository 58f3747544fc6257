"""An application with a helpdesk, and the worker's two hands for it."""

from pydantic import SecretStr

from portal.cases.deliveries import RECEIVERS
from portal.connect.delivering.rounds import deliver_due
from portal.connect.tickets.choosing import choose_helpdesk
from portal.connect.tickets.rounds import read_due
from portal.connect.tickets.sending import TicketReceiver
from portal.db.engine import Database
from portal.web.current import current_database, current_settings
from tests.web.connect.helpdesk_server import does_it, serving
from tests.web.connect.zammad_twin import ZammadTwin

WEBHOOK_SECRET = "what a helpdesk signs with"


class ConnectedHelpdesk:
    """A twin, the database whose cases have tickets in it, and what differs between the kinds."""

    def __init__(self, app, twin, database, settings):
        self.app, self.twin, self.database, self.clock = app, twin, database, twin.clock
        self.helpdesk = choose_helpdesk(settings, twin.clock)
        self.name = self.helpdesk.name
        is_zammad = isinstance(twin, ZammadTwin)
        self.solved = "closed" if is_zammad else "solved"
        self.waiting = "pending close" if is_zammad else "pending"
        self.customers = ("web", "Customer", False) if is_zammad else (True, "end-user")
        self.notes = ("note", "Agent", True) if is_zammad else (False, "agent")
        self.reading = [does_it, does_it]
        self.rename = _rename_zammad if is_zammad else _rename_zendesk

    def is_known_as(self, base):
        """Let pages lead to another address, as they must not lead to an unencrypted one."""
        kept = self.app.extensions[current_settings.name]
        url = self.twin.url.format(base=base)
        current_settings.put(self.app, kept.model_copy(update={"helpdesk_url": url}))

    @property
    def number(self):
        """The newest ticket's."""
        return max(self.twin.tickets)

    def merges(self, number):
        """Somebody merges a ticket into another one."""
        self.twin.state(number, "merged" if self.name == "zammad" else "closed")
        if self.name == "zendesk":
            self.twin.tickets[number]["tags"].append("closed_by_merge")

    def send(self):
        """Tell the helpdesk what is due; gives how many events were taken."""
        receiver = TicketReceiver(self.app, self.helpdesk)
        return deliver_due(self.database, {self.name: receiver}, "http://127.0.0.1:8000", self.clock, lambda: False)

    def read(self):
        """Read the tickets that are due; gives how many there were."""
        return read_due(self.app, self.helpdesk, lambda: False)

    def said(self):
        """What stands in the newest ticket."""
        return self.twin.said(self.number)

    def state(self):
        """The newest ticket's state."""
        status, shown = self.twin.answer(
            "GET", f"{_PREFIX[self.name]}/tickets/{self.number}", {"expand": "true"}, None, self.twin.headers[-1]
        )
        assert status == 200
        return shown["ticket"]["status"] if "ticket" in shown else shown["state"]


_PREFIX = {"zammad": "/api/v1", "zendesk": "/api/v2"}


def connect(app, settings, twin):
    """Put a twin's address into the settings for as long as a test lasts."""
    kept, database = app.extensions[current_settings.name], app.extensions[current_database.name]
    with serving(twin):
        changed = kept.model_copy(
            update={
                "helpdesk_url": twin.url.format(base=twin.base),
                "helpdesk_token": SecretStr(twin.token),
                "helpdesk_webhook_secret": SecretStr(WEBHOOK_SECRET),
            }
        )
        connected = Database(settings.database_address, {RECEIVERS: (twin.url.partition("+")[0],)})
        current_settings.put(app, changed)
        current_database.put(app, connected)
        try:
            yield ConnectedHelpdesk(app, twin, connected, changed)
        finally:
            connected.dispose()
            current_settings.put(app, kept)
            current_database.put(app, database)


def _rename_zammad(word):
    return lambda document: document.update(state=word)


def _rename_zendesk(word):
    return lambda document: document["ticket"].update(status=word)
