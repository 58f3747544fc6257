"""What the portal is compared with must itself be sound, or the comparison flatters."""

import pytest

from bench.search.baselines.bm25 import PlainBm25
from bench.search.baselines.fts5 import Fts5, Fts5WithStems
from portal.kernel.language import ENGLISH
from tests.unit.search.small_library import document

DOCUMENTS = (
    document("messages/late", "Late messages", "A message may come late."),
    document("templates/rejected", "Rejected template", "Templates are rejected for a reason."),
    document("webhooks/set-up", "Set up a webhook", "The webhook gets messages."),
)


@pytest.mark.parametrize("program", [PlainBm25, Fts5, Fts5WithStems])
def test_document_with_most_of_the_words_stands_first(program):
    ask = program(DOCUMENTS, ENGLISH).ask

    assert ask("webhook messages").results[0] == "webhooks/set-up"
    assert ask("rejected template").results == ("templates/rejected",)


@pytest.mark.parametrize("program", [PlainBm25, Fts5, Fts5WithStems])
@pytest.mark.parametrize("question", ["", "nowhere", '" OR *', "(((", "NEAR("])
def test_what_is_nowhere_finds_nothing(program, question):
    assert program(DOCUMENTS, ENGLISH).ask(question).empty


def test_only_stems_bring_other_forms_together():
    assert Fts5(DOCUMENTS, ENGLISH).ask("rejecting").empty
    assert Fts5WithStems(DOCUMENTS, ENGLISH).ask("rejecting").results == ("templates/rejected",)
