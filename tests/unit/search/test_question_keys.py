"""Equal questions are counted alike, and nothing of who asked is kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.language import ENGLISH, GERMAN
from portal.search.learning.keys import MAX_KEY, answered_key, question_key
from portal.search.learning.tickets import MAX_TICKET, make_ticket, read_ticket
from portal.search.model import Answer, KnownError, Question

TODAY = date(2026, 11, 23)
SECRET = "0123456789abcdef"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  Webhook   NOT\ncalled?? ", "webhook not called"),
        ("Größe der Vorlage", "größe der vorlage"),
        ("Ошибка 131047!", "ошибка 131047"),
        ("¿Por qué «falla»?", "por qué falla"),
        ("Error (#131047): Re-engagement message", "error 131047 re-engagement message"),
        ("d360-api-key messaging_product sha256 oauth2token", "d360-api-key messaging_product sha256 oauth2token"),
        ("message_template_status_update_v2", "message_template_status_update_v2"),
        ("10k/100k limit, 2,000 in 24h", "10k/100k limit 2,000 in 24h"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_equal_questions_have_one_key(typed, key):
    assert question_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ana.maria@firma.example cannot sign in", "cannot sign in"),
        ("<ANA@FIRMA.EXAMPLE> cannot sign in", "cannot sign in"),
        ("ana＠firma.example cannot sign in", "cannot sign in"),
        ("call +49 (151) 234-5678 now", "call now"),
        ("0151 2345678 blocked", "blocked"),
        ("number:4915123456789 blocked", "number blocked"),
        ("00 49 151 131047 blocked", "blocked"),
        ("+55 11 91234 5678", ""),
        ("４９１５１２３４５６７８ blocked", "blocked"),
        ("wamid.HBgNNDkxNTEyMzQ1Njc4ORUCABEYEj failed", "failed"),
        ('"WAMID.HBgNNDkxNTEyMzQ1Njc4ORUCABEYEj" failed', "failed"),
        ("id 550e8400-e29b-41d4-a716-446655440000 unknown", "id unknown"),
        ("trace Az8or2yhqkZfEZ-_4Qn_Bam9", "trace"),
        ("waba 104996122399160 missing", "waba missing"),
        ("https://shop.example/hook?user=7 times out", "times out"),
        ("see www.shop.example please", "see please"),
        ("refused at 2026-11-23T10:44:22 by 192.168.1.10", "refused at by"),
        ("the key AbCd…wxyz and •••", "the key and"),
        ("x" * 61, ""),
    ],
)
def test_what_may_tell_who_asked_is_left_out(typed, key):
    assert question_key(typed, {"131047"}) == key


def test_known_codes_stay_however_many_digits_they_have():
    assert question_key("2494055 2388023 131047", {"2494055", "131047"}) == "2494055 131047"


def test_codes_with_few_digits_stay_unknown_or_not():
    assert question_key("error 999999") == "error 999999"


def test_long_text_is_cut_between_words():
    key = question_key("messages " * 500)

    assert len(key) <= MAX_KEY
    assert set(key.split()) == {"messages"}


def test_paste_is_counted_by_its_codes_and_the_words_looked_for():
    errors = (KnownError("131047", ENGLISH, None, None, ""),)
    pasted = Answer(Question("{...}", ENGLISH), errors=errors, searched_for="Re-engagement message")

    assert answered_key(pasted) == "131047 re-engagement message"


@given(st.text(max_size=3_000))
def test_key_is_short_single_spaced_and_its_own_key(text):
    key = question_key(text)

    assert len(key) <= MAX_KEY
    assert key == " ".join(key.split())
    assert "@" not in key


@given(st.text(alphabet="Ав ö🙂\"'", min_size=MAX_KEY, max_size=MAX_KEY))
def test_longest_ticket_fits(text):
    assert len(make_ticket(SECRET, GERMAN, text, TODAY)) <= MAX_TICKET


class TestTickets:
    def test_names_the_question_and_its_language_on_that_day_and_the_next(self):
        ticket = make_ticket(SECRET, GERMAN, "größe", TODAY)

        assert read_ticket(SECRET, ticket, TODAY) == (GERMAN, "größe")
        assert read_ticket(SECRET, ticket, TODAY + timedelta(days=1)) == (GERMAN, "größe")

    @pytest.mark.parametrize("days", [-1, 2, 400])
    def test_is_worth_nothing_on_another_day(self, days):
        ticket = make_ticket(SECRET, GERMAN, "größe", TODAY)

        assert read_ticket(SECRET, ticket, TODAY + timedelta(days=days)) is None

    @pytest.mark.parametrize("ticket", ["", "x", "WyJhIl0.x", "\x00", "ü" * 50])
    def test_invented_one_is_refused(self, ticket):
        assert read_ticket(SECRET, ticket, TODAY) is None

    def test_signed_with_another_key_is_refused(self):
        assert read_ticket(SECRET, make_ticket("another key of ours", GERMAN, "größe", TODAY), TODAY) is None

    def test_is_the_same_all_day_so_that_the_page_is(self):
        assert make_ticket(SECRET, GERMAN, "größe", TODAY) == make_ticket(SECRET, GERMAN, "größe", TODAY)

    def test_nothing_to_count_has_none(self):
        assert make_ticket(SECRET, GERMAN, "", TODAY) == ""
