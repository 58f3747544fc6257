"""Under attack a browser works on a small task before it may cause a mail; at other times nobody sees it."""

import pytest

from portal.web.defence import gate
from portal.web.defence.rules import Usual, is_solved
from tests.cast import ANA, EVE, outbox
from tests.checked_client import Browser
from tests.web.incidents.state import SLUG, incident, state_of
from tests.web.intake.walking import Customer


@pytest.fixture
def attack(monkeypatch):
    """More is asked for than people do."""
    monkeypatch.setattr(gate.MAIL_GATE.__class__, "_count", lambda *_: gate.Load(1000, 1000))


def solve(page):
    task = page.fields["challenge"]
    return next(str(number) for number in range(1_000_000) if is_solved(task, str(number)))


def ask(browse, email=EVE, language="en", status=428):
    return browse.submit(browse.get(f"/{language}/sign-in"), {"email": email}, status=status)


def test_mail_leaves_once_the_task_is_solved(app, browse, attack):
    page = ask(browse)
    assert page.heading == "One moment, please"
    assert outbox(app) == []

    page = browse.submit(page, {"proof": solve(page)})

    assert page.heading == "Enter your code"
    assert [mail["to"] for mail in outbox(app, "sign_in_code")] == [EVE]


def test_waiting_does_instead_of_scripts(app, browse, attack, clock):
    page = ask(browse)
    clock.advance(seconds=14)
    page = browse.submit(page, button="Continue", status=428)
    clock.advance(seconds=1)

    assert browse.submit(page, button="Continue").heading == "Enter your code"
    assert len(outbox(app, "sign_in_code")) == 1


def test_solved_task_is_good_for_one_mail(app, browse, attack):
    page = ask(browse)
    proof = solve(page)
    browse.submit(page, {"proof": proof})

    assert browse.submit(page, {"proof": proof}, status=428).heading == "One moment, please"
    assert len(outbox(app, "sign_in_code")) == 1


def test_task_of_another_network_or_of_nobody_is_worth_nothing(app, browse, attack, clock):
    page = ask(browse)
    proof = solve(page)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    values = {**page.fields, "proof": proof}
    values.pop("q", None)

    assert browse.client.post("/en/sign-in", data=values, environ_base=elsewhere).status_code == 428
    assert browse.post("/en/sign-in", {**values, "challenge": "made up"}, status=428).status == 428
    clock.advance(minutes=31)
    assert browse.post("/en/sign-in", values, status=428).status == 428
    assert outbox(app) == []


def test_browser_that_has_proven_the_address_is_never_stopped(app, sign_in, monkeypatch):
    ana = sign_in(ANA)
    ana.submit(ana.get("/en/sign-out"), button="Sign out", status=303, follow=False)
    monkeypatch.setattr(gate.MAIL_GATE.__class__, "_count", lambda *_: gate.Load(1000, 1000))

    assert ask(ana, ANA, status=200).heading == "Enter your code"
    assert ask(Browser(app), ANA).heading == "One moment, please"


def test_wizard_and_status_page_are_guarded_alike(app, browse, monkeypatch):
    customer = Customer(browse).comes_to_details().describes_it().rates_it()
    monkeypatch.setattr(gate.MAIL_GATE.__class__, "_count", lambda *_: gate.Load(1000, 1000))
    customer.answers(status=428, name="Eve", email=EVE)
    assert customer.page.heading == "One moment, please"
    customer.answers(proof=solve(customer.page))
    assert customer.page.heading == "Enter the code from the email"

    with state_of(app) as state:
        state.show(incident())
        page = browse.submit(browse.get("/en/status"), {"incident": SLUG, "email": EVE}, status=428)
        assert browse.submit(page, {"proof": solve(page)}).heading == "Please confirm your address"


def test_flood_of_drafts_is_stopped(browse, monkeypatch):
    monkeypatch.setattr(gate.DRAFT_GATE.__class__, "_count", lambda *_: gate.Load(3000, 3000))

    page = browse.post("/en/help/", {"subject": "Nothing works"}, status=428)

    assert page.fields["subject"] == "Nothing works"
    assert browse.submit(page, {"proof": solve(page)}).heading == "Can you sign in to the Client Hub?"


def test_attack_is_noticed_from_one_network_and_from_many(app, browse, monkeypatch):
    monkeypatch.setattr(gate, "MAIL_GATE", gate.Gate("few", Usual(everywhere=5, network=3)))
    few = gate.MAIL_GATE

    def stopped(address):
        with app.test_request_context("/en/sign-in", method="POST", environ_base={"REMOTE_ADDR": address}):
            return few.stop() is not None

    assert [stopped("192.0.2.1") for _ in range(4)] == [False, False, False, True]
    assert stopped("192.0.2.2") is False
    assert stopped("192.0.2.3") is True


@pytest.mark.parametrize("language", ["en", "de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language_and_keeps_what_was_typed(browse, attack, language):
    page = ask(browse, language=language)

    assert page.fields["email"] == EVE
    assert "js/challenge.js" in page.source


def test_no_other_page_loads_the_script(browse):
    assert "challenge.js" not in browse.get("/en/sign-in").source
