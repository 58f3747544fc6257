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
