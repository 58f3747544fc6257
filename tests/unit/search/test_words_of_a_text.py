"""How texts become words, and words become stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.folding import fold
from portal.kernel.language import BRAZILIAN, ENGLISH, GERMAN, LANGUAGES, RUSSIAN, SPANISH
from portal.search.analyser import Analyser
from portal.search.analysis import MAX_WORD, normalise, query_stems, stem, tokenise
from portal.search.compounds import compounds_of


def words(text: str) -> list[tuple[str, ...]]:
    return [token.words for token in tokenise(normalise(text))]


@pytest.mark.parametrize(
    ("written", "found_as"),
    [
        ("messaging_product", ("messaging", "product", "messagingproduct")),
        ("tabs.onUpdated", ("tabs", "on", "updated", "tabsonupdated")),
        ("D360-API-KEY", ("d360", "api", "key", "d360apikey")),
        ("e-mail", ("e", "mail", "email")),
        ("WhatsApp", ("whatsapp",)),
        ("OAuthException", ("oauthexception",)),
        ("doesn't", ("doesnt",)),
        ("Meta’s", ("meta",)),
        ("131047", ("131047",)),
        ("１３１０４７", ("131047",)),
        ("Größe", ("größe",)),
    ],
)
def test_identifier_is_found_by_its_parts_and_as_a_whole(written, found_as):
    assert words(written) == [found_as]


def test_composed_and_decomposed_letters_are_one_word():
    assert words("verificac\u0327a\u0303o") == words("verificação")


def test_control_and_direction_characters_part_words_and_vanish():
    assert words("key\x00lost \u202eevil") == [("key",), ("lost",), ("evil",)]


def test_broken_surrogates_do_no_harm():
    assert words("api \ud800 key") == [("api",), ("key",)]


def test_word_of_more_than_sixty_characters_is_none():
    assert words(f"{'a' * MAX_WORD} {'b' * (MAX_WORD + 1)}") == [("a" * MAX_WORD,)]


@given(st.text())
def test_every_token_stands_where_it_says(text):
    sound = normalise(text)

    for token in tokenise(sound):
        written = sound[token.start : token.end]
        assert written.strip() == written
        assert token.words
        assert all(0 < len(word) <= MAX_WORD for word in token.words)


@pytest.mark.parametrize(
    ("accented", "plain"),
    [("verificação", "verificacao"), ("añadir", "anadir"), ("Straße", "Strasse"), ("ещё", "еще"), ("й", "й")],
)
def test_folding_takes_accents_but_leaves_letters(accented, plain):
    assert fold(accented) == plain


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (ENGLISH, "templates", "template"),
        (GERMAN, "vorlagen", "vorlage"),
        (GERMAN, "häuser", "haus"),
        (GERMAN, "haeuser", "häuser"),
        (SPANISH, "plantillas", "plantilla"),
        (SPANISH, "rechazado", "rechazada"),
        (BRAZILIAN, "rejeitados", "rejeitado"),
        (RUSSIAN, "сообщения", "сообщений"),
        (RUSSIAN, "webhooks", "webhook"),
    ],
)
def test_forms_of_a_word_have_one_stem(language, one, other):
    assert stem(one, language) == stem(other, language)


def test_words_with_digits_keep_their_form():
    assert all(stem("132000s", language) == "132000s" for language in LANGUAGES)


def test_question_is_stemmed_in_the_readers_language_and_in_english():
    assert query_stems("verifications", GERMAN) == (stem("verifications", GERMAN), stem("verifications", ENGLISH))


def test_index_leaves_out_words_without_meaning():
    assert Analyser(ENGLISH, compounds_of(ENGLISH, {})).stems("Why are the templates not there?") == ["templat"]


def test_country_is_no_word_without_meaning():
    assert Analyser(ENGLISH, compounds_of(ENGLISH, {})).stems("Marketing in the US is down") == ["market", "us", "down"]
