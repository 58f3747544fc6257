import pytest

from portal.cases.events import CaseResolved
from tests.web.cases.builders import address, happened, history, opened
from tests.web.cases.test_request_files import attach


def test_signed_link_opens_one_request_to_read(app, browse, portal_database, case, link):
    other = opened(portal_database, idempotency_key="2")

    page = browse.get(link)

    assert page.says("Since this morning every message fails.")
    assert "message" not in page.fields
    assert "breadcrumbs" not in page.source
    browse.get(link.replace(case.reference, other.reference), status=303)
    browse.get(f"{address(case)}?key=made-up", status=303)


def test_signed_link_opens_the_files_of_its_request_and_of_no_other(app, browse, portal_database, case, link):
    other = opened(portal_database, idempotency_key="2")
    attach(app, case, "mine.txt")
    path = browse.get(link).link("mine.txt")

    assert browse.get(path).body == b"one line"
    browse.get(path.partition("?")[0], status=303)
    browse.get(path.replace(case.reference, other.reference), status=303)


def test_visit_by_the_link_leaves_nothing_that_opens_more(browse, case, link, portal_database):
    happened(portal_database, case.reference, CaseResolved("Fixed."))
    browse.get(link)
    browse.get(f"{address(case)}/feedback?{link.partition('?')[2]}")

    for path in ("/en/requests/", address(case), f"{address(case)}/feedback", f"{address(case)}/close"):
        assert browse.get(path, status=303).location.startswith("/en/sign-in")


@pytest.mark.parametrize("act", ["", "/reopen", "/close", "/copy"])
def test_signed_link_does_nothing_but_read_and_judge(portal_database, browse, eve, case, link, act):
    key = link.partition("?")[2]
    form = {"message": "Hello", "words": "Hello", "token": "x"}
    for visitor, page, answer in ((browse, "/en/sign-in", 303), (eve, "/en/requests/", 404)):
        token = visitor.get(page).fields["csrf_token"]
        visitor.post(f"{address(case)}{act}?{key}", {**form, "csrf_token": token}, status=answer)

    assert len(history(portal_database, case)) == 1


def test_signed_link_opens_for_a_stranger_who_is_signed_in(eve, link):
    page = eve.get(link)

    assert page.says("You are reading this request by its link")
    assert "message" not in page.fields


def test_signed_link_does_not_keep_its_owner_from_writing(ana, link):
    assert "message" in ana.get(link).fields
