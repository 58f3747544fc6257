import pytest

from bench.search.judged import FOLDER, Judged, find_unknown, judge, read_judged
from bench.search.metrics import Page
from portal.kernel.language import ENGLISH, LANGUAGES
from tests.house.sources import ROOT


def test_judged_questions_name_articles_that_exist():
    judged = read_judged(FOLDER)
    articles = {f"{folder.parent.name}/{folder.name}" for folder in (ROOT / "content" / "articles").glob("*/*")}

    assert set(judged) == set(LANGUAGES)
    assert find_unknown(judged, articles) == []
    assert all(question.expect for questions in judged.values() for question in questions)


def test_question_with_an_unknown_field_is_refused(tmp_path):
    (tmp_path / "en.yml").write_text("- {q: late, kind: plain, expect: [messages/late], wanted: x}\n", encoding="utf-8")

    with pytest.raises(TypeError, match="wanted"):
        read_judged(tmp_path)


def test_outcome_counts_places_codes_sections_and_errors():
    page = Page(results=("api/keys", "messages/late"), codes=("131047",), sections={"messages/late": "check"})
    questions = [
        Judged("why late", "plain", ("messages/late",), section="check"),
        Judged("131047", "code", ("numbers/pin",), code="131047"),
        Judged("tempalte", "typo", ("api/keys",)),
    ]

    outcome = judge(lambda _: page, questions, ENGLISH)

    assert outcome.whole.ranks == [2, 0, 1]
    assert (outcome.codes, outcome.sections) == ([True], [True])
    assert [question.q for _, _, question, _ in outcome.missed] == ["131047"]
    assert set(outcome.typos.ranks) == {2}
