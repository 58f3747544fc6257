import pytest

from bench.search.questions import Maker, are_forms
from portal.kernel.language import ENGLISH
from tests.unit.search.small_library import document


@pytest.mark.parametrize(
    ("tag", "word", "other"),
    [
        ("en", "template", "templates"),
        ("en", "delivered", "delivering"),
        ("de", "vorlage", "vorlagen"),
        ("es", "rechazado", "rechazando"),
        ("pt-br", "solução", "soluções"),
        ("ru", "сообщение", "сообщениями"),
    ],
)
def test_forms_of_a_word_differ_in_their_ending(tag, word, other):
    assert are_forms(word, other, tag)
    assert are_forms(other, word, tag)


@pytest.mark.parametrize(
    ("word", "other"), [("select", "selector"), ("pin", "pins"), ("late", "late"), ("key", "keys")]
)
def test_other_and_short_words_are_no_forms(word, other):
    assert not are_forms(word, other, "en")


DOCUMENTS = (
    document("messages/late", "Late message", "Messages that come late.", summary="Late it is"),
    document("messages/lost", "Lost template", "Templates and a lost message.", summary="A zebra lost its way twice"),
    document("messages/same", "Template lost", "Nothing more.", summary=""),
    document("webhooks/one", "Webhook", "Webhook webhook.", summary=""),
)


def test_title_in_other_forms_uses_words_that_the_documents_have():
    maker = Maker(DOCUMENTS, ENGLISH)

    assert maker.inflected("Late message") == "Late messages"
    assert maker.inflected("Something else") is None


def test_misspelt_title_has_as_many_errors_as_wished():
    maker = Maker(DOCUMENTS, ENGLISH)

    one, two = maker.misspelt("Lost template", 1), maker.misspelt("Lost template", 2)
    assert len({"Lost template", one, two, None}) == 4
    assert one.startswith("Lost ")
    assert maker.misspelt("A pin", 1) is None


def test_rare_words_keep_their_order():
    assert Maker(DOCUMENTS, ENGLISH).rare("message zebra lost its template twice") == "zebra lost its twice"


def test_titles_that_name_no_single_document_are_left_out():
    kept = {each.slug for each in Maker(DOCUMENTS, ENGLISH).documents}

    assert kept == {"late"}
