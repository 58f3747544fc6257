"""Reports that people labelled: which are told twice, and which are another problem."""

from itertools import chain

import pytest

from bench.likeness import judge, read_pairs
from portal.cases.vocabulary import read_words
from portal.kernel.language import LANGUAGES

PAIRS = read_pairs()


def test_there_are_enough_pairs_of_both_kinds_and_all_languages():
    assert len(PAIRS) >= 140
    assert sum(pair.same for pair in PAIRS) >= 60
    assert sum(not pair.same for pair in PAIRS) >= 60
    assert sum(len(set(pair.languages)) > 1 for pair in PAIRS) >= 40
    assert {language.tag.lower() for language in LANGUAGES} == set(chain(*(pair.languages for pair in PAIRS)))


def test_second_report_of_a_problem_is_told_from_another_problem():
    agreement = judge(PAIRS)

    assert agreement.precision >= 0.95
    assert agreement.recall >= 0.9


def test_pairs_in_two_languages_are_told_apart_as_well():
    agreement = judge(pair for pair in PAIRS if len(set(pair.languages)) > 1)

    assert agreement.precision >= 0.9
    assert agreement.recall >= 0.9


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        ("invoice", ["invoices", "Rechnung", "facturas", "Fatura", "счёта"]),
        ("reject", ["declined", "abgelehnt", "rechazada", "rejeitado", "отклонили"]),
        ("timeout", ["timed out", "Zeitüberschreitung", "tiempo de espera", "tempo limite", "тайм-ауту"]),
        ("october", ["October", "Oktober", "octubre", "outubro", "октябрь"]),
    ],
)
def test_words_of_five_languages_mean_the_same(meaning, words):
    assert [read_words(word) for word in words] == [{meaning}] * len(words)


def test_word_without_a_meaning_stands_for_itself_whatever_its_ending():
    assert read_words("Leuchtturms") == read_words("leuchtturm") == {"leucht"}
