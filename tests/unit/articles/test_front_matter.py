"""The form at the top of an article: every mistake is told with its line."""

import pytest

from portal.articles.frontmatter import Split, read_front_matter
from portal.articles.links import ArticleId
from portal.articles.model import Kind

GOOD = "title: A\nsummary: B\nkind: guide\n"


def read(front: str, body: str = "Text\n"):
    return read_front_matter(f"---\n{front}---\n{body}".encode(), "content/a.md")


def found(answer) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in answer]


def test_every_key_is_read():
    split = read(
        'title: "Fails: why"\nsummary: B\nkind: best-practice\ncomponent: api\nerror_codes: [131047, "0"]\n'
        "keywords: [re-engagement, 24:00, no]\nrelated: [a/b]\ndraft: true\ntranslates: 12345678\n"
    )

    assert isinstance(split, Split)
    front = split.front
    assert (front.title, front.kind, front.component, front.draft) == ("Fails: why", Kind.BEST_PRACTICE, "api", True)
    assert front.error_codes == (131047, 0)
    assert front.keywords == ("re-engagement", "24:00", "no")
    assert front.related == (ArticleId("a", "b"),)
    assert front.translates == "12345678"


def test_fingerprint_of_digits_keeps_its_zeros():
    split = read(GOOD + "translates: 00123456\n")

    assert split.front.translates == "00123456"


def test_body_begins_below_the_front_matter():
    split = read(GOOD, body="One\n---\nTwo\n")

    assert split.body_line == 6
    assert split.lines == {"title": 2, "summary": 3, "kind": 4}


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbf---\ntitle: A\nsummary: B\nkind: guide\n---\nText\n",
        b"---\r\ntitle: A\r\nsummary: B\r\nkind: guide\r\n---\r\nText\r\n",
        b"---  \ntitle: A\nsummary: B\nkind: guide\n--- \nText\n",
        b"---\ntitle: A\nsummary: B\nkind: guide\ncomponent:\nkeywords:\n---",
    ],
)
def test_front_matter_is_read_however_it_was_saved(source):
    split = read_front_matter(source, "content/a.md")

    assert isinstance(split, Split)
    assert split.front.title == "A"
    assert source[split.body_start :].strip() in {b"Text", b""}


@pytest.mark.parametrize(
    ("source", "line", "code"),
    [
        (b"", 1, "front-matter-missing"),
        (b"Text\n", 1, "front-matter-missing"),
        (b"---\ntitle: A\n", 1, "front-matter-missing"),
        (b"\n---\ntitle: A\n---\n", 1, "front-matter-missing"),
        (b"---\n---\n", 2, "front-matter-yaml"),
        (b"---\n- a\n---\n", 2, "front-matter-yaml"),
        (b"---\ntitle: A\nsummary: [a\n---\n", 4, "front-matter-yaml"),
        (b"---\ntitle: A: B\n---\n", 2, "front-matter-yaml"),
        (b"---\ntitle: A\n\tkind: x\n---\n", 3, "front-matter-yaml"),
        (b"---\ntitle: A\x00\n---\n", 1, "front-matter-yaml"),
        (b"---\ntitle: A\nsummary: \xff\n---\n", 3, "encoding"),
    ],
)
def test_file_that_cannot_be_read_is_refused(source, line, code):
    assert found(read_front_matter(source, "content/a.md")) == [(line, code)]


@pytest.mark.parametrize(
    ("front", "line", "code"),
    [
        ("summary: B\nkind: guide\n", 1, "missing-key"),
        ("title:\nsummary: B\nkind: guide\n", 2, "missing-key"),
        (GOOD + "titel: C\n", 5, "unknown-key"),
        (GOOD + "kind: guide\n", 5, "duplicate-key"),
        ("title: A\nsummary: B\nkind: gide\n", 4, "unknown-kind"),
        ("title: [A]\nsummary: B\nkind: guide\n", 2, "bad-value"),
        (GOOD + "error_codes: [x]\n", 5, "bad-value"),
        (GOOD + "error_codes: 131047\n", 5, "bad-value"),
        (GOOD + "keywords: [[a]]\n", 5, "bad-value"),
        (GOOD + "related: [a]\n", 5, "bad-value"),
        (GOOD + "related:\n  - {a: b}\n", 5, "bad-value"),
        (GOOD + "draft: perhaps\n", 5, "bad-value"),
        (GOOD + "translates: 3F9A1C20\n", 5, "bad-value"),
        (GOOD + "component: [api]\n", 5, "bad-value"),
        (GOOD + "loop: &a [*a]\n", 5, "unknown-key"),
    ],
)
def test_mistake_is_told_with_its_line(front, line, code):
    assert found(read(front)) == [(line, code)]


def test_all_mistakes_of_a_file_are_told_at_once():
    answer = read("titel: A\nsummary: B\nkind: gide\nerror_codes: [x]\n")

    assert found(answer) == [(1, "missing-key"), (2, "unknown-key"), (4, "unknown-kind"), (5, "bad-value")]
