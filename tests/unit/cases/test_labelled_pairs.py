"""Reports that people labelled: which are told twice, and which are another problem."""

from collections import defaultdict
from itertools import chain

import pytest

from bench.likeness import UNSEEN, judge, mix, read_pairs
from portal.cases.vocabulary.business import BUSINESS
from portal.cases.vocabulary.faults import FAULTS
from portal.cases.vocabulary.frequent import GENERAL, THINGS
from portal.cases.vocabulary.messages import MESSAGES
from portal.cases.vocabulary.reading import KINDS, MEANINGS, fold_text, read_words
from portal.cases.vocabulary.settings import SETTINGS
from portal.cases.vocabulary.technical import TECHNICAL
from portal.kernel.language import LANGUAGES

PAIRS = read_pairs()
TABLES = (MESSAGES, BUSINESS, TECHNICAL, FAULTS, SETTINGS)


def test_there_are_enough_pairs_of_both_kinds_and_all_languages():
    assert len(PAIRS) >= 290
    assert sum(pair.same for pair in PAIRS) >= 60
    assert sum(not pair.same for pair in PAIRS) >= 60
    assert sum(len(set(pair.languages)) > 1 for pair in PAIRS) >= 40
    assert {language.tag.lower() for language in LANGUAGES} == set(chain(*(pair.languages for pair in PAIRS)))


def test_second_report_of_a_problem_is_told_from_another_problem():
    agreement = judge(PAIRS)

    assert agreement.precision >= 0.95
    assert agreement.recall >= 0.9


def test_unseen_pairs_are_told_apart_nearly_as_well():
    agreement = judge(read_pairs(UNSEEN))

    # As measured when they were written: what is missed costs a second case, what is mistaken a question in vain.
    assert agreement.precision >= 0.95
    assert agreement.recall >= 0.7


def test_reports_that_have_nothing_to_do_with_each_other_are_seldom_alike():
    mixed = mix(PAIRS)

    assert len(mixed) >= 3_000
    assert sum(pair.is_found for pair in mixed) / len(mixed) <= 0.03


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


@pytest.mark.parametrize(
    ("written", "meanings"),
    [
        ("Oktoberrechnung", {"october", "invoice"}),
        ("Nachrichtenvorlage", {"message", "template"}),
        ("time out", {"timeout"}),
        ("enlace", {"link"}),
        ("the and und для", set()),
    ],
)
def test_compounds_and_phrases_have_the_meanings_of_their_parts(written, meanings):
    assert read_words(written) == meanings


def test_no_beginning_has_two_meanings():
    meanings = defaultdict(set)
    for meaning, words in chain(*(table.items() for table in TABLES)):
        for word in words.split():
            meanings[word].add(meaning)

    assert {word: each for word, each in meanings.items() if len(each) > 1} == {}


def test_words_stand_in_the_tables_as_they_are_compared():
    words = chain(*(words.split() for table in TABLES for words in table.values()))

    assert [word for word in words if fold_text(word) != word] == []


def test_kinds_and_common_meanings_are_meanings_that_exist():
    named = {each.replace("_", " ") for members in KINDS.values() for each in members.split()}

    assert named - MEANINGS == set()
    assert {kind for kind in KINDS if not kind.startswith("(")} - MEANINGS == set()
    assert set() == (GENERAL | THINGS) - MEANINGS


def test_word_without_a_meaning_stands_for_itself_whatever_its_ending():
    assert read_words("Leuchtturms") == read_words("leuchtturm") == {"leuchttu"}
