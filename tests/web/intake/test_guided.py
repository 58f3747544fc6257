"""Whoever comes from guided troubleshooting tells nothing twice: the answers arrive in the wizard."""

import pytest

from portal.articles.source import load_library
from portal.intake.forms import LONG, SHORT
from portal.intake.guided import bring_way
from portal.intake.model import Draft
from portal.kernel.language import LANGUAGES
from portal.masking.mask import mask_text
from portal.web.current import current_database
from tests.building import ROOT
from tests.web.articles.test_tree_pages import list_edges
from tests.web.intake.walking import Customer

TREES = load_library(ROOT / "content").trees
WAY = "?tree=messages-not-delivered/message-id/failed/window"


def come_to_details(browse, query, language="en") -> Customer:
    """Through the steps before the details, each sent as it was filled in beforehand."""
    customer = Customer(browse, language).starts(query).can_sign_in()
    customer.answers()
    return customer.goes_past_the_answers()


def test_problem_is_filled_in(browse):
    customer = Customer(browse).starts(WAY).can_sign_in()

    fields = customer.page.fields
    assert fields["subject"] == "Messages do not arrive: Free text was sent outside the 24-hour window"
    assert (fields["component"], fields["error"]) == ("api", "131047")


def test_every_question_and_answer_stands_in_the_description(browse):
    customer = come_to_details(browse, WAY)

    assert customer.page.fields["description"].strip() == (
        "Guided troubleshooting: Messages do not arrive\n\n"
        "1. What did the API answer when you sent the message?\n"
        "   → Success, with a message ID that begins with wamid\n"
        "2. Which status came last for this message ID?\n"
        "   → failed\n"
        "3. Which code does the failed status name?\n"
        "   → 131047, the 24-hour window is closed\n\n"
        "Result: Free text was sent outside the 24-hour window"
    )


def test_description_can_be_changed_and_stays_as_it_was_changed(browse):
    customer = come_to_details(browse, WAY).describes_it("Something else after all.")

    customer.opens("details")

    assert customer.page.fields["description"] == "Something else after all."


def test_description_speaks_the_customers_language(browse):
    customer = come_to_details(browse, WAY, "ru")

    assert "Какой статус пришёл последним для этого ID сообщения?" in customer.page.fields["description"]


def test_article_of_the_outcome_counts_as_read(app, browse):
    customer = Customer(browse).starts(WAY)

    with app.app_context(), current_database.get().read() as session:
        assert session.get(Draft, customer.draft).context["articles"] == "messages/window-closed-131047"


def test_support_can_be_asked_in_the_middle(browse):
    customer = come_to_details(browse, "?tree=messages-not-delivered/message-id")

    description = customer.page.fields["description"]
    assert "wamid" in description
    assert "Result" not in description


def test_before_the_first_answer_there_is_nothing_to_tell(browse):
    customer = Customer(browse).starts("?tree=template-refused").can_sign_in()

    assert customer.page.fields["subject"] == "A template is refused"
    assert customer.answers().goes_past_the_answers().page.fields["description"] == ""


def test_what_the_link_says_itself_goes_before(browse):
    customer = Customer(browse).starts(f"{WAY}&subject=My+own+words").can_sign_in()

    assert customer.page.fields["subject"] == "My own words"
    assert customer.page.fields["component"] == "api"


@pytest.mark.parametrize(
    "way", ["nowhere", "webhook-silent/nowhere", "webhook-silent/reported/more", "%3Cb%3E", "a" * 5000]
)
def test_way_that_does_not_exist_is_left_out(browse, way):
    start = browse.get(f"/en/help/?tree={way}")

    assert "tree" not in start.fields
    assert not start.says("Your answers come along")
    assert Customer(browse).starts(f"?tree={way}").step == "access"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_what_any_outcome_brings_along_fits_into_the_wizard(app, language):
    with app.test_request_context(f"/{language.tag}/help/"):
        app.preprocess_request()
        for tree in TREES:
            for answers in list_edges(tree):
                told = bring_way({"tree": "/".join((tree.id, *answers))})
                assert len(told["subject"]) < SHORT
                assert 0 < len(told["description"]) < LONG
                assert not told["subject"].endswith(":")
                assert not any(mask_text(text).findings for text in told.values())
