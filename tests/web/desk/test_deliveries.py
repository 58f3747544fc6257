"""The team sees what became of events on their way, and sends one again."""

import pytest

from portal.cases.deliveries import RECEIVERS, Attempt, list_deliveries, note_attempt
from portal.db.engine import Database
from portal.web.current import current_settings
from tests.building import START
from tests.web.cases.builders import opened


@pytest.fixture
def deliveries(app, settings):
    """Three events: one arrived, one was given up, one waits."""
    database = Database(settings.database_address, {RECEIVERS: ("webhook-1",)})
    for number in range(3):
        opened(database, START, idempotency_key=f"key-{number}")
    with database.write() as session:
        waits, given_up, arrived = list_deliveries(session, 3)
        note_attempt(session, arrived, Attempt(delivered=True, answer="HTTP 204"), START)
        note_attempt(session, given_up, Attempt(delivered=False, answer="HTTP 410", is_final=True), START)
        assert waits.attempts == 0
    yield database
    database.dispose()


def test_every_delivery_is_shown_with_its_state(lea, deliveries):
    page = lea.get("/desk/deliveries/")

    for words in ("HTTP 204", "HTTP 410", "Arrived", "Given up", "On its way", "case.opened", "webhook-1"):
        assert words in page.words
    troubled = lea.get("/desk/deliveries/?troubled=1").words
    assert ("HTTP 410" in troubled, "HTTP 204" in troubled) == (True, False)


def test_page_without_deliveries_says_so(lea):
    assert "Nothing is here" in lea.get("/desk/deliveries/").words


def test_event_is_sent_again(lea, deliveries):
    with deliveries.read() as session:
        (given_up,) = list_deliveries(session, 9, troubled=True)
        reference = given_up.case.reference

    lea.submit(
        lea.get("/desk/deliveries/?troubled=1"),
        {},
        button=f"Send again {reference} opened webhook-1",
        status=303,
        follow=False,
    )

    with deliveries.read() as session:
        row = next(row for row in list_deliveries(session, 9) if row.id == given_up.id)
        assert (row.set_aside_at, row.attempts) == (None, 0)


def test_desk_leads_there_only_where_a_system_is_connected(lea, app):
    assert "Deliveries" not in lea.get("/desk/").words

    kept = current_settings
    settings = app.extensions[kept.name]
    kept.put(app, settings.model_copy(update={"webhook_url": "https://hooks.example.org/"}))
    try:
        assert lea.click(lea.get("/desk/"), "Deliveries").path == "/desk/deliveries/"
    finally:
        kept.put(app, settings)


def test_strangers_are_kept_out(ana, eve, deliveries):
    assert ana.get("/desk/deliveries/", status=403)
    assert eve.get("/desk/deliveries/", status=403)
