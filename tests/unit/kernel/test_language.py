import pytest

from portal.kernel.language import ENGLISH, GERMAN, find_language, negotiate, pick_own


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("es-MX", "es"),
        ("pt", "pt-br"),
        ("pt-PT,en;q=0.4", "pt-br"),
        ("ru-RU;q=0.8, en;q=0.9", "en"),
        ("fr, it;q=0.8", "en"),
        ("en;q=0, de;q=0.1", "de"),
        ("", "en"),
        ("de;q=oops, es;q=0.1", "es"),
        (";;;,,,q=", "en"),
    ],
)
def test_browser_gets_the_language_it_wants_most(header, tag):
    assert negotiate(None, header).tag == tag


def test_language_chosen_before_beats_the_browser():
    assert negotiate("ru", "de").tag == "ru"


def test_unknown_cookie_is_ignored():
    assert negotiate("xx", "de").tag == "de"


def test_unknown_tag_has_no_language():
    assert find_language("pt") is None


def test_own_words_go_before_the_english_ones():
    assert pick_own({"en": "Late", "de": "Spät"}, GERMAN) == ("Spät", GERMAN)
    assert pick_own({"en": "Late"}, GERMAN) == ("Late", ENGLISH)
