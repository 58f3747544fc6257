from pathlib import Path

import pytest

from portal.web.site import read_site

SITE = (Path(__file__).resolve().parents[3] / "content" / "site.yml").read_text(encoding="utf-8")


@pytest.fixture
def problems_of(tmp_path):
    def problems_of(*changes):
        text = SITE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        (tmp_path / "site.yml").write_text(text, encoding="utf-8")
        site, problems = read_site(tmp_path / "site.yml")
        assert (site is None) == bool(problems)
        return [(text.splitlines()[problem.line - 1].strip(), problem.message) for problem in problems]

    return problems_of


def test_the_site_of_the_repository_is_right(problems_of):
    assert problems_of() == []


def test_every_mistake_is_told_at_once_at_its_line(problems_of):
    found = problems_of(
        ("featured:", "featurd:"),
        ("  hub:", "  hubb:"),
        ("icon: compass", "icn: compass"),
        ("locales: [en, de", "locales: [en, xx"),
        ("en: Getting started,", ""),
    )

    assert [(line.partition(":")[0], message.split(" ")[0]) for line, message in found] == [
        ("featurd", "featurd"),
        ("hubb", "brand.hubb"),
        ("icn", "categories.getting-started.icn"),
        ("brand", "brand.hub"),
        ("locales", "unknown"),
        ("name", "categories.getting-started.name"),
    ]


def test_list_that_is_a_word_is_a_mistake(problems_of):
    found = problems_of(("locales: [en, de, es, pt-br, ru]", "locales: en"))

    assert [message for _, message in found] == ["locales must be a list"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("brand: [\n", "content/site.yml:2: site-yaml"),
        ("- a\n", "content/site.yml:1: site-shape"),
        ("featured: []\ncategories: {}\n", "content/site.yml:1: site-value"),
    ],
)
def test_mistake_is_told_by_its_rule(tmp_path, text, finding):
    file = tmp_path / "content" / "site.yml"
    file.parent.mkdir()
    file.write_text(text)

    site, problems = read_site(file)

    assert site is None
    assert str(problems[0]).startswith(f"{finding}: ")


def test_missing_file_is_told(tmp_path):
    assert [problem.code for problem in read_site(tmp_path / "content" / "site.yml")[1]] == ["site-missing"]


def test_category_may_not_hide_behind_an_address_of_the_portal(problems_of):
    found = problems_of(("  webhooks:\n    icon", "  errors:\n    icon"))

    assert found == [("errors:", "categories.errors is an address of the portal itself")]


def test_icon_that_is_not_in_the_set_is_a_mistake(problems_of):
    found = problems_of(("icon: compass", "icon: rocket"))

    assert [(line, message.partition(":")[0]) for line, message in found] == [
        ("icon: rocket", "categories.getting-started.icon is none of")
    ]


def test_picture_of_the_brand_that_is_not_there_is_told_at_its_line(tmp_path):
    (tmp_path / "site.yml").write_text(SITE.replace("  hub:", "  mark: brand/lost.svg\n  hub:"))

    site, problems = read_site(tmp_path / "site.yml")

    assert site is None
    assert [(problem.code, problem.line) for problem in problems] == [("brand-file", 6)]
