"""The description of the interface leaves nothing out: every address of it is there, explained and rightly guarded."""

import pytest
from flask import Flask

from portal.web.interface.describing import Proof, described
from portal.web.interface.openapi import make_openapi
from portal.web.pages import personal, public
from tests.house.interface_rules import list_undescribed, list_unexplained, list_unguarded


@pytest.fixture
def small() -> Flask:
    """An application without an address."""
    return Flask(__name__, static_folder=None)


@pytest.fixture
def document(shared_app):
    return make_openapi(shared_app, "https://help.example.org", {})


def view():
    return ""


def explained():
    """What it is for."""
    return ""


def test_every_address_of_the_interface_is_described(shared_app):
    assert list_undescribed(shared_app) == []


def test_every_operation_is_explained(document):
    assert list_unexplained(document) == []


def test_who_may_ask_is_told_rightly(shared_app):
    assert list_unguarded(shared_app) == []


def test_address_that_is_not_described_is_found(small):
    small.add_url_rule("/api/v1/told", "told", described("Told", dict)(view))
    small.add_url_rule("/api/v1/secret", "secret", lambda: "")
    small.add_url_rule("/elsewhere", "elsewhere", lambda: "")

    assert list_undescribed(small) == ["/api/v1/secret"]
    with pytest.raises(LookupError, match="secret does not describe itself"):
        make_openapi(small, "https://help.example.org", {})


def test_operation_that_is_not_explained_is_found(small):
    bare = described("", dict[str, str])(lambda: "")
    small.add_url_rule("/api/v1/bare", "bare", bare)

    assert list_unexplained(make_openapi(small, "https://help.example.org", {})) == [
        "GET /api/v1/bare: no summary",
        "GET /api/v1/bare: no description",
    ]


@pytest.mark.parametrize(("mark", "proof"), [(public, Proof.TOKEN), (personal, Proof.NONE)])
def test_address_with_the_wrong_door_is_found(small, mark, proof):
    small.add_url_rule("/api/v1/door", "door", mark(described("Door", dict, proof=proof)(explained)))

    assert list_unguarded(small) == ["/api/v1/door"]
