"""Whether a translation was made from today's English text."""

import pytest

from portal.articles.staleness import Freshness, judge_freshness, take_fingerprint

BASE = take_fingerprint("Title", "Summary", "One\n\nTwo\n")


@pytest.mark.parametrize("body", ["One\r\n\r\nTwo\r\n", "One  \n\nTwo\t\n", "\nOne\n\nTwo", "One\n  \nTwo\n\n\n"])
def test_fingerprint_does_not_see_line_ends_and_trailing_space(body):
    assert take_fingerprint("Title ", " Summary", body) == BASE


@pytest.mark.parametrize(
    ("title", "summary", "body"),
    [
        ("Other", "Summary", "One\n\nTwo\n"),
        ("Title", "Other", "One\n\nTwo\n"),
        ("Title", "Summary", "One\n\nThree\n"),
        ("Title", "Summary", "One\nTwo\n"),
        ("Title", "Summary", "  One\n\nTwo\n"),
    ],
)
def test_fingerprint_sees_every_word(title, summary, body):
    assert take_fingerprint(title, summary, body) != BASE


def test_fingerprint_is_eight_hexadecimal_digits():
    assert len(BASE) == 8
    assert int(BASE, 16) >= 0


@pytest.mark.parametrize(
    ("translates", "freshness"),
    [(BASE, Freshness.CURRENT), ("00000000", Freshness.STALE), (None, Freshness.UNSTAMPED)],
)
def test_translation_is_judged_by_what_it_was_made_from(translates, freshness):
    assert judge_freshness(translates, BASE) is freshness
