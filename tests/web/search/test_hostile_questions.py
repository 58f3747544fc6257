"""Whatever is asked, the answer is an ordinary page, and soon."""

import pytest

from tests.growth import FACTOR, TOO_STEEP, growth
from tests.hostile import HOSTILE


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_question_gets_an_ordinary_page(browse, question):
    def ask(text):
        return browse.client.get("/de/search", query_string={"q": text})

    response = ask(question)

    assert response.status_code == 200
    assert response.text.rstrip().endswith("</html>")
    assert growth(lambda: ask(question[: len(question) // FACTOR]), lambda: ask(question)) < TOO_STEEP
    assert len(response.data) < 200_000


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_beginning_gets_an_ordinary_list(browse, question):
    assert browse.client.get("/en/search/suggest", query_string={"q": question}).status_code == 200


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_question_to_the_api_gets_an_ordinary_document(browse, question):
    response = browse.client.get("/api/v1/search", query_string={"q": question})

    assert response.status_code == 200
    assert len(response.json["results"]) <= 10


@pytest.mark.parametrize("raw", ["%ff%fe", "%00", "%ED%A0%80", "%", "%zz", "&q=&q=2"])
def test_broken_encodings_are_harmless(browse, raw):
    for path in ("/en/search", "/en/search/suggest", "/api/v1/search"):
        assert browse.client.get(f"{path}?q={raw}").status_code == 200


def test_hostile_page_is_a_sound_page(browse):
    for question in ("nested brackets", "markup", "every plane", "right to left"):
        browse.submit(browse.get("/en/search"), {"q": HOSTILE[question][:5_000]}, button="Search")
