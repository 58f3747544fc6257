"""What was typed stays when a session ends, a step is left or everything is away; cancelling is what deletes it."""

from io import BytesIO

from sqlalchemy import func, select

from portal.cases.model import Attachment
from portal.intake.model import Draft
from portal.web.current import current_database, current_settings
from tests.cast import outbox
from tests.checked_client import Browser
from tests.web.intake.walking import Customer


def post_unfinished(browse, customer, step, status=204, **typed):
    sent = {"csrf_token": customer.page.fields["csrf_token"], **typed}
    return browse.post(f"/en/help/{customer.draft}/{step}/typed", sent, status=status)


def stored(app, draft):
    with app.app_context(), current_database.get().read() as session:
        return session.get(Draft, draft)


def test_unfinished_step_is_kept_and_comes_back_by_its_address(app, ana):
    customer = Customer(ana).comes_to_details()
    post_unfinished(ana, customer, "details", description="Half a sen", steps="one")

    customer.opens("details")

    assert customer.page.fields["description"] == "Half a sen"
    assert customer.page.fields["steps"] == "one"
    assert ana.get(f"/en/help/{customer.draft}/", follow=True).path.endswith("/details")


def test_unfinished_text_is_masked_before_it_is_stored(app, ana):
    customer = Customer(ana).comes_to_details()
    key = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
    post_unfinished(ana, customer, "details", description="My password is sesame-9", api_request=f"D360-API-KEY: {key}")

    kept = str(stored(app, customer.draft).context)

    assert "sesame" not in kept
    assert key not in kept
    assert "D360-API-KEY" in kept


def test_what_is_too_long_or_no_choice_is_not_kept(app, ana):
    customer = Customer(ana).starts().can_sign_in()
    post_unfinished(ana, customer, "problem", subject="x" * 201, component="nonsense", error="131047")

    assert stored(app, customer.draft).context["typed"] == {"problem": {"error": "131047"}}


def test_answer_goes_before_what_was_typed_earlier(ana):
    customer = Customer(ana).comes_to_details()
    post_unfinished(ana, customer, "details", description="First thoughts")
    customer.opens("details").describes_it("What really happens")

    assert customer.opens("details").page.fields["description"] == "What really happens"


def test_strangers_put_nothing_into_a_draft(app, ana, eve):
    customer, stranger = Customer(ana).comes_to_details(), Customer(eve).comes_to_details()
    sent = {"csrf_token": stranger.page.fields["csrf_token"], "description": "Not mine"}

    eve.post(f"/en/help/{customer.draft}/details/typed", sent, status=404)

    assert "Not mine" not in str(stored(app, customer.draft).context)


def test_nothing_is_added_to_a_walk_that_has_ended(app, ana):
    customer = Customer(ana).comes_to_review()
    review = customer.page
    customer.sends()
    sent = {"csrf_token": review.fields["csrf_token"], "description": "Too late"}

    ana.post(f"/en/help/{customer.draft}/details/typed", sent, status=204)

    assert "Too late" not in str(stored(app, customer.draft).context)


def test_form_whose_session_has_ended_keeps_its_text_in_the_draft(app, ana):
    customer = Customer(ana).comes_to_details()
    sent = {"csrf_token": "expired", "description": "Typed for an hour. My password is sesame-9", "timezone": "UTC"}

    page = ana.post(f"/en/help/{customer.draft}/details", sent, status=200, follow=True)

    assert page.path.startswith(f"/en/help/{customer.draft}/details")
    assert page.says("Nothing is lost")
    assert page.fields["description"].startswith("Typed for an hour.")
    assert "sesame" not in page.source
    assert ana.get(f"/en/help/{customer.draft}/impact", status=302).location.endswith("/details")


def test_form_of_a_browser_that_forgot_everything_comes_back_to_be_copied(app, ana):
    customer = Customer(ana).comes_to_details()
    sent = {
        "csrf_token": "expired",
        "description": "Typed for an hour. My password is sesame-9",
        "so_far": "Problem: X",
    }

    page = Browser(app).post(f"/en/help/{customer.draft}/details", sent, status=404)

    assert page.says("Typed for an hour.")
    assert page.says("Problem: X")
    assert "sesame" not in page.source


def test_cancelling_deletes_draft_and_files(app, ana):
    customer = Customer(ana).comes_to_details()
    customer.describes_it(attachments=(BytesIO(b"log"), "app.log"))
    customer.page = ana.click(customer.page, "Cancel")
    assert customer.page.says("Discard what you have entered?")
    draft = customer.page.path.split("/")[3]

    page = ana.submit(customer.page, {}, button="Discard everything", status=200)

    assert page.says("Everything was discarded")
    with app.app_context(), current_database.get().read() as session:
        assert session.get(Draft, draft) is None
        assert session.scalar(select(func.count()).select_from(Attachment)) == 0
        folder = current_settings.get().uploads_dir
        assert list(folder.iterdir()) == []
    assert ana.get(f"/en/help/{draft}/details", status=404).says("This draft cannot be opened here")


def test_cancelling_can_be_thought_over(ana):
    customer = Customer(ana).comes_to_details()
    page = ana.click(customer.page, "Cancel")

    page = ana.click(page, "Keep it and go on")

    assert page.path.endswith("/details")


def test_what_was_sent_cannot_be_cancelled(ana):
    customer = Customer(ana).comes_to_review().sends()

    assert ana.get(f"/en/help/{customer.draft}/cancel", follow=True).path.endswith("/done")
    assert customer.page.says("Your request is with us")


def test_change_leads_back_to_the_list_of_answers(ana):
    customer = Customer(ana).comes_to_review()
    address = next(each for each in customer.page.addresses if "/impact?" in each)

    page = ana.get(address)

    assert page.link("Back").endswith("/review")
    customer.page = page
    assert customer.rates_it(scope="all").step == "review"


def test_coming_back_after_sending_says_that_nothing_was_sent_again(ana):
    customer = Customer(ana).comes_to_review()
    review = customer.page
    customer.sends()
    assert not customer.page.says("Nothing was sent again")

    assert ana.get(f"/en/help/{customer.draft}/review", follow=True).says("Nothing was sent again")
    assert ana.submit(review, {"token": review.fields["token"]}).says("Nothing was sent again")


def test_copy_of_all_answers_goes_by_mail(app, ana):
    Customer(ana, "de").comes_to_review(error="131047").sends()

    (letter,) = outbox(app, "case_opened")
    answers = dict(letter["answers"])
    assert answers["Betroffener Bereich"] == "Webhooks"
    assert answers["Fehlercode oder ganze Antwort"] == "131047"
    assert answers["Betroffen"] == "Eine Nachricht, Vorlage oder Person"
