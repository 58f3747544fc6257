"""Answers that no page of the wizard offers."""

from contextlib import contextmanager
from io import BytesIO

import pytest

from portal.attachments import cleaning
from portal.db.engine import Database
from portal.intake import questions
from portal.masking.spots import MOST
from tests.web.intake.walking import Customer

MOST_IN_NOTICE = 5


def send(customer, status, **values):
    """Post as a program does, past what the page offers."""
    token = customer.page.fields["csrf_token"]
    customer.page = customer.browse.post(
        customer.page.path, {"csrf_token": token, **values}, status=status, follow=True
    )
    return customer


@pytest.mark.parametrize("access", ["", "maybe", "x" * 100_000])
def test_only_yes_and_no_answer_whether_somebody_has_access(browse, access):
    customer = send(Customer(browse).starts(), 422, access=access)

    assert customer.step == "access"
    assert len(customer.page.mistakes) == 1


def test_a_line_has_no_line_breaks(browse):
    customer = Customer(browse).starts().can_sign_in()

    send(customer, 200, component="webhooks", subject="No events\r\nBcc: eve@stranger.example", error="a\nb")

    fields = customer.opens("problem").page.fields
    assert fields["subject"] == "No events Bcc: eve@stranger.example"
    assert fields["error"] == "a\nb"


def test_a_text_far_too_long_is_told_so_without_being_looked_through(browse, monkeypatch):
    looked_through = []
    mask = questions.mask_text
    monkeypatch.setattr(questions, "mask_text", lambda text: looked_through.append(len(text)) or mask(text))
    customer = Customer(browse).comes_to_details()

    send(customer, 422, description="password: " * 300_000, timezone="UTC")

    assert customer.page.mistakes == ["Shorten this text by 2979999 characters; at most 20000 fit."]
    assert max(looked_through, default=0) <= 100_000


def test_a_form_of_texts_alone_is_bounded_too(browse):
    customer = Customer(browse).comes_to_details()

    page = browse.post(customer.page.path, {"description": "x" * 5_000_000}, status=413)

    assert page.says("That is too large to send")


def test_only_so_many_masked_secrets_are_named(ana):
    lines = "".join(f"D360-API-KEY: Zq8RtX2mLp0VwK5sJd7YbN3{number:05}\n" for number in range(900))
    customer = Customer(ana).comes_to_details().describes_it(attachments=[(BytesIO(lines.encode()), "keys.log")])

    assert customer.page.source.count("<mark>Zq8R") == MOST_IN_NOTICE
    assert ana.click(customer.page, "See every place or remove more").source.count("<mark>Zq8R") == MOST


def test_files_are_looked_through_before_the_database_is_held(app, ana, monkeypatch):
    held = []
    write = Database.write

    @contextmanager
    def watched(database):
        held.append(True)
        with write(database) as session:
            yield session
        held.pop()

    clean = cleaning.clean_file
    monkeypatch.setattr(Database, "write", watched)
    monkeypatch.setattr(cleaning, "clean_file", lambda *file: clean(*file) if not held else pytest.fail("held"))

    Customer(ana).comes_to_details().describes_it(attachments=[(BytesIO(b"hello"), "a.txt")])


def test_another_sites_page_cannot_take_a_visitors_session_away(ana):
    page = ana.post("/en/help/", {"subject": "No events"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert page.headers["Location"] == "/en/help/?subject=No+events"
    assert "Set-Cookie" not in page.headers


def test_a_secret_in_a_link_to_the_wizard_is_shown_nowhere(browse):
    key = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"

    page = browse.get(f"/en/help/?subject=D360-API-KEY:+{key}&other={key}")

    assert key not in page.source
