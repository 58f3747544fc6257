"""Guided troubleshooting as readers meet it: every way through every tree, in every language."""

from collections.abc import Iterator

import pytest
import yaml

from portal.articles.source import load_library
from portal.articles.trees.model import Outcome, Question, Tree
from portal.articles.trees.replay import replay
from portal.kernel.language import LANGUAGES
from tests.building import ROOT
from tests.checked_client import Browser
from tests.html_document import text_of
from tests.web.articles.portals import open_portal

# As small as a tree can be: one question, one end.
SMALL = """
component: webhooks
category: webhooks
begin: incident
questions:
  incident: {reported: late, nothing: late}
outcomes:
  late: {}
"""
TREES = load_library(ROOT / "content").trees
EVERYWHERE = [(tree, language) for tree in TREES for language in LANGUAGES]
NAMES = [f"{tree.id}-{language.tag}" for tree, language in EVERYWHERE]


def list_edges(tree: Tree) -> Iterator[tuple[str, ...]]:
    """For every answer of every question, the answers that lead there first and this one."""
    waiting: list[tuple[str, ...]] = [()]
    seen: set[str] = set()
    while waiting:
        answers = waiting.pop(0)
        here = replay(tree, answers).here
        if here.id in seen or not isinstance(here, Question):
            continue
        seen.add(here.id)
        for answer in here.answers:
            yield (*answers, answer.id)
            waiting.append((*answers, answer.id))


def address_of(tree: Tree, language, answers=()) -> str:
    return "/".join([f"/{language.tag}/troubleshoot/{tree.id}", *answers, ""])


def links_of(page) -> set[str]:
    return {link.get("href") for link in page.document.list_elements("a")}


def test_four_troubles_are_covered():
    wanted = {"messages-not-delivered", "webhook-silent", "template-refused", "number-not-registered"}

    assert wanted <= {tree.id for tree in TREES}


@pytest.mark.parametrize(("tree", "language"), EVERYWHERE, ids=NAMES)
class TestEveryTreeInEveryLanguage:
    def test_nothing_is_left_untranslated(self, browse, tree, language):
        assert language in tree.list_languages()

    def test_every_answer_leads_to_its_page_and_every_outcome_is_reached(self, browse, tree, language):
        reached = set()
        for answers in list_edges(tree):
            before = browse.get(address_of(tree, language, answers[:-1]))
            assert address_of(tree, language, answers) in links_of(before)
            here = replay(tree, answers).here
            reached.add(here.id)
            page = browse.get(address_of(tree, language, answers))
            name = here.title if isinstance(here, Outcome) else here.ask
            assert page.heading == tree.find_words(name, language)[0].text.replace("`", "")
        assert reached == {*tree.questions, *tree.outcomes} - {tree.begin}

    def test_links_of_every_outcome_lead_somewhere(self, browse, tree, language):
        for answers in list_edges(tree):
            outcome = replay(tree, answers).here
            if not isinstance(outcome, Outcome):
                continue
            page = browse.get(address_of(tree, language, answers))
            links = links_of(page)
            if outcome.article:
                anchor = f"#s-{outcome.anchor}" if outcome.anchor else ""
                place = f"/{language.tag}/{outcome.article}"
                assert place + anchor in links
                assert f"s-{outcome.anchor}" in browse.get(place).document.ids
            start = browse.get(f"/{language.tag}/help/?tree={tree.id}/{'/'.join(answers)}")
            for step in replay(tree, answers).steps:
                label = tree.find_words(step.question.label(step.answer), language)[0].text
                assert start.says(label.replace("`", ""))


class TestQuestion:
    def test_answers_given_so_far_can_each_be_changed(self, browse):
        page = browse.get("/en/troubleshoot/messages-not-delivered/message-id/failed/")

        changes = [each for each in page.document.list_elements("a") if text_of(each).startswith("Change:")]
        assert [link.get("href") for link in changes] == [
            "/en/troubleshoot/messages-not-delivered/",
            "/en/troubleshoot/messages-not-delivered/message-id/",
        ]

    def test_way_back_leads_to_the_question_before(self, browse):
        page = browse.get("/en/troubleshoot/messages-not-delivered/message-id/failed/")

        assert page.link("Back") == "/en/troubleshoot/messages-not-delivered/message-id/"

    def test_support_can_be_asked_with_the_answers_given(self, browse):
        page = browse.get("/en/troubleshoot/messages-not-delivered/message-id/failed/")

        assert "/en/help/?tree=messages-not-delivered/message-id/failed" in links_of(page)

    def test_other_language_shows_the_same_question(self, browse):
        page = browse.get("/en/troubleshoot/webhook-silent/nothing/")

        assert page.link("Deutsch") == "/de/troubleshoot/webhook-silent/nothing/"

    def test_only_the_first_question_is_for_search_engines(self, browse):
        assert "noindex" not in browse.get("/en/troubleshoot/webhook-silent/").source
        assert "noindex" in browse.get("/en/troubleshoot/webhook-silent/nothing/").source
        assert "noindex" in browse.get("/en/troubleshoot/webhook-silent/reported/").source

    def test_pages_are_the_same_for_everyone(self, browse):
        page = browse.get("/en/troubleshoot/webhook-silent/nothing/no-call/")

        assert page.headers["Cache-Control"].startswith("public")
        assert "Set-Cookie" not in page.headers

    @pytest.mark.parametrize(
        "path",
        ["nowhere/", "webhook-silent/nowhere/", "webhook-silent/reported/nothing/", "webhook-silent/nothing/nothing/"],
    )
    def test_unknown_tree_or_answer_is_not_found_in_the_readers_language(self, browse, path):
        assert browse.get(f"/ru/troubleshoot/{path}", status=404).language == "ru"


class TestOutcome:
    def test_it_says_what_is_likely_what_to_do_and_where_to_read_on(self, browse):
        page = browse.get("/en/troubleshoot/messages-not-delivered/message-id/failed/window/")

        for words in ("Most likely cause", "only approved templates are delivered", "Send an approved template."):
            assert page.says(words)
        assert page.link("Messages fail with error 131047 – Fix it") == "/en/messages/window-closed-131047#s-fix"

    def test_section_is_shown_without_code(self, browse):
        page = browse.get("/en/troubleshoot/messages-not-delivered/message-id/failed/window/")

        assert page.says("Send an approved template to start the conversation again.")
        assert not page.says("POST /messages HTTP/1.1")


class TestEntrances:
    @pytest.mark.parametrize("path", ["/", "/troubleshoot/", "/search?q=zzzzqqqq", "/help/"])
    def test_every_tree_is_found(self, browse, path):
        links = links_of(browse.get(f"/de{path}"))

        assert {address_of(tree, LANGUAGES[1]) for tree in TREES} <= links

    def test_shelf_shows_its_own_trees(self, browse):
        links = links_of(browse.get("/en/webhooks/"))

        assert "/en/troubleshoot/webhook-silent/" in links
        assert "/en/troubleshoot/template-refused/" not in links

    def test_site_map_holds_list_and_first_questions_only(self, browse):
        source = browse.get("/sitemap.xml").source

        assert "/es/troubleshoot/</loc>" in source
        assert "/es/troubleshoot/webhook-silent/</loc>" in source
        assert "/es/troubleshoot/webhook-silent/nothing/" not in source


def test_portal_without_trees_says_nothing_of_them(read):
    assert not read.get("/en/").says("Find the cause step by step")
    assert read.get("/en/troubleshoot/").says("Nothing here yet")


def test_what_is_not_translated_is_english_says_so_and_is_marked(writer, tmp_path):
    question = {"ask": "An incident?", "answers": {"reported": "Yes, one is open", "nothing": "No"}}
    end = {"title": "Late", "cause": "A fault.", "action": "Wait."}
    texts = {"title": "Silent", "summary": "Questions.", "questions": {"incident": question}, "outcomes": {"late": end}}
    words = {"title": "Stumm", "summary": "Fragen.", "questions": {"incident": {"ask": "Ein Vorfall?"}}}
    writer.put("trees/silent/tree.yml", SMALL)
    for language in LANGUAGES:
        file = words if language.tag == "de" else texts
        writer.put(f"trees/silent/{language.tag}.yml", yaml.safe_dump(file, sort_keys=False))

    with open_portal(tmp_path / "instance", writer.path) as app:
        page = Browser(app).get("/de/troubleshoot/silent/")

    assert page.heading == "Ein Vorfall?"
    assert page.says("Diese Seite ist noch nicht vollständig übersetzt")
    choices = [link for link in page.document.list_elements("a") if "/silent/" in link.get("href", "")]
    english = [text_of(link) for link in choices if link.get("lang") == "en" and not link.get("hreflang")]
    assert english == ["Yes, one is open", "No"]
