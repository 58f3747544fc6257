"""Files that are sent as soon as they are chosen: kept, listed, removable, and the form's own files stay theirs."""

import re
from io import BytesIO

import pytest

from tests.web.intake.test_files import UNKNOWN, png, stored_files
from tests.web.intake.walking import Customer

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 60
FRAGMENT = {"HX-Request": "true"}


def choose(customer, *files, headers=FRAGMENT, status=200):
    """Choose files in the field; gives the list that takes the old one's place."""
    token = customer.page.fields["csrf_token"]
    sent = {"csrf_token": token, "attachments": [(BytesIO(content), name) for name, content in files]}
    return customer.browse.post(f"/en/help/{customer.draft}/uploads", sent, status=status, headers=headers)


def test_chosen_file_survives_going_back(app, ana):
    customer = Customer(ana).comes_to_details()

    listed = choose(customer, ("log.txt", b"hello"))

    assert "log.txt" in listed.source
    assert "<html" not in listed.source
    assert customer.opens("problem").opens("details").page.says("log.txt")


def test_chosen_file_that_is_sent_with_the_form_too_is_kept_once(app, ana):
    customer = Customer(ana).comes_to_details()
    choose(customer, ("log.txt", b"hello"))

    customer.describes_it(attachments=[(BytesIO(b"hello"), "log.txt")])

    assert len(stored_files(app)) == 1


def test_list_says_what_was_masked_where_and_what_could_not_be_searched(ana):
    customer = Customer(ana).comes_to_details()

    listed = choose(customer, ("screen.png", png()), ("app.log", f"one\nD360-API-KEY: {KEY}\n".encode()))

    assert listed.source.count("Not searched for secrets.") == 1
    assert "1 secret masked" in listed.source
    assert "app.log, line 2" in listed.source
    assert "D360-API-KEY: <mark>Zq8R…3cHf</mark>" in listed.source
    assert KEY not in listed.source


def test_what_is_refused_is_named_and_what_is_good_is_kept(app, ana):
    customer = Customer(ana).comes_to_details()

    listed = choose(customer, ("run.exe", PROGRAM), ("log.txt", b"hello"), ("more.exe", PROGRAM))

    assert UNKNOWN.format("run.exe") in listed.source
    assert UNKNOWN.format("more.exe") in listed.source
    assert [name for name, _, _ in stored_files(app)] == ["log.txt"]


def test_files_chosen_one_after_the_other_are_counted_together(app, ana):
    customer = Customer(ana).comes_to_details()
    for number in range(5):
        choose(customer, (f"{number}.txt", b"x%d" % number))

    listed = choose(customer, ("5.txt", b"x"))

    assert "At most 5 files fit into one request. Leave some out. Not added: 5.txt." in listed.source
    assert len(stored_files(app)) == 5


def test_removing_gives_the_list_without_the_file_and_what_was_told_of_it(app, ana):
    customer = Customer(ana).comes_to_details()
    choose(customer, ("app.log", b"password: hunter2"))
    page = customer.opens("details").page

    sent = {
        "csrf_token": page.fields["csrf_token"],
        "upload": re.search(r'name="upload" value="(\d+)"', page.source)[1],
    }
    listed = ana.post(f"/en/help/{customer.draft}/uploads/remove", sent, status=200, headers=FRAGMENT)

    assert "app.log" not in listed.source
    assert stored_files(app) == []
    assert not customer.describes_it().page.says("Replace these secrets now")


def test_without_a_script_the_way_leads_back_to_the_form(ana):
    customer = Customer(ana).comes_to_details()

    answer = choose(customer, ("log.txt", b"hello"), headers={}, status=303)

    assert answer.headers["Location"].endswith("/details")


def test_strangers_files_are_neither_taken_nor_looked_through(app, ana, eve, monkeypatch):
    from portal.attachments import cleaning

    customer = Customer(ana).comes_to_details()
    other = Customer(eve).comes_to_details()
    monkeypatch.setattr(cleaning, "clean_file", lambda *_: pytest.fail("looked through"))

    token = other.page.fields["csrf_token"]
    sent = {"csrf_token": token, "attachments": [(BytesIO(b"hello"), "log.txt")]}
    eve.post(f"/en/help/{customer.draft}/uploads", sent, status=404)

    assert stored_files(app) == []


def test_draft_that_was_sent_takes_no_more_files(app, ana):
    customer = Customer(ana).comes_to_review()
    token = customer.page.fields["csrf_token"]
    customer.sends()

    sent = {"csrf_token": token, "attachments": [(BytesIO(b"hello"), "log.txt")]}
    answer = ana.post(f"/en/help/{customer.draft}/uploads", sent, status=200, headers=FRAGMENT)

    assert answer.headers["HX-Redirect"].endswith("/done")
    assert stored_files(app) == []


def test_the_field_warns_of_pictures_before_one_is_chosen(ana):
    customer = Customer(ana).comes_to_details()

    assert customer.page.says("Pictures, PDF and video are not searched for secrets.")
