"""The checked client sees what it must see: each of its rules refuses an example."""

import pytest
from flask import Flask, redirect, request

from tests.checked_client import Browser
from tests.html_document import parse_html
from tests.page_checks import PageFacts, check_page

PAGE = """<!doctype html>
<html lang="en" dir="ltr"><head><title>Your details – Portal</title></head>
<body><main><h1>Your details</h1>{body}</main></body></html>"""

FORM = """
<form method="post" action="/en/form">
  <input type="hidden" name="csrf_token" value="t">
  <label for="name">Name</label><input id="name" name="name" value="Ana">
  <fieldset><legend>Size</legend>
    <input type="radio" id="s" name="size" value="small" checked><label for="s">Small</label>
    <input type="radio" id="l" name="size" value="large"><label for="l">Large</label>
  </fieldset>
  <label for="zone">Zone</label><select id="zone" name="zone"><option>UTC</option><option>CET</option></select>
  <label for="note">Note</label><textarea id="note" name="note">
as it was</textarea>
  <button>Save</button> <button name="step" value="drop">Drop</button>
</form>
<form method="post" action="/en/other"><input type="hidden" name="csrf_token" value="t"><button>Leave</button></form>
"""


@pytest.fixture
def browse() -> Browser:
    """A checked client on a tiny application whose page has whatever body is set in ``browse.app.body``."""
    app = Flask(__name__, static_folder=None)
    app.body = ""
    app.answer_headers = {}

    @app.get("/en/")
    @app.get("/en/form")
    def show():
        return PAGE.replace("{body}", app.body)

    @app.get("/en/fragment")
    def fragment():
        return app.body

    @app.post("/en/form")
    def answer():
        app.received = request.form.to_dict(flat=False)
        return redirect("/en/form", 303)

    @app.post("/en/other")
    def leave():
        return redirect("https://elsewhere.example/", 303)

    @app.after_request
    def add_headers(response):
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        response.headers.update(app.answer_headers)
        return response

    return Browser(app)


def test_sound_page_passes(browse):
    browse.app.body = FORM

    assert browse.get("/en/form").heading == "Your details"


def test_block_of_data_is_no_script(browse):
    browse.app.body = FORM + '<script type="application/ld+json">{"@context": "https://schema.org"}</script>'

    browse.get("/en/form")


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("<p>open <b>bold</p>", "line 3"),
        ("<h1>Twice</h1>", "one <h1>"),
        ('<p id="a">x</p><p id="a">y</p>', "the id 'a' stands 2 times"),
        ('<p id="">x</p>', "the id ''"),
        ('<p aria-describedby="nowhere">x</p>', "refers to #nowhere"),
        ('<a href="#nowhere">x</a>', "refers to #nowhere"),
        ('<form action="/en/form"><input name="q"><button>Go</button></form>', "<input name=q> has no label"),
        ('<label for="q"></label><input id="q">', "has no label"),
        ('<label>One<input type="radio" name="q"></label>', "stands in no <fieldset>"),
        ('<a href="/en/"></a>', "has no words"),
        ("<button></button>", "has no words"),
        ('<img src="/en/">', "has no alt"),
        ("<script>go()</script>", "stands inline"),
        ('<script type="module">go()</script>', "stands inline"),
        ('<script type="application/ld+json" id="x">{"@context": "https://schema.org"}</script>', "stands inline"),
        ('<script type="application/ld+json">go()</script>', "is no JSON"),
        ('<script type="application/ld+json">{"@context": "https://schema.org", "name": "<b>"}</script>', "holds <"),
        ('<script type="application/ld+json">[]</script>', "whose words"),
        ("<svg><style>a{}</style></svg>", "stands inline"),
        ('<p style="color:red">x</p>', "inline attribute style"),
        ('<p onclick="go()">x</p>', "inline attribute onclick"),
        ('<a href="/en/" hx-on:click="go()">x</a>', "inline attribute hx-on:click"),
        ('<a href="javascript:go()">x</a>', "carries a script in href"),
        ('<form method="post" action="/en/form"><button>Go</button></form>', "without a token"),
        (
            '<form action="/en/form"><input type="hidden" name="csrf_token"><button>Go</button></form>',
            "into the address",
        ),
        ('<form action="/en/form" method="post"><input type="hidden" name="csrf_token" value="t"></form>', "no button"),
        ('<form action="/en/form" method="post"><label>A<input type="file"></label></form>', "sends no files"),
        ("<p>Sent to %(email)s.</p>", "the text holds '%(email)s'"),
        ("<p>Within {{ policy.waiting.close_after }}</p>", "the text holds '{{ policy'"),
        ('<script src="https://cdn.example/x.js"></script>', "from another host"),
        ('<img src="//cdn.example/x.png" alt="">', "from another host"),
        ('<img srcset="/en/ 1x, https://cdn.example/x.png 2x" alt="">', "from another host"),
        ('<svg><use href="/en/icons.svg#no-such-icon"></use></svg>', "holds no icon 'no-such-icon'"),
        ('<a href="/en/nowhere">x</a>', "leads to no route: '/en/nowhere'"),
        ('<a href="/en/other">x</a>', "does not take GET"),
        ('<a href="http://plain.example/">x</a>', "nor a safe address"),
        ('<a href="relative">x</a>', "nor a safe address"),
        ('<a href="/en/None">x</a>', "malformed"),
        ('<a href="/en/two words">x</a>', "malformed"),
        ('<a href="/en/" hx-get="/en/nowhere">x</a>', "hx-get of <a href=/en/> leads to no route"),
        ('<form action="https://elsewhere.example/"><button>Go</button></form>', "sends to another host"),
    ],
)
def test_mistake_in_page_is_refused(browse, body, finding):
    browse.app.body = body

    with pytest.raises(AssertionError) as refusal:
        browse.get("/en/form")
    assert finding in str(refusal.value)


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ("<!doctype html>\n<html", "<!doctype html>\n<p></p><html", "line 2"),
        ('lang="en"', 'lang="de"', "does not fit the address"),
        ('lang="en"', 'lang="fr"', "none of the portal's languages"),
        ('dir="ltr"', 'dir="rtl"', "does not fit en"),
        ("<h1>Your details</h1>", "", "one <h1>"),
        ("<h1>Your details</h1>", "<h1> </h1>", "one <h1>"),
        ("<title>Your", "<title>My", "does not begin with the heading"),
        ("<main>", "<main></main><main>", "one <main>"),
    ],
)
def test_mistake_around_page_is_refused(before, after, finding):
    document = parse_html(PAGE.replace("{body}", "").replace(before, after))

    assert any(finding in found for found in check_page(document, PageFacts("/en/form")))


@pytest.mark.parametrize("title", ["Error: Your details – Portal", "Fehler: Your details"])
def test_title_may_say_first_that_there_are_mistakes(title):
    document = parse_html(PAGE.replace("{body}", "").replace("Your details – Portal", title))

    assert check_page(document, PageFacts("/en/form")) == []


def test_title_of_front_page_may_differ_from_its_heading():
    document = parse_html(PAGE.replace("{body}", "").replace("<title>Your", "<title>My"))

    assert check_page(document, PageFacts("/en/")) == []


def test_pasted_text_may_hold_what_looks_like_placeholders(browse):
    browse.app.body = "<pre>Hello {{1}}</pre><p><code>%(name)s</code></p>"

    browse.get("/en/form")


def test_fragment_is_checked_without_frame(browse):
    browse.app.body = "<p>Two answers</p>"
    assert browse.get("/en/fragment", fragment=True).words == "Two answers"

    browse.app.body = '<p style="color:red">Two answers</p>'
    with pytest.raises(AssertionError, match="inline attribute style"):
        browse.get("/en/fragment", fragment=True)


@pytest.mark.parametrize(
    ("headers", "finding"),
    [
        ({"Cache-Control": "public", "Set-Cookie": "a=b"}, "sets a cookie"),
        ({"Cache-Control": "public", "Vary": "Cookie"}, "varies by cookie"),
        ({"Cache-Control": "public"}, "holds somebody's token"),
    ],
)
def test_public_page_carries_nothing_personal(browse, headers, finding):
    browse.app.body = FORM
    browse.app.answer_headers = headers

    with pytest.raises(AssertionError, match=finding):
        browse.get("/en/form")


def test_page_without_security_policy_is_refused(browse):
    browse.app.after_request_funcs[None].insert(0, without_policy)

    with pytest.raises(AssertionError, match="content security policy"):
        browse.get("/en/form")


def without_policy(response):
    del response.headers["Content-Security-Policy"]
    return response


def test_other_status_is_refused(browse):
    with pytest.raises(AssertionError, match="404 instead of 200"):
        browse.get("/en/nowhere")


def test_form_is_sent_as_browser_would(browse):
    browse.app.body = FORM

    page = browse.submit(browse.get("/en/form"), {"name": "Bea", "zone": "CET"}, button="Drop")

    assert page.path == "/en/form"
    assert browse.app.received == {
        "csrf_token": ["t"],
        "name": ["Bea"],
        "size": ["small"],
        "zone": ["CET"],
        "note": ["as it was"],
        "step": ["drop"],
    }


def test_fields_are_read_as_they_stand(browse):
    browse.app.body = FORM

    assert browse.get("/en/form").fields["size"] == "small"


@pytest.mark.parametrize(
    ("values", "button", "finding"),
    [
        ({"surname": "x"}, "", "0 forms have the fields"),
        ({}, "Delete", "0 forms have the fields"),
        ({}, "", "2 forms have the fields"),
        ({"size": "huge"}, "", "size offers"),
        ({"zone": "MARS"}, "", "zone offers"),
    ],
)
def test_what_is_not_on_page_cannot_be_sent(browse, values, button, finding):
    browse.app.body = FORM

    with pytest.raises(AssertionError, match=finding):
        browse.submit(browse.get("/en/form"), values, button=button)


def test_redirect_to_another_host_is_refused(browse):
    browse.app.body = FORM

    with pytest.raises(AssertionError, match="leads away"):
        browse.submit(browse.get("/en/form"), button="Leave")
