import pytest
from rapidfuzz.distance import OSA

from bench.search.typos import KINDS, misspell, misspell_word, variants

SENTENCES = {
    "en": "template rejected again",
    "de": "Schlüssel für die Nachrichten",
    "es": "contraseña inválida",
    "pt-br": "mensagem não entregue",
    "ru": "шаблон отклонён",
}


@pytest.mark.parametrize("tag", SENTENCES)
def test_variant_is_one_edit_away(tag):
    made = list(variants(SENTENCES[tag], tag))

    assert len(made) >= len(KINDS) - 1
    assert {OSA.distance(SENTENCES[tag], wrong) for wrong in made} == {1}


def test_variants_are_the_same_in_every_run():
    assert list(variants("template rejected", "en")) == list(variants("template rejected", "en"))


def test_error_is_in_the_longest_word():
    for wrong in variants("my template is late", "en"):
        assert wrong.startswith("my ")
        assert wrong.endswith(" is late")


@pytest.mark.parametrize("question", ["error 131047 again", "what is 401", "hub pin"])
def test_digits_and_short_words_are_left_alone(question):
    assert list(variants(question, "en")) == []


def test_neighbour_is_a_key_of_the_language():
    assert misspell_word("zzzz", "de", "neighbour") in {"uzzz", "zuzz", "zzuz", "zzzu"}
    assert misspell_word("ффф", "ru", "neighbour") in {"ыфф", "фыф", "ффы"}


def test_accent_is_dropped_from_a_word_that_has_one_and_never_from_a_letter_of_its_own():
    assert misspell("clave inválida", "es", "accent") == "clave invalida"
    assert misspell("мой шаблон", "ru", "accent") is None


def test_swapped_letters_keep_the_capital_in_its_place():
    assert misspell_word("Aabb", "en", "swap") == "Abab"
    assert misspell_word("Mmmm", "en", "swap") is None
