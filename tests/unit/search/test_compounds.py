"""German compounds: found by their parts, and taken apart when the library does not write them."""

import pytest

from portal.kernel.language import find_language
from portal.search.compounds import Compounds
from tests.unit.search.small_library import ask, document, index_of, slugs

GERMAN = find_language("de")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Nachrichtenvorlage".lower(), ("nachrichten", "vorlage")),
        ("sicherheitsprüfung", ("sicherheit", "prufung")),
        ("kundenservicefenster", ("kunden", "service", "fenster")),
        ("vorlage", ()),
        ("nachrichten", ()),
        ("vorlagenxyz", ()),
        ("131047131047", ()),
    ],
)
def test_a_compound_is_taken_apart_into_words_of_the_library(word, parts):
    words = ("nachrichten", "vorlage", "sicherheit", "prufung", "kunden", "service", "fenster", "richten")
    assert Compounds(GERMAN, dict.fromkeys(words, 3)).parts(word) == parts


def test_a_word_far_more_frequent_than_its_parts_stays_whole():
    assert Compounds(GERMAN, {"warte": 1, "zeit": 1, "wartezeit": 40}).parts("wartezeit") == ()
    assert Compounds(GERMAN, {"warte": 5, "zeit": 9, "wartezeit": 40}).parts("wartezeit") == ("warte", "zeit")


def test_a_part_finds_the_compound():
    index = index_of(
        document("templates/one", "Nachrichtenvorlagen prüfen", language=GERMAN),
        document("templates/two", "Vorlage", "Eine Nachricht und mehrere Nachrichten.", language=GERMAN),
        document("other/three", "Rechnungen bezahlen", language=GERMAN),
        language=GERMAN,
    )
    assert set(slugs(ask(index, "Vorlagen"))) == {"one", "two"}


def test_a_compound_nobody_wrote_finds_texts_with_its_parts():
    index = index_of(
        document("templates/rejected", "Ablehnung", "Warum eine Vorlage abgelehnt wird.", language=GERMAN),
        document("templates/paused", "Pausierte Vorlagen", "Die Vorlagen ruhen.", language=GERMAN),
        document("other/three", "Rechnungen bezahlen", language=GERMAN),
        language=GERMAN,
    )
    answer = ask(index, "Vorlagenablehnung")
    assert slugs(answer)[0] == "rejected"
    assert answer.did_you_mean is None


def test_other_languages_are_not_taken_apart():
    index = index_of(
        document("templates/one", "Template names"),
        document("templates/two", "Name"),
        document("templates/three", "Templatename"),
    )
    assert slugs(ask(index, "templatename")) == ["three"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Vrolagenablehnung", "vorlagenablehnung"), ("Vorlagenabelhnung", "Vorlagenablehnung")]
)
def test_typing_error_in_a_compound_nobody_wrote(typed, meant):
    index = index_of(
        document(
            "templates/rejected",
            "Ablehnung",
            "Warum Vorlagen abgelehnt werden.",
            keywords=("Vorlagen",),
            language=GERMAN,
        ),
        document("other/three", "Rechnungen bezahlen", language=GERMAN),
        language=GERMAN,
    )

    answer = ask(index, typed)

    assert slugs(answer) == ["rejected"]
    assert answer.did_you_mean == meant
