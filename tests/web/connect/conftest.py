import json
from datetime import timedelta

import pytest
from pydantic import SecretStr

from portal.cases.access import find_case_by_reference
from portal.identity.tokens.actions import add_token
from portal.identity.tokens.rules import Scope
from portal.settings import Settings
from portal.web.current import current_database, current_settings
from tests.building import START
from tests.chatwoot_twin import HMAC_KEY, TOKEN, WEBHOOK_SECRET, sign
from tests.web.cases.builders import opened
from tests.web.connect.chatwoot_events import PATH
from tests.web.connect.connected_helpdesk import connect
from tests.web.connect.signing import SECRET
from tests.web.connect.ticket_acts import make_due
from tests.web.connect.zammad_twin import ZammadTwin
from tests.web.connect.zendesk_twin import ZendeskTwin


@pytest.fixture
def description(app):
    """The description of the interface, as programs read it."""
    return app.test_client().get("/api/v1/openapi.json").json


@pytest.fixture
def stored(app):
    """The application's database."""
    with app.app_context():
        return current_database.get()


@pytest.fixture
def case(stored, clock):
    """Ana's case, opened four hours before now."""
    opened(stored, START)
    clock.advance(hours=4)
    return opened(stored, START)


@pytest.fixture
def token(stored):
    """Makes a token with these scopes."""

    def make(*scopes: Scope) -> str:
        with stored.write() as session:
            return add_token(session, " ".join(scopes) or "none", scopes, START)

    return make


@pytest.fixture
def with_secret(app):
    """The application with a secret for helpdesks set."""
    kept: Settings = app.extensions[current_settings.name]
    current_settings.put(app, kept.model_copy(update={"helpdesk_secret": _secret(SECRET)}))
    yield app
    current_settings.put(app, kept)


def _secret(text):
    from pydantic import SecretStr

    return SecretStr(text)


@pytest.fixture
def zammad(app, settings, clock):
    """A Zammad in which the application's cases have tickets."""
    yield from connect(app, settings, ZammadTwin(clock))


@pytest.fixture
def zendesk(app, settings, clock):
    """A Zendesk likewise."""
    yield from connect(app, settings, ZendeskTwin(clock))


@pytest.fixture(params=["zammad", "zendesk"])
def desk(request):
    """Each kind of helpdesk in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def followed(desk):
    """Ana's request with its ticket, an hour later."""
    made = opened(desk.database, START)
    desk.send()
    desk.clock.advance(hours=1)
    return made


@pytest.fixture
def seen(desk, followed):
    """Reads the ticket; gives what has happened to the request since it was opened."""

    def look(*, again=True):
        if again:
            make_due(desk)
        desk.read()
        with desk.database.read() as session:
            history = find_case_by_reference(session, followed.reference).history
            return [(each.event.kind, getattr(each.event, "text", None)) for each in history[1:]]

    return look


@pytest.fixture
def with_chatwoot(app):
    """The application with the four settings of the contract alone."""
    kept: Settings = app.extensions[current_settings.name]
    changes = {
        "chat": "chatwoot",
        "chatwoot_url": "https://chat.example.org",
        "chatwoot_website_token": TOKEN,
        "chatwoot_hmac_key": SecretStr(HMAC_KEY),
        "chatwoot_webhook_secret": SecretStr(WEBHOOK_SECRET),
    }
    current_settings.put(app, kept.model_copy(update=changes))
    yield app
    current_settings.put(app, kept)


@pytest.fixture
def send(with_chatwoot, clock):
    """Sends an event as Chatwoot does; gives the answer."""

    def act(event, *, late=timedelta(), **how):
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        return with_chatwoot.test_client().post(PATH, data=body, headers=sign(body, clock() - late, **how))

    return act
