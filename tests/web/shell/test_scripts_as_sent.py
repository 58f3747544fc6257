"""Scripts are sent without the lines that are written for us."""

from portal.web.assets import STATIC, asset_url, script


def test_comments_are_not_sent_and_the_rest_is(app, browse):
    with app.test_request_context():
        address = asset_url("js/portal.js")

    sent = browse.get(address)

    lines = (STATIC / "js" / "portal.js").read_text().splitlines()
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["Content-Type"].startswith("text/javascript")
    assert sent.source.splitlines() == [line for line in lines if not line.strip().startswith("//")]
    assert any(line.strip().startswith("//") for line in lines)


def test_library_is_sent_as_it_is():
    assert script("js/htmx-2.0.11.min.js") == (STATIC / "js" / "htmx-2.0.11.min.js").read_bytes()


def test_script_outside_of_the_folder_is_not_sent(browse):
    browse.get("/static/x/js/nothing.js", status=404)
    browse.get("/static/x/../../portal/app.js", status=404)
    browse.get("/static/x/%00.js", status=404)
