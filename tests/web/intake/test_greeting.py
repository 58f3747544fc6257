"""The automatic reply: at once, once, in chats only, and never taken for a person's."""

import pytest

from portal.cases.access import find_case_by_reference
from portal.cases.events import Actor, AutomaticallyAnswered
from portal.web.current import current_database
from tests.building import make_app, make_settings, put_clock, tear_down
from tests.cast import ANA, outbox, sign_in
from tests.web.intake.walking import Customer

PROBLEM = {"component": "api", "subject": "Template message fails", "error": "132000"}


def case_of(app):
    (letter,) = outbox(app, "case_opened")
    with app.app_context(), current_database.get().read() as session:
        case = find_case_by_reference(session, letter["reference"])
        return case, case.history


def greetings(app):
    return [recorded for recorded in case_of(app)[1] if isinstance(recorded.event, AutomaticallyAnswered)]


def conversation_of(browser, app, language="en"):
    return browser.get(f"/{language}/requests/{case_of(app)[0].reference}")


def test_chat_is_answered_at_once_with_the_promise_and_is_marked(app, ana):
    Customer(ana).comes_to_review(**PROBLEM).sends()

    page = conversation_of(ana, app)

    assert page.says("Automatic")
    assert page.says(
        "A person of the support team answers you here by November 23, 2026, 10:30 (Central European Time)."
    )


def test_it_is_no_first_response_and_no_mail(app, ana):
    Customer(ana).comes_to_review(**PROBLEM).sends()

    case, history = case_of(app)

    assert [recorded.actor for recorded in history] == [Actor.CUSTOMER, Actor.SYSTEM]
    assert case.first_response_at is None
    assert case.standing.first_response_at is None
    assert [kind for kind in ("case_answered", "case_resolved") if outbox(app, kind)] == []
    assert len(outbox(app, "case_opened")) == 1


def test_sending_again_and_again_answers_once(app, ana):
    customer = Customer(ana).comes_to_review(**PROBLEM)
    review = customer.page
    for _ in range(3):
        ana.submit(review, {"token": review.fields["token"]}, status=None)

    assert len(greetings(app)) == 1


def test_articles_fit_and_none_was_offered_or_read_before(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(**PROBLEM)
    assert customer.step == "answers"
    customer.goes_past_the_answers().describes_it("Some messages come back with 131047 as well.").rates_it().sends()

    case, _ = case_of(app)
    (greeting,) = greetings(app)
    names = [article.name for article in greeting.event.articles]

    assert 1 <= len(names) <= 2
    assert not set(names) & set(case.articles_read)
    page = conversation_of(ana, app)
    for article in greeting.event.articles:
        assert page.link(article.title) == f"/en/{article.name}"


def test_no_article_is_offered_when_none_fits(app, ana):
    problem = {"component": "delivery", "subject": "messages fail with error 131026 and 131049", "error": ""}
    customer = Customer(ana).starts().can_sign_in().names_the_problem(**problem).goes_past_the_answers()
    customer.describes_it("Since 2 am all our messages to several customers fail.").rates_it().sends()

    (greeting,) = greetings(app)

    assert greeting.event.articles == ()
    assert "this may help" not in greeting.event.text


def test_articles_open_in_the_language_of_the_page(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(**PROBLEM).goes_past_the_answers()
    customer.describes_it("Some messages come back with 131047 as well.").rates_it().sends()

    page = conversation_of(ana, app, "es")

    (greeting,) = greetings(app)
    (article,) = greeting.event.articles
    assert article.title not in page.source
    assert f'<li><a href="/es/{article.name}">' in page.source


def test_it_speaks_the_language_of_the_request_whoever_reads_it(app, ana):
    customer = Customer(ana, "de").starts().can_sign_in().names_the_problem(**PROBLEM).goes_past_the_answers()
    customer.describes_it("Manche Nachrichten kommen mit 131047 zurück.").rates_it().sends()

    page = conversation_of(ana, app)

    assert page.says("Dies ist eine automatische Nachricht.")
    assert page.says("Bis dahin hilft vielleicht dies:")
    (greeting,) = greetings(app)
    assert f'lang="de">{greeting.event.text[:20]}' in page.source


def test_request_by_email_gets_none(app, bea):
    Customer(bea).comes_to_review(**PROBLEM).sends()

    assert greetings(app) == []


def test_without_access_there_is_none_either(app, ana):
    Customer(ana).comes_to_review(access="no", **PROBLEM).sends()

    assert greetings(app) == []


@pytest.fixture
def without_chat(tmp_path, clock):
    app = make_app(make_settings(tmp_path, chat="off"))
    put_clock(app, clock)
    yield app
    tear_down(app)


def test_portal_without_chat_gives_none(without_chat):
    Customer(sign_in(without_chat, ANA)).comes_to_review(**PROBLEM).sends()

    assert greetings(without_chat) == []
