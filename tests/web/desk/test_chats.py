"""The desk leads to where a case goes on in a chat elsewhere."""

import pytest

from portal.cases.actions import lock_case
from portal.cases.chats import begin_chat, note_chat
from portal.web.current import current_settings
from tests.building import START

URL = "https://chat.example.org"


@pytest.fixture
def with_chatwoot(app):
    kept = app.extensions[current_settings.name]
    current_settings.put(app, kept.model_copy(update={"chatwoot_url": URL}))
    yield
    current_settings.put(app, kept)


@pytest.fixture
def known(portal_database, case):
    with portal_database.write() as session:
        held = lock_case(session, case.reference)
        note_chat(session, held, "5001", "3", START)
        note_chat(session, held, "5002", "", START)


def test_conversations_are_shown_with_the_way_to_those_whose_account_is_known(with_chatwoot, lea, desk, known):
    page = lea.get(desk)

    assert page.link("5001") == f"{URL}/app/accounts/3/conversations/5001"
    assert page.says("5002")
    assert "5002" not in page.links


def test_where_no_chat_is_connected_any_more_numbers_stay(lea, desk, known):
    page = lea.get(desk)

    assert page.says("5001")
    assert "5001" not in page.links


def test_case_without_conversations_says_nothing_of_them(with_chatwoot, portal_database, lea, desk, case):
    with portal_database.write() as session:
        begin_chat(session, lock_case(session, case.reference), "case-1", START)

    assert not lea.get(desk).says("Conversations in the chat")
