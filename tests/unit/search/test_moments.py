"""Times of day in a question, which no article is about."""

import pytest

from portal.search.moments import leave_out_moments


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("webhooks do not arrive since this afternoon", "webhooks do not arrive"),
        ("since 9:00 no messages", "no messages"),
        ("Webhooks kommen seit heute Nachmittag nicht mehr an", "Webhooks kommen nicht mehr an"),
        ("ab 9 Uhr keine Nachrichten", "keine Nachrichten"),
        ("los webhooks no llegan desde ayer por la tarde", "los webhooks no llegan"),
        ("os webhooks não chegam mais desde hoje à tarde", "os webhooks não chegam mais"),
        ("вебхуки не приходят с сегодняшнего дня после обеда", "вебхуки не приходят"),
        ("с утра ничего", "ничего"),
    ],
)
def test_time_of_day_is_left_out(text, left):
    assert " ".join(leave_out_moments(text).split()) == left


@pytest.mark.parametrize(
    "text",
    [
        "webhooks chegam tarde",
        "los mensajes llegan tarde",
        "limit from 250 to 2000",
        "error 131047 at 100 percent",
        "tier 2 to 10",
        "opening hours in the greeting message",
    ],
)
def test_same_words_in_another_sense_stay(text):
    assert leave_out_moments(text) == text


def test_every_other_word_keeps_its_place():
    text = "nothing since noon arrives"

    assert leave_out_moments(text).index("arrives") == text.index("arrives")
