"""What an article refers to, found with its lines and never inside code."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.articles.links import ArticleId
from portal.articles.outline import Outline, blank_code, has_bad_id, mask_code, scan_outline, slugify

HERE = ArticleId("messages", "late")


def scan(body: str, first_line: int = 1) -> Outline:
    return scan_outline(body, HERE, first_line)


def test_lines_are_those_of_the_file():
    outline = scan("Text\n\n## Fix {#fix}\n\nSee [a](#fix)\nand {{ policy.x }}.\n", first_line=9)

    assert [(heading.anchor, heading.line) for heading in outline.headings] == [("fix", 11)]
    assert [(link.address, link.line) for link in outline.links] == [("#fix", 13)]
    assert [(mark.text, mark.line) for mark in outline.placeholders] == [("policy.x", 14)]


@pytest.mark.parametrize(
    "code",
    [
        "`[a](b.md)`",
        "`` ` [a](b.md) ``",
        "```\n[a](b.md)\n```",
        "~~~text\n[a](b.md)\n~~~",
        "````\n```\n[a](b.md)\n````",
        "1. Step\n\n    ```bash\n    [a](b.md)\n    ```",
        '!!! note "x"\n    ```\n    [a](b.md)\n    ```',
        "Text.\n\n    [a](b.md)\n\n    [c](d.md)",
        "<!-- [a](b.md)\n -->",
        "`a\n[a](b.md)`",
        "\\[a](b.md)",
    ],
)
def test_code_holds_no_links(code):
    assert scan(f"Before.\n\n{code}\n\nAfter.").links == ()


@pytest.mark.parametrize(
    "text",
    [
        "[a](b.md)",
        "`x` [a](b.md) `y`",
        "[`a`](b.md)",
        "[a [b] c](b.md)",
        "[a\nb](b.md)",
        '[a](<b.md> "Title")',
        "[a](b.md 'Title')",
        "- Item\n\n    [a](b.md) in an item",
        '!!! note "x"\n    [a](b.md)',
        "[^1]: Note\n\n    [a](b.md)",
        "Unmatched ` here.\n\n[a](b.md)",
        "[a][1]\n\n[1]: b.md",
        "[![alt](c.png)](b.md)",
    ],
)
def test_links_are_found(text):
    assert [link.address for link in scan(text).links] == ["b.md"]


def test_pictures_are_found_with_their_text():
    outline = scan("![A screen](a.png) ![](b.png) [![In a link](c.png)](#x)")

    assert [(image.address, image.alt) for image in outline.images] == [
        ("a.png", "A screen"),
        ("b.png", ""),
        ("c.png", "In a link"),
    ]


def test_headings_carry_their_ids_and_words():
    outline = scan("## Fix it {#fix}\n\n### The `key` *now*\n\n## Что делать?\n\nUnder\n=====\n\n#131047 is a code\n")

    found = [(heading.level, heading.anchor, heading.explicit) for heading in outline.headings]
    assert found == [(2, "fix", True), (3, "the-key-now", False), (2, "что-делать", False), (1, "under", False)]
    assert outline.headings[0].title == "Fix it"


def test_second_heading_with_the_same_words_gets_a_number():
    assert scan("## Fix\n\n## Fix\n").anchors == {"fix", "fix-2"}


def test_id_that_cannot_be_one_is_noticed():
    good, bad = scan("## A {#fix-it}\n\n## B {#починить}\n").headings

    assert not has_bad_id(good)
    assert has_bad_id(bad)


def test_admonitions_and_raw_html_are_named():
    outline = scan('!!! danger "No"\n    <b>x</b> <https://example.org> a < b\n')

    assert [mark.text for mark in outline.admonitions] == ["danger"]
    assert [mark.text for mark in outline.raw_html] == ["b", "/b"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Fix it", "fix-it"),
        ("  Fix -- it! ", "fix-it"),
        ("Schlüssel erneuern", "schlüssel-erneuern"),
        ("Что делать?", "что-делать"),
        ("¿Qué?", "qué"),
        ("131047", "131047"),
        ("…", "section"),
        ("", "section"),
    ],
)
def test_slug_keeps_letters_of_every_script(title, slug):
    assert slugify(title) == slug


@given(st.text(alphabet="`~[]()!#{}<>- \n\tab1.", max_size=300))
@settings(max_examples=150, deadline=None)
def test_blanking_code_keeps_every_line_in_its_place(text):
    assert blank_code(text).count("\n") == text.count("\n")


@pytest.mark.parametrize("text", ["[" * 5000, "![" * 4000, "<a " * 5000, "`" * 5000, "`` ` a" * 2000, "[a](" * 3000])
def test_hostile_text_is_scanned_in_no_time(text):
    assert scan(text).links == ()


@pytest.mark.parametrize(
    "body",
    [
        "a `[b](c)` d",
        "```\n[b](c)\n```\n[d](e)",
        "    [b](c)\n\n[d](e)",
        "a ` b\n```\n[b](c)\n```\nc ` d",
        "<!-- [b](c)\n\n--> [d](e)",
        "~~~\n``` \n~~~\n`` ` `` é",
    ],
)
def test_masked_text_is_as_long_as_the_text_and_holds_what_no_code_is(body):
    masked = mask_code(body)

    assert len(masked) == len(body)
    assert all(shown in {" ", written} for shown, written in zip(masked, body, strict=True))
    assert [line.split() for line in masked.split("\n")] == [line.split() for line in blank_code(body).split("\n")]
