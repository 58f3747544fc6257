"""The results page: shareable, helpful when nothing fits, silent about secrets."""

import re
from html import unescape

import pytest

from portal.kernel.language import LANGUAGES

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWxYz0123_AK"


def words(page) -> str:
    return re.sub(r"\s+", " ", unescape(page.words))


def test_page_without_question_offers_the_field_and_the_topics(browse):
    page = browse.get("/en/search")

    assert "Webhooks and media" in words(page)
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/search">' in page.source


def test_questions_are_one_page_to_search_engines(browse):
    page = browse.get("/de/search?q=131047&kind=guide")

    assert '<link rel="canonical" href="http://127.0.0.1:8000/de/search">' in page.source


def test_results_lead_to_the_articles(browse):
    page = browse.get("/en/search?q=template+rejected")

    assert browse.click(page, "Template rejected by Meta, or refused when you create it")


def test_known_code_is_explained_first(browse):
    page = browse.get("/en/search?q=131047")

    text = page.source
    assert text.index('class="card known-error"') < text.index('class="card result"')
    assert "Error 131047" in words(page)


def test_section_that_answers_is_linked(browse):
    page = browse.get("/en/search?q=escalation")

    assert "/en/policy/plans-and-response-times#s-" in page.source


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_language_has_its_page(browse, language):
    for query in ("131047", "webhook", "qqqqqq", ""):
        browse.get(f"/{language.tag}/search?q={query}")


def test_typing_error_is_corrected_and_can_be_kept(browse):
    page = browse.get("/en/search?q=tempalte+rejected")

    assert "“template rejected”" in words(page)
    literal = browse.click(page, "Search exactly as typed")
    assert "“template rejected”" not in words(literal)


def test_english_words_on_another_languages_page_still_help(browse):
    page = browse.get("/de/search?q=recipient+undeliverable")

    assert "/de/messages/undeliverable-131026" in page.source


def test_nothing_found_shows_a_way_on(browse):
    page = browse.get("/en/search?q=qqqqqqqq")

    assert "/en/help/" in page.source
    assert "Webhooks and media" in words(page)


def choices(page, facet: str) -> dict[str, tuple[int, str]]:
    """What a group of the page offers: each name with its number and address."""
    group = re.search(rf"<summary>{facet}</summary>(.*?)</details>", page.source, re.DOTALL)
    links = re.findall(r'href="([^"]+)".*?<span>(.*?)</span>.*?>(\d+)<', group[1] if group else "", re.DOTALL)
    return {unescape(name): (int(count), unescape(address)) for address, name, count in links}


def count(page) -> int:
    return int(re.search(r"(\d+) results?", words(page))[1])


@pytest.mark.parametrize("facet", ["Topic", "Kind of article", "Affected part"])
def test_choice_gives_the_number_beside_it(browse, facet):
    offered = choices(browse.get("/en/search?q=template+message"), facet)

    assert len(offered) > 1
    for announced, address in offered.values():
        assert count(browse.get(address)) == announced


def test_filters_are_kept_and_can_be_removed(browse):
    page = browse.get("/en/search?q=tempalte&category=policy&kind=policy")

    assert "/en/templates/rejected" not in re.search(r"<ol.*?</ol>", page.source, re.DOTALL)[0]
    assert "category=policy&kind=policy" in unescape(page.links["Search exactly as typed"])
    _, without = choices(page, "Topic")["Support policy"]
    assert unescape(without) == "/en/search?q=tempalte&kind=policy"
    assert browse.click(page, "Remove the filter Support policy").address == without


def test_further_pages_keep_the_filters(browse):
    page = browse.get("/en/search?q=message+template+error+webhook+number&kind=troubleshooting")

    weaker = next(link for link in page.links if link.startswith("Show "))
    assert "kind=troubleshooting" in page.links[weaker]


def test_component_narrows_to_the_articles_about_it(browse):
    page = browse.get("/en/search?q=message&component=webhooks")

    assert 0 < count(page) < count(browse.get("/en/search?q=message"))
    assert "Remove the filter Webhooks" in page.links


def test_language_without_an_answer_narrows_the_english_one(browse):
    page = browse.get("/de/search?q=recipient+undeliverable")
    announced, address = next(iter(choices(page, "Thema").values()))

    assert int(re.search(r"(\d+) Ergebnis", words(browse.get(address)))[1]) == announced


def test_weak_results_are_a_click_away(browse):
    page = browse.get("/ru/search?q=шаблон+отклонён+не+знаю+почему")
    total, good = map(int, re.search(r"(\d+) результат\w*, из них хорошо подход\w+: (\d+)", words(page)).groups())
    weaker = browse.click(page, next(link for link in page.links if link.startswith("Показать")))

    assert page.source.count('class="card result"') == good < total
    assert words(weaker).count(str(total - good))
    assert f'start="{good + 1}"' in weaker.source
    assert words(browse.click(weaker, "К лучшим результатам")).count(str(total))


@pytest.mark.parametrize(
    "query", ["category=nowhere&kind=other&component=none&page=x", "page=-1", "page=99999999999", "page=%00"]
)
def test_impossible_wishes_are_left_out(browse, query):
    assert "result" in words(browse.get(f"/en/search?q=template&{query}"))


def test_language_switch_keeps_the_question(browse):
    page = browse.get("/en/search?q=webhook")

    assert re.search(r'href="/de/search\?q=webhook"', page.source)


def test_paste_is_reduced_and_the_code_explained(browse):
    pasted = '{"error":{"message":"(#131047) Re-engagement message","type":"OAuthException","code":131047}}'

    page = browse.submit(browse.get("/en/search"), {"q": pasted}, button="Search")

    assert "Error 131047" in words(page)
    assert "Re-engagement message" in words(page)


@pytest.mark.parametrize("path", ["/en/search", "/en/search/suggest", "/api/v1/search"])
def test_secret_in_a_question_is_shown_nowhere(browse, path):
    response = browse.client.get(path, query_string={"q": f"webhook {KEY} {KEY}", "page": "1"})

    assert response.status_code == 200
    assert "AbCdEfGhIjKlMnOp" not in response.get_data(as_text=True)
    assert "IjKlMnOpQrStUvWxYz" not in response.get_data(as_text=True)


def test_markup_in_a_question_is_text(browse):
    page = browse.get("/en/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg+src%3Dx%3E+template")

    assert "<script>alert" not in page.source
    assert "<img" not in page.source


def test_page_is_the_same_for_everyone(browse):
    page = browse.get("/en/search?q=webhook")

    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers


def test_suggestions_are_a_listbox(browse):
    page = browse.get("/en/search/suggest?q=web", fragment=True)

    assert re.match(r'\s*<ul role="listbox"\s+aria-label="Suggestions"\s+data-count="\d+ suggestions"', page.source)
    assert 'role="option"' in page.source
    assert "<mark>webhook</mark>" in page.source


def test_one_letter_suggests_nothing(browse):
    assert 'role="option"' not in browse.get("/en/search/suggest?q=w", fragment=True).source
