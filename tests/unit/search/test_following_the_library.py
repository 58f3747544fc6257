"""The searcher follows the library: a new one is indexed beside the old one, which answers meanwhile."""

import gc
import threading
import time
from collections.abc import Callable

import pytest

from portal.kernel.language import DEFAULT_LANGUAGE, ENGLISH, GERMAN
from portal.search import searcher as room
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.model import Question
from portal.search.searcher import Searcher, index_fingerprint
from portal.search.store import IndexStore
from tests.unit.search.small_library import library, render, slugs

FIRST = library("one", ("a/rejected", "Template rejected", "Meta rejects a template."))
SECOND = library("two", ("a/rejected", "Template rejected", "Words."), ("a/paused", "Template paused", "Words."))


class Shelf:
    """Holds the library that is current, and can keep rendering waiting."""

    def __init__(self) -> None:
        self.library = FIRST
        self.open = threading.Event()
        self.open.set()
        self.broken = False

    def current(self):
        return self.library

    def render(self, found):
        self.open.wait(5)
        if self.broken:
            raise RuntimeError("cannot be rendered")
        return render(found)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def searcher(shelf, tmp_path):
    made = Searcher(shelf.current, shelf.render, IndexStore(tmp_path, WhooshIndex))
    yield made
    shelf.open.set()
    made.close()


def ask(searcher: Searcher, text: str, language=ENGLISH):
    return searcher.search(Question(text, language))


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("never came true")


def test_first_answers_say_that_the_index_is_being_built(searcher, shelf):
    shelf.open.clear()

    answer = ask(searcher, "template")
    shelf.open.set()

    assert answer.building
    assert searcher.suggest("te", ENGLISH) == ()
    wait_until(lambda: not ask(searcher, "template").building)
    assert slugs(ask(searcher, "template")) == ["rejected"]


def test_previous_index_answers_while_the_next_is_built(searcher, shelf):
    searcher.refresh()
    shelf.open.clear()
    shelf.library = SECOND

    meanwhile = slugs(ask(searcher, "template"))
    shelf.open.set()

    assert meanwhile == ["rejected"]
    wait_until(lambda: set(slugs(ask(searcher, "template"))) == {"rejected", "paused"})


def test_reader_names_the_library_its_answers_come_from(searcher, shelf):
    searcher.refresh()
    shelf.open.clear()
    shelf.library = SECOND

    with searcher.open() as reader:
        shelf.open.set()
        wait_until(lambda: searcher._current.library is SECOND)

        assert reader.library is FIRST
        assert slugs(reader.search(Question("template", ENGLISH))) == ["rejected"]


def test_reader_before_the_first_index_has_no_library(searcher, shelf):
    shelf.open.clear()

    with searcher.open() as reader:
        assert reader.library is None
    shelf.open.set()


def test_unchanged_library_is_indexed_once(searcher, shelf):
    searcher.refresh()
    shelf.broken = True

    searcher.refresh()

    assert slugs(ask(searcher, "template")) == ["rejected"]


def test_failed_build_keeps_the_previous_index_and_is_tried_again_later(searcher, shelf, monkeypatch):
    searcher.refresh()
    shelf.broken = True
    shelf.library = SECOND
    ask(searcher, "template")
    wait_until(lambda: searcher._failed_at is not None)

    assert slugs(ask(searcher, "template")) == ["rejected"]

    shelf.broken = False
    monkeypatch.setattr(room, "_RETRY_AFTER_S", 0.0)
    wait_until(lambda: set(slugs(ask(searcher, "template"))) == {"rejected", "paused"})


def test_restart_finds_the_index_it_left(searcher, shelf, tmp_path):
    searcher.refresh()
    shelf.broken = True
    again = Searcher(shelf.current, shelf.render, IndexStore(tmp_path, WhooshIndex))

    again.refresh()

    assert slugs(ask(again, "template")) == ["rejected"]
    again.close()


def test_old_index_is_removed(searcher, shelf, tmp_path):
    searcher.refresh()
    shelf.library = SECOND
    searcher.refresh()
    shelf.library = FIRST
    searcher.refresh()

    assert [path.name for path in (tmp_path / "index").iterdir()] == [
        index_fingerprint(FIRST, IndexStore(tmp_path, WhooshIndex).form)
    ]


def test_language_without_a_word_gets_the_english_results(searcher):
    searcher.refresh()

    answer = ask(searcher, "rejected", GERMAN)

    assert slugs(answer) == ["rejected"]
    assert answer.fallback
    assert answer.results[0].language == DEFAULT_LANGUAGE


def test_english_question_leads_to_the_translation(searcher, shelf):
    shelf.library = library(
        "three", ("a/rejected", "Template rejected", "Meta rejects it."), de={"a/rejected": "Vorlage abgelehnt"}
    )
    searcher.refresh()

    answer = ask(searcher, "template rejects", GERMAN)

    assert [result.title for result in answer.results] == ["Vorlage abgelehnt"]
    assert not answer.fallback


def test_section_of_the_translation_is_linked(searcher, shelf):
    shelf.library = library(
        "five",
        ("a/plans", "Support plans", "What we offer. ## s-escalation Escalation A breach is escalated."),
        ("a/other", "Other", "Words."),
        de={"a/plans": "Supportpläne"},
    )
    searcher.refresh()

    (result,) = ask(searcher, "breach is escalated", GERMAN).results

    assert (result.title, result.section.anchor) == ("Supportpläne", "s-escalation")


def test_question_of_the_language_stays_in_it(searcher, shelf):
    shelf.library = library(
        "four",
        ("a/rejected", "Template rejected", "Template Vorlage"),
        ("a/other", "Other", "Template"),
        de={"a/rejected": "Vorlage abgelehnt", "a/other": "Anderes"},
    )
    searcher.refresh()

    assert slugs(ask(searcher, "Vorlagen", GERMAN)) == ["rejected"]


def test_closed_searcher_answers_as_if_it_had_no_index(searcher, shelf):
    searcher.refresh()
    searcher.close()

    # What was indexed lies on the disk still, so that a build in the background could be faster than the question.
    with searcher._building:
        assert ask(searcher, "template").building


def test_large_index_is_left_alone_by_the_collector_until_the_next(shelf, searcher, monkeypatch):
    monkeypatch.setattr(room, "_MANY_DOCUMENTS", 0)
    gc.unfreeze()
    try:
        searcher.refresh()
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
