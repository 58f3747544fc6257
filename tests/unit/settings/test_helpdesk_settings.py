import os

import pytest

from portal.helpdesk_settings import HelpdeskAddress, HelpdeskKind
from portal.kernel.language import ENGLISH, GERMAN
from portal.settings import SettingsError, read_settings

ZAMMAD, ZENDESK = "zammad+https://desk.example.org", "zendesk+https://acme.zendesk.com"
TOKEN = {"zammad": "token-of-an-agent", "zendesk": "agent@example.org/token:secret"}


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def read(monkeypatch):
    def put(url, token=None, **more):
        monkeypatch.setenv("PORTAL_HELPDESK_URL", url)
        monkeypatch.setenv("PORTAL_HELPDESK_TOKEN", token if token is not None else TOKEN[url.partition("+")[0]])
        for name, value in more.items():
            monkeypatch.setenv(f"PORTAL_{name.upper()}", value)
        return read_settings()

    return put


def problems(read, *arguments, **more):
    with pytest.raises(SettingsError) as caught:
        read(*arguments, **more)
    return caught.value.problems


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (ZAMMAD, HelpdeskAddress(HelpdeskKind.ZAMMAD, "https://desk.example.org", "Users", "", ENGLISH)),
        (
            f"{ZAMMAD}/zammad/?group=2nd+level&waiting=pending+reminder&language=de",
            HelpdeskAddress(
                HelpdeskKind.ZAMMAD, "https://desk.example.org/zammad", "2nd level", "pending reminder", GERMAN
            ),
        ),
        (ZENDESK, HelpdeskAddress(HelpdeskKind.ZENDESK, "https://acme.zendesk.com", "", "", ENGLISH)),
        (
            f"{ZENDESK}?group=360001",
            HelpdeskAddress(HelpdeskKind.ZENDESK, "https://acme.zendesk.com", "360001", "", ENGLISH),
        ),
    ],
)
def test_address_names_kind_place_and_choices(read, url, address):
    assert read(url).helpdesk == address


def test_without_an_address_there_is_no_helpdesk():
    assert read_settings().helpdesk is None


@pytest.mark.parametrize(
    "url",
    [
        "https://desk.example.org",
        "jira+https://desk.example.org",
        "zammad+ftp://desk.example.org",
        "zammad+https://",
        "zammad+https://desk.example.org:port",
        "zammad+https://agent:hunter2@desk.example.org",
        f"{ZAMMAD}#x",
        f"{ZAMMAD}?color=red",
        f"{ZAMMAD}?group",
        f"{ZAMMAD}?group=a&group=b",
        f"{ZAMMAD}?language=fr",
        f"{ZENDESK}?group=Users",
        f"{ZENDESK}?waiting=hold",
    ],
)
def test_bad_address_stops_the_start_with_one_line(read, url):
    (problem,) = problems(read, url, "token")

    assert problem.startswith("PORTAL_HELPDESK_URL: ")
    assert "hunter2" not in problem


@pytest.mark.parametrize(
    ("url", "token", "named"),
    [
        (ZAMMAD, "", "PORTAL_HELPDESK_TOKEN: must be set"),
        (ZAMMAD, "two words", "PORTAL_HELPDESK_TOKEN: must have visible letters"),
        (ZAMMAD, "line\nbreak", "PORTAL_HELPDESK_TOKEN: must have visible letters"),
        (ZENDESK, "secret", "PORTAL_HELPDESK_TOKEN: must look like"),
        ("", "token", "PORTAL_HELPDESK_URL: must be set, since PORTAL_HELPDESK_TOKEN is"),
    ],
)
def test_token_that_cannot_be_used_is_named(read, url, token, named):
    (problem,) = problems(read, url, token)

    assert problem.startswith(named)


def test_short_webhook_secret_is_refused(read):
    assert problems(read, ZAMMAD, helpdesk_webhook_secret="short") == [
        "PORTAL_HELPDESK_WEBHOOK_SECRET: must have 16 characters or more"
    ]


def test_unencrypted_helpdesk_is_on_this_machine_or_in_a_network_that_the_operator_opened(read):
    assert read("zammad+http://127.0.0.1:3000").helpdesk.base == "http://127.0.0.1:3000"
    assert problems(read, "zammad+http://zammad:8080") == [
        "PORTAL_HELPDESK_URL: must be https unless PORTAL_PRIVATE_RECEIVERS is on"
    ]
    assert read("zammad+http://zammad:8080", private_receivers="on").helpdesk.base == "http://zammad:8080"
