"""With the database away nobody is left alone: what was typed comes back as a mail that is ready to be sent."""

import pytest

from portal.db.engine import Database
from portal.web.current import current_database
from tests.checked_client import Browser
from tests.web.intake.walking import Customer


@pytest.fixture
def outage(app, tmp_path):
    """Switches the database off: a folder where its file should be."""
    before = app.extensions[current_database.name]
    (tmp_path / "gone.sqlite3").mkdir()

    def switch_off():
        current_database.put(app, Database(f"sqlite:///{tmp_path / 'gone.sqlite3'}"))

    yield switch_off
    current_database.put(app, before)


def test_what_was_typed_comes_back_as_a_mail_without_its_secrets(ana, outage):
    customer = Customer(ana).comes_to_details()
    outage()

    customer.describes_it("Nothing arrives since 08:00. My password is sesame-9", status=503)

    assert customer.page.says("We cannot take your request here right now")
    assert customer.page.says("Nothing arrives since 08:00.")
    assert "sesame" not in customer.page.source
    assert any(address.startswith("mailto:support@360dialog.com?") for address in customer.page.addresses)


def test_starting_says_so_too(browse, outage):
    outage()

    page = browse.post("/de/help/", {"subject": "Nichts geht"}, status=503)

    assert page.language == "de"
    assert page.says("Nichts geht")


@pytest.mark.parametrize(
    "path",
    ["/en/", "/de/messages/window-closed-131047", "/ru/search?q=131047", "/es/status", "/pt-br/help/"],
)
def test_reading_and_searching_go_on(app, outage, path):
    outage()

    assert Browser(app).get(path).status == 200


def test_operators_are_told(app, outage):
    outage()

    page = Browser(app).get("/readyz")

    assert page.json["ready"] is True
    assert page.json["degraded"] == ["database"]


def test_a_damaged_file_is_an_outage_too(app, outage, tmp_path):
    outage()
    (tmp_path / "damaged.sqlite3").write_bytes(b"no database at all" * 500)
    current_database.put(app, Database(f"sqlite:///{tmp_path / 'damaged.sqlite3'}"))

    page = Browser(app).post("/de/help/", {"subject": "Nichts geht"}, status=503)

    assert page.says("Nichts geht")
    assert Browser(app).get("/readyz").json["degraded"] == ["database"]


def test_mail_holds_the_earlier_answers_in_the_customers_words(ana, outage):
    customer = Customer(ana, "de").comes_to_details(error="131047").describes_it("Nichts kommt an")
    outage()

    customer.answers(status=503, scope="one", workaround="yes", production="no", impact_note="PIN: 482913")

    assert customer.page.says("Fehlercode oder ganze Antwort: 131047")
    assert customer.page.says("Beschreibung: Nichts kommt an")
    assert customer.page.says("Wer oder was ist betroffen?: Eine Nachricht, Vorlage oder Person")
    assert "482913" not in customer.page.source
    assert "so_far" not in customer.page.source


def test_opening_a_step_says_that_the_draft_is_kept(ana, outage):
    customer = Customer(ana).comes_to_details()
    outage()

    customer.opens("details", status=503)

    assert customer.page.says("What you entered so far is kept")
    assert any(address.startswith("mailto:support@360dialog.com") for address in customer.page.addresses)


def test_form_whose_session_has_ended_meanwhile_comes_back_too(ana, outage):
    customer = Customer(ana).comes_to_details()
    outage()

    page = ana.post(
        f"/en/help/{customer.draft}/details", {"csrf_token": "expired", "description": "Long text"}, status=503
    )

    assert page.says("Long text")


def test_text_that_cannot_be_kept_while_typing_is_no_page(ana, outage):
    customer = Customer(ana).comes_to_details()
    outage()
    sent = {"csrf_token": customer.page.fields["csrf_token"], "description": "Half"}

    response = ana.client.post(f"/en/help/{customer.draft}/details/typed", data=sent)

    assert response.status_code == 503
