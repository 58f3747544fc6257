"""The cast signs in by the mailed code, each in a browser of their own, in a portal that forgets between tests."""

import pytest

from tests.cast import ANA, BEA, EVE, RUI, mailed_code, outbox
from tests.checked_client import Browser


@pytest.mark.parametrize("name", ["ana", "rui", "bea", "eve"])
def test_cast_member_is_signed_in(request, name):
    visitor = request.getfixturevalue(name)

    assert visitor.get("/en/requests/").path == "/en/requests/"


def test_visitor_without_proof_is_sent_to_sign_in(browse):
    assert browse.get("/en/requests/", status=303).location.startswith("/en/sign-in")


def test_signing_one_in_leaves_others_out(ana, browse):
    browse.get("/en/requests/", status=303)


def test_newest_code_is_found(app):
    visitor = Browser(app)
    page = visitor.submit(visitor.get("/en/sign-in"), {"email": RUI})
    first = mailed_code(app, RUI)

    visitor.submit(page, button="Send a new code")

    assert [row["to"] for row in outbox(app)] == [RUI, RUI]
    assert mailed_code(app, RUI) == outbox(app)[-1]["code"]
    assert first == outbox(app)[0]["code"]


def test_nothing_is_left_of_test_before(app):
    assert outbox(app) == []


def test_addresses_of_cast_differ():
    assert len({ANA, RUI, BEA, EVE}) == 4


def test_clock_stands_until_moved(app, ana, clock):
    ana.get("/en/requests/")

    clock.advance(days=365)

    ana.get("/en/requests/", status=303)
