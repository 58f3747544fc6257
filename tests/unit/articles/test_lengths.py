"""Titles and summaries that would be cut where they are shown are found."""

import pytest

from portal.articles.checks.lengths import check_lengths


@pytest.mark.parametrize(
    ("front", "finding"),
    [
        ({"title": "t" * 76}, (2, "title-length", False)),
        ({"summary": "s" * 161}, (3, "summary-length", False)),
    ],
)
def test_text_that_results_would_cut_is_a_warning(writer, front, finding):
    writer.write("messages/late", **front)
    (texts,) = writer.load().articles.values()

    (problem,) = check_lengths(texts["en"])

    assert (problem.line, problem.code, problem.fatal) == finding


def test_longest_texts_pass(writer):
    writer.write("messages/late", title="ы" * 75, summary="ы" * 160)
    (texts,) = writer.load().articles.values()

    assert list(check_lengths(texts["en"])) == []
