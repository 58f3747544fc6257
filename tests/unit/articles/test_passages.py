"""A text is cut at its second-level headings, and a translation remembers each piece by a mark."""

import pytest

from portal.articles.frontmatter import read_front_matter
from portal.articles.links import ArticleId
from portal.articles.passages import START
from portal.articles.staleness import Changes, compare_marks
from portal.kernel.language import ENGLISH

LATE = ArticleId("messages", "late")
BODY = """Lead.

## See *it* {#see}

Words.

### Deeper

More words.

```sh
## No heading
```

## Fix

Last words.
"""


def cut(writer, body: str = BODY, **front) -> dict[str, str]:
    """The passages of a text by their anchors."""
    writer.write("messages/late", body=body, **front)
    return {each.anchor: each.text for each in writer.load().articles[LATE]["en"].passages}


def marks(writer, body: str = BODY, **front) -> tuple[str, ...]:
    writer.write("messages/late", body=body, **front)
    return writer.load().articles[LATE]["en"].marks


def changes(writer, body: str = BODY, **front) -> Changes:
    """What differs from the text as it stands above."""
    before = marks(writer)
    return compare_marks(before, marks(writer, body, **front))


def test_section_holds_everything_down_to_the_next(writer):
    passages = cut(writer, title="Late", summary="Why.")

    assert list(passages) == [START, "see", "fix"]
    assert passages[START] == "Late\n\nWhy.\n\nLead."
    assert passages["see"].startswith("## See *it* {#see}\n\nWords.")
    assert passages["see"].endswith("## No heading\n```")
    assert passages["fix"] == "## Fix\n\nLast words."


def test_title_of_a_section_is_its_words(writer):
    writer.write("messages/late", body=BODY)

    assert [each.title for each in writer.load().articles[LATE]["en"].passages] == [
        "About messages/late",
        "See it",
        "Fix",
    ]


def test_text_without_sections_is_one_passage(writer):
    assert list(cut(writer, "Words.\n")) == [START]


def test_line_ends_and_trailing_space_change_no_mark(writer):
    before = marks(writer)
    writer.put(
        "articles/messages/late/en.md",
        "---\r\ntitle: About messages/late\r\nsummary: What helps.\r\nkind: guide\r\n---\r\n"
        + BODY.replace("\n", "  \r\n"),
    )

    assert writer.load().articles[LATE]["en"].marks == before


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("More words", "Other words", Changes(changed=("see",))),
        ("Last words", "Other words", Changes(changed=("fix",))),
        ("Lead", "Other", Changes(changed=(START,))),
        ("## Fix", "## Wait {#wait}\n\n## Fix", Changes(added=("wait",))),
        ("## Fix\n\nLast words.\n", "", Changes(removed=("fix",))),
        ("## Fix", "## Repair", Changes(added=("repair",), removed=("fix",))),
        ("Words.", "Words. ", Changes()),
    ],
)
def test_changed_section_is_named(writer, old, new, found):
    assert changes(writer, BODY.replace(old, new)) == found


@pytest.mark.parametrize("front", [{"title": "Other"}, {"summary": "Other."}])
def test_title_and_summary_count_as_the_start(writer, front):
    assert changes(writer, **front) == Changes(changed=(START,))


def test_keywords_count_as_nothing(writer):
    assert changes(writer, keywords=["slow"]) == Changes()


def test_without_marks_nothing_is_named():
    assert compare_marks((), ("_start=0000", "fix=1111")) == Changes()


@pytest.mark.parametrize("body", ["## 24 hours\n", "## Что делать?\n", "## _a_\n", "## ?\n", "## A {#a_b-C}\n"])
def test_every_mark_may_stand_in_front_matter(writer, body):
    written = f"title: A\nsummary: B\nkind: guide\ntranslated_sections: [{', '.join(marks(writer, body))}]"

    read = read_front_matter(f"---\n{written}\n---\n".encode(), "de.md")

    assert read.front.translated_sections == marks(writer, body)


def test_draft_is_known_by_name_only(writer):
    writer.write("messages/late")
    writer.write("messages/late", "de", title="Spät", draft=True)
    writer.write("messages/early", title="Early", draft=True)
    writer.write("messages/early", "ru", title="Рано")

    library = writer.load()

    assert list(library.articles) == [LATE]
    assert library.drafts == {
        LATE: {"de": "Spät"},
        ArticleId("messages", "early"): {"en": "Early", "ru": "Рано"},
    }
    assert not library.find("messages", "late", ENGLISH).draft
