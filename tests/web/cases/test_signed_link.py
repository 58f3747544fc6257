from tests.web.cases.builders import address, history, opened


def test_signed_link_opens_one_request_to_read(app, browse, portal_database, case, link):
    other = opened(portal_database, idempotency_key="2")

    page = browse.get(link)

    assert page.says("Since this morning every message fails.")
    assert "message" not in page.fields
    assert "breadcrumbs" not in page.source
    browse.get(link.replace(case.reference, other.reference), status=303)
    browse.get(f"{address(case)}?key=made-up", status=303)


def test_signed_link_opens_for_a_stranger_who_is_signed_in(eve, link):
    page = eve.get(link)

    assert page.says("You are reading this request by its link")
    assert "message" not in page.fields


def test_signed_link_does_not_keep_its_owner_from_writing(ana, link):
    assert "message" in ana.get(link).fields


def test_signed_link_cannot_write(portal_database, browse, eve, case, link):
    for visitor, page, answer in ((browse, "/en/sign-in", 303), (eve, "/en/requests/", 404)):
        token = visitor.get(page).fields["csrf_token"]
        visitor.post(link, {"csrf_token": token, "message": "Hello", "token": "x"}, status=answer)

    assert len(history(portal_database, case)) == 1
