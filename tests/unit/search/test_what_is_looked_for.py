"""Each word is taken as it is when the library knows it, and bent only as far as needed."""

import pytest

from portal.kernel.language import GERMAN
from portal.search.answering import corrected_text
from portal.search.index.protocol import Alternative, Concept
from portal.search.lexicon import commonest_stems
from portal.search.planning import MAX_WORDS, Plan, plan_query
from tests.unit.search.small_library import ask, document, index_of, slugs

LIBRARY = (
    document("templates/rejected", "Template rejected", "Meta has rejected the template. The verification failed."),
    document("webhooks/set-up", "Set up a webhook", "Set the messaging_product and your api key in the header."),
    document("messages/late", "Messages arrive late", "Registration and delivery take longer.", codes=("131047",)),
)


@pytest.fixture(scope="module")
def english():
    return index_of(*LIBRARY, synonyms=("outage, delivery", "service window, registration"))


def plan(index, text: str, **wishes) -> Plan:
    return plan_query(text, index.lexicon, **wishes)


def ways(concept: Concept) -> list[tuple[str, ...]]:
    return [way.stems for way in concept.alternatives]


def test_known_word_is_taken_as_it_is(english):
    planned = plan(english, "templates")

    assert planned.concepts == (Concept((Alternative(("templat",)),)),)
    assert planned.understood


def test_words_without_meaning_are_left_out(english):
    assert plan(english, "why is my template not there").words == ("template",)


def test_identifier_is_looked_for_as_a_whole_and_by_its_parts(english):
    (concept,) = plan(english, "messaging_product").concepts

    assert ways(concept) == [("messagingproduct",), ("messag", "product")]
    assert concept.alternatives[0].weight > concept.alternatives[1].weight


def test_two_words_that_the_library_writes_as_one(english):
    planned = plan(english, "web hook")

    assert ("webhook",) in ways(planned.concepts[0])
    assert len(planned.concepts) == 1


def test_one_word_that_the_library_writes_as_two(english):
    assert [each.alternatives[0].stems for each in plan(english, "apikey").concepts] == [("api",), ("key",)]


def test_typing_error_is_likelier_than_two_words_written_as_one():
    index = index_of(document("a/names", "Namespace", "A names space."), document("a/other", "Plans", "Other things."))

    assert ask(index, "namesspace").did_you_mean == "namespace"


def test_beginning_of_a_word_is_completed(english):
    planned = plan(english, "registrat")

    assert ways(planned.concepts[0]) == [("registr",)]
    assert not planned.corrections
    assert not planned.understood


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tempalte", "template"),
        ("templtae rejcted", "template rejected"),
        ("mesages", "messages"),
        ("registartoin", "registration"),
        ("mesaging_product", "messaging_product"),
    ],
)
def test_typing_error_is_corrected_and_told(english, typed, meant):
    planned = plan(english, typed)

    assert corrected_text(planned) == meant
    assert planned.corrections


def test_short_words_and_words_with_digits_are_not_corrected(english):
    planned = plan(english, "akp 13104x")

    assert not planned.corrections
    assert not planned.concepts


def test_other_form_of_a_word_is_no_error():
    index = index_of(document("a/b", "Sie bekommen Code", "x", language=GERMAN), language=GERMAN)

    planned = plan(index, "bekommt")

    assert ways(planned.concepts[0]) == [("bekomm",)]
    assert not planned.corrections


def test_literal_question_is_left_as_it_is(english):
    planned = plan(english, "tempalte", literal=True)

    assert not planned.corrections
    assert not planned.concepts


def test_accents_are_restored_before_stemming():
    index = index_of(document("a/b", "Código de verificación", "x", language=GERMAN), language=GERMAN)

    assert plan(index, "verificacion").understood


def test_synonym_stands_beside_the_word_and_counts_less(english):
    (concept,) = plan(english, "outage").concepts

    assert ways(concept) == [("deliveri",)]
    assert concept.alternatives[0].weight < 1


def test_term_of_several_words_is_one_thing(english):
    planned = plan(english, "my service window")

    assert len(planned.concepts) == 1
    assert ("registr",) in ways(planned.concepts[0])


def test_unknown_code_is_still_looked_for(english):
    planned = plan(english, "error 999999")

    assert planned.codes.unknown == ("999999",)
    assert ("999999",) in ways(planned.concepts[-1])


def test_long_question_keeps_the_words_that_tell_most(english):
    planned = plan(english, " ".join(f"nothing{number}" for number in range(40)) + " template webhook")

    assert len(planned.words) == MAX_WORDS
    assert {"template", "webhook"} <= set(planned.words)


def test_paste_is_looked_for_by_its_telling_words(english):
    planned = plan(english, '{"error": {"message": "(#131047) Template rejected", "type": "OAuthException"}}')

    assert planned.pasted
    assert planned.words == ("template", "rejected", "131047")


@pytest.mark.parametrize("nothing", ["", "   ", "*" * 10_000, "((((", "\x00\x01", "?!"])
def test_question_without_words_finds_nothing(english, nothing):
    assert slugs(ask(english, nothing)) == []


def test_typing_error_in_a_paste_is_corrected_among_its_telling_words(english):
    planned = plan(english, '{"message": "the tempalte was rejected", "type": "OAuthException"}')

    assert corrected_text(planned) == "template rejected"


def test_a_word_of_talk_is_not_bent_into_another_word_of_talk():
    index = index_of(
        document("a/rejected", "Template rejected", "It was held back by Meta, and later on sent."),
        document("a/other", "Plans", "Words about other things."),
    )

    answer = ask(index, "why the helld is my tempalte rejected")

    assert answer.did_you_mean == "why the helld is my template rejected"


def test_where_nothing_else_is_known_any_word_may_be_meant():
    index = index_of(
        document("a/rejected", "Template rejected", "It was withheld by Meta."),
        document("a/other", "Plans", "Words about other things."),
    )

    assert ask(index, "witheld").did_you_mean == "withheld"


def test_a_mistyped_synonym_is_understood():
    index = index_of(
        document("a/restricted", "Account restricted", "Ask for a review."),
        document("a/other", "Plans", "Words about other things."),
        synonyms=("restricted, suspended",),
    )

    answer = ask(index, "supsended account")

    assert slugs(answer) == ["restricted"]
    assert answer.did_you_mean == "suspended account"


def test_of_two_words_each_counts_of_more_those_that_are_subjects(english):
    assert [concept.worth for concept in plan(english, "longer rejected").concepts] == [1.0, 1.0]
    worths = [concept.worth for concept in plan(english, "longer rejected template").concepts]
    assert worths == [0.5, 1.0, 1.0]


def test_commonest_stems_come_from_the_words_of_most_documents():
    index = index_of(
        document("a/one", "Template", "The template waits."),
        document("a/two", "Templates", "A template was sent."),
        document("a/three", "Keys", "One key."),
    )

    assert commonest_stems(index.lexicon, 1) == ("templat",)


def test_sentence_about_a_command_is_looked_for_and_the_command_is_not(english):
    command = "curl -X POST https://waba-v2.360dialog.io/v1/configs/webhook -H 'Content-Type: application/json'"

    assert plan(english, f"template rejected\n{command}").words == ("template", "rejected")
    assert "webhook" in plan(english, f"please help me\n{command}").words


def test_sentence_about_a_failure_is_looked_for_with_some_words_of_it(english):
    words = plan(english, 'template rejected {"error":{"message":"The verification of a thing failed"}}').words

    assert words[:2] == ("template", "rejected")
    assert "verification" in words
    assert len(words) <= 4
