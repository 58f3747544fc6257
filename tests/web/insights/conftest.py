"""A small portal with every state a text can have, somebody of the support team, and somebody who is not."""

import pytest

from portal.identity.actions import add_staff
from portal.web.current import current_database
from tests import cast
from tests.building import START, StandingClock, empty, make_app, make_settings, put_clock, tear_down
from tests.checked_client import Browser
from tests.unit.articles.content_folder import Writer

LEAD = "lea@team.example"
BODY = "Lead.\n\n## %s {#check}\n\nWords.\n\n## Fix {#fix}\n\nWords.\n"


TREE = """
component: api
category: messages
begin: first
questions:
  first: {good: fine, bad: broken}
outcomes:
  fine: {}
  broken: {article: messages/late#check}
"""
WORDS = """
title: Nothing arrives
summary: One question.
questions:
  first: {ask: Is it good?, answers: {good: Quite good, bad: Quite bad}}
outcomes:
  fine: {title: It is fine, cause: A cause., action: An action.}
"""
END = "  broken: {title: It is broken, cause: A cause., action: An action.}\n"


def write_tree(writer: Writer) -> None:
    """One question with two ends; Russian lacks the words of one of them, Spanish has none."""
    writer.put("trees/nothing-arrives/tree.yml", TREE)
    for tag in ("en", "de", "pt-br"):
        writer.put(f"trees/nothing-arrives/{tag}.yml", WORDS + END)
    writer.put("trees/nothing-arrives/ru.yml", WORDS)


@pytest.fixture(scope="session")
def insights_writer(tmp_path_factory) -> Writer:
    """``messages/late`` is stale in German, a machine's in Spanish, unstamped in Portuguese, a draft in Russian."""
    writer = Writer(tmp_path_factory.mktemp("insights") / "content")
    writer.write("messages/late", body=BODY % "Check", title="Messages are late")
    english = writer.load().find("messages", "late", writer.load().languages[0]).article
    marks = [mark if "check" not in mark else "check=0000" for mark in english.marks]
    body = BODY % "Prüfen"
    writer.write("messages/late", "de", body=body, title="Zu spät", translates="00000000", translated_sections=marks)
    writer.write("messages/late", "es", body=body, title="Tarde", translates=english.fingerprint, origin="machine")
    writer.write("messages/late", "pt-br", body=body, title="Atraso")
    writer.write("messages/late", "ru", body=body, title="Поздно", draft=True)
    writer.write("webhooks/later", title="Not yet written", draft=True)
    write_tree(writer)
    return writer


@pytest.fixture(scope="session")
def insights_app(insights_writer, tmp_path_factory):
    app = make_app(make_settings(tmp_path_factory.mktemp("instance"), content_dir=insights_writer.path))
    yield app
    tear_down(app)


@pytest.fixture
def small(insights_app):
    """The small portal in its first minute, with one member of the team."""
    empty(insights_app)
    put_clock(insights_app, StandingClock())
    with insights_app.app_context(), current_database.get().write() as session:
        add_staff(session, LEAD, START)
    return insights_app


@pytest.fixture
def lead(small) -> Browser:
    """Of the support team."""
    return cast.sign_in(small, LEAD)


@pytest.fixture
def stranger(small) -> Browser:
    """Signed in, but not of the team."""
    return cast.sign_in(small, "eve@stranger.example")
