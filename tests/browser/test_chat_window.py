"""The windows of chats elsewhere in a real browser: policies, scripts, and a conversation there and back."""

import json
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.browser.axe import find_serious_faults
from tests.browser.customer import Customer
from tests.browser.running_portal import account_domain, import_accounts, run_portal
from tests.chatwoot_twin import (
    HMAC_KEY,
    INBOX,
    INBOX_KEY,
    TOKEN,
    WEBHOOK_SECRET,
    chatwoot,
    message_event,
    sign,
)

pytestmark = pytest.mark.requires_program("chromium")

KEY = "a secret of thirty-two letters or more"
ELSEWHERE = {
    "intercom": {"PORTAL_INTERCOM_APP_ID": "app7", "PORTAL_INTERCOM_SECRET": KEY},
    "zendesk": {
        "PORTAL_ZENDESK_WIDGET_KEY": "snippet7",
        "PORTAL_ZENDESK_WIDGET_KEY_ID": "app_7",
        "PORTAL_ZENDESK_WIDGET_SECRET": KEY,
    },
}
SCRIPTS = {
    "intercom": "https://widget.intercom.io/widget/app7",
    "zendesk": "https://static.zdassets.com/ekr/snippet.js",
}
# What these do of what the real ones do: take what was queued, load a script of their own, ask for the token.
DO = {
    "intercom": """
        window.calls = window.Intercom.q.slice();
        window.Intercom = (...call) => window.calls.push(call);
        const more = document.createElement("script");
        more.src = "https://js.intercomcdn.com/frame.js";
        document.head.append(more);
    """,
    "zendesk": """
        window.calls = [];
        window.zE = (...call) => {
          window.calls.push(call.filter((each) => typeof each !== "function"));
          const [, what, ask] = call;
          if (what === "loginUser") ask((token) => window.calls.push(["token", token]));
        };
    """,
}


@pytest.fixture(scope="module")
def twin():
    with chatwoot() as server:
        yield server


@pytest.fixture(scope="module")
def connected(tmp_path_factory, twin):
    settings = {
        "PORTAL_CHAT": "chatwoot",
        "PORTAL_CHATWOOT_URL": twin.url,
        "PORTAL_CHATWOOT_WEBSITE_TOKEN": TOKEN,
        "PORTAL_CHATWOOT_HMAC_KEY": HMAC_KEY,
        "PORTAL_CHATWOOT_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "PORTAL_CHATWOOT_INBOX": INBOX,
        "PORTAL_CHATWOOT_INBOX_HMAC_KEY": INBOX_KEY,
    }
    with run_portal(tmp_path_factory.mktemp("chatwoot"), **settings) as running:
        import_accounts(running)
        yield running


def wait_until(condition, visitor=None, patience_s=20):
    until = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < until, visitor and visitor.complaints
        time.sleep(0.1)


class Visit:
    """A visitor's browser, with everything it asked of other hosts and complained about."""

    def __init__(self, context, portal):
        self.page, self.portal, self.away, self.complaints = context.new_page(), portal, [], []
        home = urlsplit(portal.address).netloc
        context.on("request", lambda each: urlsplit(each.url).netloc != home and self.away.append(each.url))
        context.on("console", lambda each: each.type == "error" and self.complaints.append(each.text))
        context.on("weberror", lambda each: self.complaints.append(str(each.error)))

    def opens_chat(self):
        self.page.get_by_role("link", name="Chat", exact=True).click()

    def told(self, name):
        """What the window was told under this name, once it has opened."""
        wait_until(lambda: self.page.evaluate("window.told?.some(([each]) => each === 'toggle')"), self)
        return [each for each in self.page.evaluate("window.told") if each[0] == name]


@pytest.fixture
def visit(new_context):
    def make(portal, number=240):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        return Visit(new_context(locale="en", reduced_motion="reduce", extra_http_headers=headers), portal)

    return make


def with_chat(visitor, number):
    customer = Customer(visitor.page, visitor.portal, "en", f"chats@{account_domain('premium', number)}")
    customer.gets_to_review()
    return customer.sends()


def test_conversation_goes_there_and_comes_back(visit, connected, twin):
    visitor = visit(connected)
    reference = with_chat(visitor, 240)

    # The worker hands it over; the browser has asked nothing of Chatwoot.
    wait_until(lambda: any(reference in said[0] for said in twin.said().values() if said))
    visitor.page.goto(f"{connected.address}/en/requests/{reference}")
    assert visitor.away == []

    visitor.opens_chat()
    ((_, how),) = visitor.told("run")
    assert visitor.away[0] == f"{twin.url}/packs/js/sdk.js"
    assert {urlsplit(each).netloc for each in visitor.away} == {urlsplit(twin.url).netloc}
    assert how == {"websiteToken": TOKEN, "baseUrl": twin.url}
    ((_, who, user),) = visitor.told("setUser")
    assert who in {each["identifier"] for each in twin.contacts.values()}
    assert user["identifier_hash"]
    ((_, attributes),) = visitor.told("setConversationCustomAttributes")
    assert attributes["reference"] == reference
    assert visitor.told("setLocale") == [["setLocale", "en"]]
    assert visitor.page.locator(".chat-button").is_hidden()
    assert visitor.page.locator(".woot-widget-holder").evaluate("each => getComputedStyle(each).position") == "fixed"
    assert visitor.complaints == []

    body = json.dumps(message_event(reference, content="We are looking at it.")).encode()
    sent = Request(f"{connected.address}/api/v1/chat/chatwoot", body, sign(body, datetime.now(UTC)))
    assert json.load(urlopen(sent)) == {"taken": True}
    expect(visitor.page.get_by_text("We are looking at it.")).to_be_visible(timeout=20_000)


def test_stranger_is_told_of_to_nobody(visit, connected, twin):
    visitor = visit(connected, 241)
    visitor.page.goto(f"{connected.address}/pt-br/")
    visitor.page.locator(".chat-button").focus()
    expect(visitor.page.locator(".chat-hint")).to_be_visible()
    assert find_serious_faults(visitor.page) == []

    visitor.page.keyboard.press("Enter")

    assert visitor.told("setLocale") == [["setLocale", "pt_BR"]]
    assert visitor.told("setUser") == visitor.told("setConversationCustomAttributes") == []


def test_window_that_does_not_open_leads_to_the_conversation(visit, connected):
    visitor = visit(connected, 242)
    visitor.page.route("**/packs/js/sdk.js", lambda route: route.abort())
    visitor.page.goto(f"{connected.address}/en/")

    visitor.opens_chat()

    expect(visitor.page.get_by_text("The chat window did not open")).to_be_visible()


def test_no_other_script_gets_in_once_the_window_is_open(visit, connected):
    visitor = visit(connected, 243)
    visitor.page.goto(f"{connected.address}/en/")
    visitor.opens_chat()
    visitor.told("toggle")

    def tries(address):
        return visitor.page.evaluate(
            "address => { try { document.createElement('script').src = address; return true } catch { return false } }",
            address,
        )

    assert not tries("https://evil.example/x.js")
    assert not tries("/widget.js")
    assert not tries("data:text/javascript,1")


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_other_windows_open_with_their_proof(visit, tmp_path, kind):
    more = []
    with run_portal(tmp_path, PORTAL_CHAT=kind, **ELSEWHERE[kind]) as portal:
        import_accounts(portal)
        visitor = visit(portal, 244)

        def stands_in(route):
            more.append(route.request.url)
            is_first = route.request.url.startswith(SCRIPTS[kind])
            route.fulfill(body=DO[kind] if is_first else "", content_type="text/javascript")

        visitor.page.route(lambda url: "127.0.0.1" not in url, stands_in)
        reference = with_chat(visitor, 244)
        visitor.page.goto(f"{portal.address}/en/")
        assert visitor.away == []

        visitor.opens_chat()
        expect(visitor.page.locator(".chat-button")).to_be_hidden()
        wait_until(lambda: "eyJ" in json.dumps(visitor.page.evaluate("window.calls")), visitor)
        calls = visitor.page.evaluate("window.calls")
        assert visitor.complaints == []
    if kind == "intercom":
        assert calls[0][:1] == ["boot"]
        assert calls[-1][0] == "showNewMessage"
        assert reference in calls[-1][1]
        assert more[1:] == ["https://js.intercomcdn.com/frame.js"]
    else:
        assert ["messenger:set", "conversationTags", [f"case-{reference}".lower()]] in calls
        assert ["messenger", "open"] in calls
