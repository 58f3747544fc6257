"""Which chat there is: what each needs is named when it is missing, and what cannot work is refused."""

import pytest

from portal.settings import SettingsError, read_settings

CHATWOOT = {
    "CHAT": "chatwoot",
    "CHATWOOT_URL": "https://chat.example.org/",
    "CHATWOOT_WEBSITE_TOKEN": "7Kq",
    "CHATWOOT_HMAC_KEY": "key",
    "CHATWOOT_WEBHOOK_SECRET": "secret",
}


def put(monkeypatch, variables):
    for name, value in variables.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)


def test_chatwoot_needs_the_four_settings_of_the_contract_and_no_others(monkeypatch):
    put(monkeypatch, CHATWOOT)

    settings = read_settings()

    assert settings.chatwoot_url == "https://chat.example.org"
    assert not settings.hands_cases_to_chatwoot


@pytest.mark.parametrize("missing", [name for name in CHATWOOT if name != "CHAT"])
def test_what_chatwoot_lacks_is_named(monkeypatch, missing):
    put(monkeypatch, {**CHATWOOT, missing: ""})

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert caught.value.problems == [f"PORTAL_{missing}: must be set, since PORTAL_CHAT is chatwoot"]


def test_chatwoot_that_does_not_sign_comes_by_an_address(monkeypatch):
    put(monkeypatch, {**CHATWOOT, "CHATWOOT_WEBHOOK_SECRET": "", "CHATWOOT_WEBHOOK_TOKEN": "x" * 16})

    assert read_settings().chatwoot_webhook_secret is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"])
def test_chatwoot_on_this_machine_needs_no_encryption(monkeypatch, address):
    put(monkeypatch, {**CHATWOOT, "CHATWOOT_URL": address})

    assert read_settings().chatwoot_url == address


@pytest.mark.parametrize(
    ("told", "variable"),
    [
        ({"CHATWOOT_URL": "http://chat.example.org"}, "CHATWOOT_URL"),
        ({"CHATWOOT_URL": "chat.example.org"}, "CHATWOOT_URL"),
        ({"CHATWOOT_URL": "https://me:hidden@chat.example.org"}, "CHATWOOT_URL"),
        ({"CHATWOOT_URL": "https://chat.example.org?x=1"}, "CHATWOOT_URL"),
        ({"CHATWOOT_URL": "https://chat.example.org; script-src *"}, "CHATWOOT_URL"),
        ({"CHATWOOT_URL": "https://chat.example.org:99999"}, "CHATWOOT_URL"),
        ({"CHATWOOT_WEBSITE_TOKEN": "two words"}, "CHATWOOT_WEBSITE_TOKEN"),
        ({"CHATWOOT_INBOX": "a/b"}, "CHATWOOT_INBOX"),
        ({"CHATWOOT_WEBHOOK_TOKEN": "short"}, "CHATWOOT_WEBHOOK_TOKEN"),
        ({"INTERCOM_SECRET": "short"}, "INTERCOM_SECRET"),
        ({"ZENDESK_WIDGET_SECRET": "short"}, "ZENDESK_WIDGET_SECRET"),
        ({"CHAT": "telephone"}, "CHAT"),
    ],
)
def test_chats_that_cannot_work_are_refused(monkeypatch, told, variable):
    put(monkeypatch, {**CHATWOOT, **told})

    with pytest.raises(SettingsError) as caught:
        read_settings()

    (line,) = caught.value.problems
    assert line.startswith(f"PORTAL_{variable}: ")
    assert "hidden" not in line


def test_other_chats_need_their_keys(monkeypatch):
    put(monkeypatch, {"CHAT": "intercom", "INTERCOM_APP_ID": "app7"})
    with pytest.raises(SettingsError, match="PORTAL_INTERCOM_SECRET: must be set, since PORTAL_CHAT is intercom"):
        read_settings()

    put(monkeypatch, {"CHAT": "zendesk", "ZENDESK_WIDGET_KEY": "k", "ZENDESK_WIDGET_SECRET": "x" * 32})
    with pytest.raises(SettingsError, match="PORTAL_ZENDESK_WIDGET_KEY_ID: must be set"):
        read_settings()
