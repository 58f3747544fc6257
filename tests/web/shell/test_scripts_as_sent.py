"""Scripts are sent without what is written for us: comments, empty lines, and how far lines are set in."""

import pytest

from portal.web.assets import STATIC, asset_url, script

OURS = sorted(path for path in STATIC.glob("js/*.js") if not path.name.startswith("htmx"))


def test_comments_are_not_sent_and_the_rest_is(app, browse):
    with app.test_request_context():
        address = asset_url("js/portal.js")

    sent = browse.get(address)

    lines = (STATIC / "js" / "portal.js").read_text().splitlines()
    assert "immutable" in sent.headers["Cache-Control"]
    assert sent.headers["Content-Type"].startswith("text/javascript")
    assert sent.source.splitlines() == [line.strip() for line in lines if line.strip() and line.strip()[:2] != "//"]
    assert any(line.strip().startswith("//") for line in lines)


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_text_goes_over_several_lines(path):
    """It would lose how far its lines are set in; back-quoted texts are the ones that could."""
    assert all(line.count("`") % 2 == 0 for line in path.read_text().splitlines())


def test_library_is_sent_as_it_is():
    assert script("js/htmx-2.0.11.min.js") == (STATIC / "js" / "htmx-2.0.11.min.js").read_bytes()


def test_script_outside_of_the_folder_is_not_sent(browse):
    browse.get("/static/x/js/nothing.js", status=404)
    browse.get("/static/x/../../portal/app.js", status=404)
    browse.get("/static/x/%00.js", status=404)
