"""Markdown becomes a page's body: what editors need comes through."""

import pytest

from portal.articles.links import ArticleId
from portal.articles.outline import scan_outline
from tests.html_document import HtmlDocument, text_of
from tests.unit.articles.rendering import parse, render


def only(document: HtmlDocument, tag: str):
    (element,) = document.list_elements(tag)
    return element


class TestHeadings:
    def test_id_of_the_editor_is_prefixed(self):
        heading = only(parse("## Fix *it* {#fix}"), "h2")

        assert heading.get("id") == "s-fix"
        assert text_of(heading) == "Fix it"

    @pytest.mark.parametrize(
        ("source", "anchor"),
        [
            ("## Fix it", "s-fix-it"),
            ("## Что делать?", "s-что-делать"),
            ("## `key` {#a}", "s-a"),
            ("## !!!", "s-section"),
        ],
    )
    def test_heading_without_an_id_gets_one_from_its_words(self, source, anchor):
        assert only(parse(source), "h2").get("id") == anchor

    def test_ids_are_unique(self):
        ids = [heading.get("id") for heading in parse("## A\n\n## A\n\n## B {#a}").list_elements("h2")]

        assert ids == ["s-a", "s-a-2", "s-a-3"]

    def test_first_level_belongs_to_the_title(self):
        document = parse("# A\n\n<h1>B</h1>")

        assert not document.list_elements("h1")
        assert len(document.list_elements("h2")) == 2

    def test_number_sign_without_a_space_is_text(self):
        assert not parse("#131047 fails").list_elements("h1", "h2")

    def test_table_of_contents_has_two_levels(self):
        body = render("## A {#a}\n\n### A1 & more {#a1}\n\n#### Deeper\n\n## B {#b}")

        assert [(entry.anchor, entry.title, entry.level) for entry in body.toc] == [
            ("s-a", "A", 2),
            ("s-a1", "A1 & more", 3),
            ("s-b", "B", 2),
        ]
        assert [[inner.anchor for inner in part] for _, part in body.nested_toc()] == [["s-a1"], []]

    def test_brace_in_code_is_no_id(self):
        heading = only(parse("## Use `{#x}`"), "h2")

        assert text_of(heading) == "Use {#x}"
        assert heading.get("id") == "s-use-x"


class TestTables:
    TABLE = "## Codes\n\n| A | B |\n|:-:|--:|\n| 1 | 2 |\n"

    def test_alignment_is_a_class(self):
        document = parse(self.TABLE)

        assert [cell.get("class") for cell in document.list_elements("td")] == ["align-center", "align-right"]
        assert "style" not in document.source

    def test_table_scrolls_in_a_region_that_a_keyboard_reaches(self):
        region = only(parse(self.TABLE), "div")

        assert (region.get("class"), region.get("tabindex"), region.get("role")) == ("table-scroll", "0", "region")
        assert region.get("aria-label") == "Table: Codes"

    def test_region_is_named_after_the_caption(self):
        document = parse('{{ policy_table("plans") }}')

        assert only(document, "div").get("aria-label") == "Plans"
        assert text_of(only(document, "caption")) == "Plans"

    def test_regions_have_names_of_their_own(self):
        names = [
            div.get("aria-label") for div in parse("| A |\n|---|\n| 1 |\n\n| B |\n|---|\n| 2 |\n").list_elements("div")
        ]

        assert names == ["Table: The title", "Table: The title (2)"]

    def test_first_row_heads_the_columns(self):
        assert {cell.get("scope") for cell in parse(self.TABLE).list_elements("th")} == {"col"}


class TestCode:
    def test_code_is_coloured_labelled_and_reached_with_a_keyboard(self):
        document = parse('```json\n{"a": 1}\n```')

        assert only(document, "div").get("data-language") == "json"
        assert only(document, "pre").get("tabindex") == "0"
        assert {"nt", "mi"} <= {span.get("class") for span in document.list_elements("span")}
        assert text_of(only(document, "code")) == '{"a": 1}'

    @pytest.mark.parametrize("source", ["```\nx\n```", "```text\nx\n```", "    x"])
    def test_plain_text_has_no_label(self, source):
        assert only(parse(source), "div").get("data-language") is None

    def test_code_stands_in_lists_and_admonitions(self):
        document = parse(
            '1. One\n\n    ```bash\n    curl\n    ```\n\n2. Two\n\n!!! note "N"\n    ```http\n    GET /\n    ```\n'
        )

        assert [div.get("data-language") for div in document.list_elements("div") if div.get("data-language")] == [
            "bash",
            "http",
        ]
        assert len(document.list_elements("ol")) == 1


class TestPlaceholders:
    def test_value_is_filled_in_as_text(self):
        assert text_of(parse("At most {{ policy.x }}.").root) == "At most 4 < 5."

    @pytest.mark.parametrize("source", ["`{{ policy.x }}`", "```\n{{ policy.x }}\n```", "    {{ policy.x }}"])
    def test_code_is_left_alone(self, source):
        assert "{{ policy.x }}" in parse(source).source

    @pytest.mark.parametrize(
        "source",
        [
            "**{{policy.x}}**",
            "## {{ policy.x }}",
            "- {{ policy.x }}",
            "| A |\n|---|\n| {{ policy.x }} |",
            "[{{ policy.x }}](#x)",
        ],
    )
    def test_value_is_filled_in_wherever_text_stands(self, source):
        assert "4 < 5" in text_of(parse(source).root)

    def test_table_on_a_line_of_its_own_leaves_the_paragraph(self):
        document = parse('Before.\n\n{{ policy_table("plans") }}\n\nAfter.')

        assert not document.mistakes
        assert len(document.list_elements("p")) == 2

    def test_unknown_placeholder_stays_as_it_is(self):
        assert "{{1}}" in parse("Hello {{1}}").source


class TestLinksAndPictures:
    def test_address_is_the_librarys(self):
        link = only(parse("[a](https://example.org)"), "a")

        assert (link.get("href"), link.get("rel")) == ("https://example.org", "noopener")

    def test_link_that_leads_nowhere_keeps_its_words(self):
        link = only(parse("[a](lost.md)"), "a")

        assert link.get("href") is None
        assert text_of(link) == "a"

    def test_link_to_a_heading_carries_the_prefix(self):
        assert only(parse("[a](#fix)"), "a").get("href") == "#s-fix"

    def test_picture_has_its_size_and_waits_its_turn(self):
        image = only(parse('![A "screen"](screen.png)'), "img")

        assert dict(image.items()) == {
            "src": "/images/screen.png",
            "width": "40",
            "height": "20",
            "alt": 'A "screen"',
            "loading": "lazy",
            "decoding": "async",
        }

    def test_picture_that_is_not_there_leaves_its_text(self):
        document = parse("![A screen](https://example.org/a.png)")

        assert not document.list_elements("img")
        assert text_of(document.root) == "A screen"


def test_task_is_a_box_with_its_words_as_label():
    document = parse("- [ ] One [link](#a)\n- [x] Two\n\n    More.\n")

    boxes = document.list_elements("input")
    assert [(box.get("type"), box.get("checked")) for box in boxes] == [("checkbox", None), ("checkbox", "")]
    assert [text_of(label) for label in document.list_elements("label")] == ["One link", "Two"]
    assert not document.mistakes


def test_footnote_and_its_way_back_carry_the_prefix():
    document = parse("Text[^1].\n\n[^1]: Note.")

    there, back = document.list_elements("a")
    assert there.get("href", "")[1:] in document.ids
    assert back.get("href", "")[1:] in document.ids
    assert back.get("aria-label") == "Back to footnote 1"
    assert all(name.startswith("s-") for name in document.ids)


@pytest.mark.parametrize(
    ("kind", "look"), [("summary", "admonition summary"), ("tip", "admonition tip"), ("danger", "admonition note")]
)
def test_admonition_has_a_look(kind, look):
    document = parse(f'!!! {kind} "In short"\n    Words.\n')

    box, title = only(document, "div"), document.list_elements("p")[0]
    assert (box.get("class"), title.get("class"), text_of(title)) == (look, "admonition-title", "In short")


def test_plain_text_is_kept_by_section_for_the_index():
    body = render(
        "Intro `code`.\n\n## A {#a}\n\nOne\ntwo[^1].\n\n| x |\n|---|\n| y |\n\n```json\n{}\n```\n\n[^1]: Note.\n"
    )

    assert [(section.anchor, section.title, section.level, section.text) for section in body.sections] == [
        ("", "", 1, "Intro code."),
        ("s-a", "A", 2, "One two.\n\tx\n\ty\n\t\t{}\nNote."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "## A {#a}\n\n## A\n\n## A",
        "## A ##\n\n##   B {#b}   ",
        "Under\n=====\n\nSecond\n---\n\nRule\n\n---",
        "> ## Quoted {#q}",
        '!!! note "x"\n    ## In a box {#box}',
        "1. x\n\n    ## In a list",
        "## *Em* **strong** `code` [link](#x) snake_case",
        "## `{#code}`",
        "## A & B < C",
        "Text\n## Directly below",
        "```\n## code\n```\n\n    ## code",
        "## A {#1a}\n\n## A {#a b}\n\n## {#alone}",
        "##\n\n## \n\n#Tag\n\n####### Seven",
        "## ¿Qué? Ñ\n\n## Что делать",
        "## Note[^1]\n\n[^1]: n",
    ],
)
def test_anchors_on_the_page_are_those_the_proof_of_links_knows(body):
    page = [section.anchor for section in render(body).sections if section.anchor]

    assert page == [f"s-{heading.anchor}" for heading in scan_outline(body, ArticleId("a", "b"), 1).headings]
