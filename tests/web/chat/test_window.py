"""The window of a chat elsewhere: nothing of it before it is asked for, and then only what its visitor has proven."""

import base64
import json

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from pydantic import SecretStr

from portal.cases.chat_facts import name_customer
from portal.cases.events import CaseResolved
from portal.identity.actions import add_staff
from portal.policy.model import Channel
from portal.web.current import current_database, current_secret, current_settings
from portal.web.headers import CONTENT_SECURITY_POLICY
from tests.chatwoot_twin import HMAC_KEY, TOKEN, WEBHOOK_SECRET
from tests.web.cases.builders import ANA, NOW, address, happened, opened

URL = "https://chat.example.org"
JWT_SECRET = "a secret of thirty-two letters or more"
CHATS = {
    "chatwoot": {
        "chatwoot_url": URL,
        "chatwoot_website_token": TOKEN,
        "chatwoot_hmac_key": SecretStr(HMAC_KEY),
        "chatwoot_webhook_secret": SecretStr(WEBHOOK_SECRET),
    },
    "intercom": {"intercom_app_id": "app7", "intercom_secret": SecretStr(JWT_SECRET)},
    "zendesk": {
        "zendesk_widget_key": "key-of-the-snippet",
        "zendesk_widget_key_id": "app_7",
        "zendesk_widget_secret": SecretStr(JWT_SECRET),
    },
}
HOSTS = {"chatwoot": URL, "intercom": "https://widget.intercom.io", "zendesk": "https://static.zdassets.com"}
PUBLIC = ("/en/", "/ru/webhooks/set-up", "/en/search?q=131047", "/de/status", "/en/help/")


@pytest.fixture
def chats(app):
    """Chooses a chat elsewhere."""
    kept = app.extensions[current_settings.name]

    def choose(kind):
        current_settings.put(app, kept.model_copy(update={"chat": kind, **CHATS[kind]}))

    yield choose
    current_settings.put(app, kept)


@pytest.fixture
def chatwoot(chats):
    chats("chatwoot")


def buttons(page):
    return [link for link in page.document.list_elements("a") if link.get("data-chat")]


def policy(page):
    return dict(rule.partition(" ")[::2] for rule in page.headers["Content-Security-Policy"].split("; "))


def told(browser, path="/en/chat/window"):
    answer = browser.get(path)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers
    return json.loads(answer.source)


@pytest.mark.parametrize("kind", CHATS)
@pytest.mark.parametrize("path", PUBLIC)
def test_page_that_offers_the_window_loads_nothing_of_it_and_is_the_same_for_everyone(chats, browse, ana, kind, path):
    chats(kind)

    page, hers = browse.get(path), ana.get(path)

    (button,) = buttons(page)
    assert button.get("href") == f"/{path[1:3]}/chat"
    assert button.get("data-kind") == kind
    assert not [element for element in page.document.list_elements("script") if "//" in element.get("src", "")]
    assert page.document.list_elements("iframe") == ()
    assert page.headers["Cache-Control"].startswith("public")
    assert hers.source in (page.source, browse.get(path).source)


@pytest.mark.parametrize("kind", CHATS)
def test_only_the_chosen_chat_is_let_through_and_only_where_it_is_offered(chats, browse, kind):
    chats(kind)

    rules = policy(browse.get("/en/"))

    assert HOSTS[kind] in rules["script-src"].split()
    assert "'unsafe-inline'" not in rules["script-src"]
    assert rules["connect-src"].startswith("'self' ")
    assert "frame-src" in rules
    assert (rules["require-trusted-types-for"], rules["trusted-types"]) == ("'script'", "default")
    others = [host for name, host in HOSTS.items() if name != kind]
    assert not any(host in " ".join(rules.values()) for host in others)


def test_events_of_chatwoot_come_by_a_socket(chatwoot, browse):
    assert policy(browse.get("/en/"))["connect-src"] == f"'self' {URL} wss://chat.example.org"


@pytest.mark.parametrize("path", ["/en/sign-in", "/en/privacy", "/en/sign-out"])
def test_where_codes_and_links_stand_nothing_is_let_through(chatwoot, app, browse, path):
    page = browse.get(path, status=None)

    assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert buttons(page) == []


def test_desk_and_wizard_let_nothing_through(chatwoot, app, ana):
    with app.app_context(), current_database.get().write() as session:
        add_staff(session, ANA, NOW)

    for page in (ana.get("/desk/"), ana.post("/en/help/", {}, follow=True, status=200)):
        assert page.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert buttons(page) == []


@pytest.mark.parametrize("kind", ["builtin", "off"])
def test_without_a_chat_elsewhere_there_is_none_of_it(app, browse, kind):
    kept = app.extensions[current_settings.name]
    current_settings.put(app, kept.model_copy(update={"chat": kind}))
    try:
        assert browse.get("/en/").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        browse.get("/en/chat/window", status=404)
    finally:
        current_settings.put(app, kept)


def test_it_is_said_beside_the_button_where_the_chat_runs(chatwoot, browse):
    page = browse.get("/en/")

    hint = next(each for each in page.document.elements if each.get("id") == "chat-hint")
    assert buttons(page)[0].get("aria-describedby") == "chat-hint"
    assert hint.tag == "p"
    assert "The chat runs at chat.example.org. Nothing is loaded from there until you open it." in page.source


def test_without_a_script_the_conversation_goes_on_in_the_portal(chatwoot, ana, case):
    page = ana.get("/en/chat")

    assert page.says(case.reference)
    assert page.says("You can write here, or open the chat window")
    ana.submit(page, {"message": "Written without a script."}, button="Send")
    assert ana.get("/en/chat").says("Written without a script.")


def test_window_that_did_not_open_is_told_of_with_the_way_on(chatwoot, ana, case):
    page = ana.get("/en/chat?window=failed")

    assert page.says("The chat window did not open")
    assert page.says("Nothing is lost")
    assert page.says(case.reference)


def test_panel_of_the_portal_itself_is_gone(chatwoot, ana):
    ana.get("/en/chat/panel", status=404)


def test_stranger_is_named_to_nobody(chats, browse, case):
    for kind in CHATS:
        chats(kind)
        answer = json.dumps(told(browse))
        assert json.loads(answer)["who"] == ""
        assert not any(word in answer for word in ("@", case.reference, "jwt", "identifier_hash"))


def test_customer_is_proven_to_chatwoot_with_the_case_at_hand(chatwoot, app, ana, case):
    with app.app_context():
        who = name_customer(current_secret.get(), ANA)

    answer = told(ana, f"/pt-br/chat/window?reference={case.reference}")

    assert answer["who"] == who
    assert answer["locale"] == "pt_BR"
    assert answer["user"]["email"] == ANA
    assert answer["user"]["name"] == "Ana Silva"
    assert answer["attributes"]["reference"] == case.reference
    assert all(answer["attributes"].values())


def test_identifier_hash_is_that_of_a_known_pair():
    """Made with OpenSSL: printf ana | openssl dgst -sha256 -hmac "website key"."""
    from portal.cases.chat_facts import sign_identifier

    assert sign_identifier(HMAC_KEY, "ana") == "18c14d94b49b4b83ffc425212aaa545469e1133fe3f096280af08fd4c9051828"


def test_page_of_a_case_names_that_case_and_others_the_newest_chat(chatwoot, portal_database, ana, case):
    newer = opened(portal_database, idempotency_key="2", subject="Newer")

    (button,) = buttons(ana.get(address(case)))
    assert told(ana, button.get("data-window"))["attributes"]["reference"] == case.reference
    (button,) = buttons(ana.get("/en/"))
    assert told(ana, button.get("data-window"))["attributes"]["reference"] == newer.reference


def test_nothing_is_told_of_a_case_that_is_somebody_elses(chatwoot, sign_in, ana, case):
    answer = told(sign_in("carl@gmail.com"), f"/en/chat/window?reference={case.reference}")

    assert answer["attributes"] is None
    assert answer["user"] == {"email": "carl@gmail.com", "identifier_hash": answer["user"]["identifier_hash"]}


def test_without_a_chat_that_goes_on_no_case_is_spoken_of(chatwoot, portal_database, ana, case):
    happened(portal_database, case.reference, CaseResolved("Done."))
    opened(portal_database, idempotency_key="2", channel=Channel.EMAIL)

    assert told(ana)["attributes"] is None


def claims_of(token, secret=JWT_SECRET):
    return jwt.decode(token, OctKey.import_key(secret), algorithms=["HS256"])


def test_customer_is_proven_to_intercom_by_a_short_token(chats, app, clock, ana, case):
    chats("intercom")

    answer = told(ana)

    claims = claims_of(answer["settings"]["intercom_user_jwt"]).claims
    assert claims["user_id"] == answer["who"] != ""
    assert (claims["email"], claims["name"]) == (ANA, "Ana Silva")
    assert 0 < claims["exp"] - clock().timestamp() <= 300
    assert answer["message"] == f"{case.subject} ({case.reference})\n"
    assert JWT_SECRET not in json.dumps(answer)


def test_customer_is_proven_to_zendesk_by_a_token_that_names_its_key(chats, clock, ana, case):
    chats("zendesk")

    answer = told(ana)

    token = claims_of(answer["token"])
    assert token.header["kid"] == "app_7"
    assert token.claims["external_id"] == answer["who"] != ""
    assert (token.claims["scope"], token.claims["email"], token.claims["email_verified"]) == ("user", ANA, True)
    assert 0 < token.claims["exp"] - clock().timestamp() <= 300
    assert answer["tags"] == [f"case-{case.reference}".lower()]


def test_token_is_that_of_a_known_pair():
    """The one of RFC 7519's best-known debugger, with its secret of 2018."""
    from portal.chat.tokens import make_token

    token = make_token({"sub": "1234567890", "name": "John Doe", "iat": 1516239022}, "your-256-bit-secret")

    assert (
        base64.urlsafe_b64decode(token.split(".")[1] + "==")
        == b'{"sub":"1234567890","name":"John Doe","iat":1516239022}'
    )
    assert token.split(".")[2] == "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
