import pytest

from portal.settings import SettingsError, read_settings, settle_address


def test_nothing_needs_to_be_set(empty_folder):
    settings = read_settings()

    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_address == f"sqlite:///{empty_folder}/instance/portal.sqlite3"
    assert not settings.secure


def test_every_mistake_is_reported_at_once_by_its_variable(monkeypatch):
    wrong = {
        "PORTAL_BASE_URL": "support.example.org",
        "PORTAL_CONTENT_DIR": "nowhere",
        "PORTAL_DATABASE_URL": "mysql://x",
        "PORTAL_REDIS_URL": "http://x",
        "PORTAL_SMTP_URL": "mail.example.org:25",
        "PORTAL_CHAT": "pigeon",
        "PORTAL_TRUSTED_PROXIES": "-1",
        "PORTAL_SECRET_KEY": "short",
        "PORTAL_ON_CALL": "the night shift",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert {problem.partition(":")[0] for problem in caught.value.problems} == set(wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_BASE_URL", "http://support.example.org:99999"),
        ("PORTAL_BASE_URL", "https://support.example.org/help"),
        ("PORTAL_BASE_URL", "https://:443"),
        ("PORTAL_BASE_URL", "https://support.example.org "),
        ("PORTAL_BASE_URL", "https://support example.org"),
        ("PORTAL_BASE_URL", "https://support\t.example.org"),
        ("PORTAL_BASE_URL", "https://somebody:hunter2@support.example.org"),
        ("PORTAL_STATUS_URL", "https://status.example.org:port"),
        ("PORTAL_STATUS_URL", "pigeon+https://status.example.org"),
        ("PORTAL_STATUS_URL", "+https://status.example.org"),
        ("PORTAL_STATUS_URL", "https://status.example.org feed+https://status.example.org"),
        ("PORTAL_STATUS_URL", "feed+status.example.org"),
        ("PORTAL_STATUS_URL", " ".join(f"https://{number}.example.org" for number in range(9))),
        ("PORTAL_STATUS_NUDGE_TOKEN", "sixteen/letters/or/more"),
        ("PORTAL_STATUS_NUDGE_TOKEN", "short"),
        ("PORTAL_UPLOADS_URL", "https://bucket.s3.example.org"),
        ("PORTAL_UPLOADS_URL", "s3://"),
        ("PORTAL_UPLOADS_URL", "s3://key:hunter2@bucket/prefix"),
        ("PORTAL_UPLOADS_URL", "s3://bucket/prefix?region=eu-central-1"),
        ("PORTAL_UPLOADS_URL", "s3://bucket/prefix?links=files.example.org"),
        ("PORTAL_UPLOADS_URL", "s3://bucket/a b"),
        ("PORTAL_DATABASE_URL", "postgresql+psycopg://portal:hunter2@db.example.org:port/portal"),
        ("PORTAL_REDIS_URL", "redis://:hunter2@cache.example.org:port/0"),
        ("PORTAL_SMTP_URL", "smtp://"),
        ("PORTAL_SMTP_URL", "smtp://user:hunter2@mail.example.org:port"),
        ("PORTAL_SMTP_URL", "smtp://user:hunter2@mail.example.org?tls=maybe"),
        ("PORTAL_IMAP_URL", "imaps://mail.example.org"),
        ("PORTAL_IMAP_URL", "imaps://hunter2@mail.example.org"),
        ("PORTAL_IMAP_URL", "pop3://user:hunter2@mail.example.org"),
        ("PORTAL_IMAP_URL", "imaps://user:hunter2@mail.example.org:port/INBOX"),
        ("PORTAL_IMAP_URL", "imaps://user:hunter2@mail.example.org/In%0D%0ALOGOUT"),
        ("PORTAL_IMAP_URL", "imap://user:hunter2@mail.example.org?tls=maybe"),
    ],
)
def test_address_that_nobody_could_reach_is_a_mistake_of_the_start(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert [problem.partition(":")[0] for problem in caught.value.problems] == [name]
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_search_engine_can_be_chosen(monkeypatch, engine):
    monkeypatch.setenv("PORTAL_SEARCH_ENGINE", engine)

    assert read_settings().search_engine == engine


def test_unknown_search_engine_is_told_in_one_line(monkeypatch):
    monkeypatch.setenv("PORTAL_SEARCH_ENGINE", "elastic")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_SEARCH_ENGINE: ")
    assert "\n" not in problem
    assert "'whoosh' or 'tantivy'" in problem


def test_colleagues_see_each_others_requests_unless_told_otherwise(monkeypatch):
    assert read_settings().shares_cases

    monkeypatch.setenv("PORTAL_ACCOUNT_CASES", "off")
    assert not read_settings().shares_cases


def test_unknown_answer_about_colleagues_is_told_in_one_line(monkeypatch):
    monkeypatch.setenv("PORTAL_ACCOUNT_CASES", "sometimes")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    (problem,) = caught.value.problems
    assert problem.startswith("PORTAL_ACCOUNT_CASES: ")
    assert "'on' or 'off'" in problem


def test_public_address_is_the_one_listened_on_unless_another_is_named(monkeypatch):
    monkeypatch.setenv("PORTAL_BASE_URL", "https://support.example.org")
    assert settle_address(read_settings(), "http://127.0.0.1:8080").base_url == "https://support.example.org"

    monkeypatch.setenv("PORTAL_BASE_URL", "")
    assert settle_address(read_settings(), "http://127.0.0.1:8080").base_url == "http://127.0.0.1:8080"
    # What is begun from here has it as well.
    assert read_settings().base_url == "http://127.0.0.1:8080"


def test_https_makes_the_portal_secure(monkeypatch):
    monkeypatch.setenv("PORTAL_BASE_URL", "https://support.example.org/")

    settings = read_settings()

    assert settings.secure
    assert settings.base_url == "https://support.example.org"


def test_capital_letters_of_the_public_address_mean_nothing(monkeypatch):
    monkeypatch.setenv("PORTAL_BASE_URL", "HTTPS://Help.Example.org:8443/")

    settings = read_settings()

    assert settings.secure
    assert settings.base_url == "https://help.example.org:8443"


def test_capital_letters_make_no_webhook_encrypted(monkeypatch):
    monkeypatch.setenv("PORTAL_WEBHOOK_SECRET", "sixteen letters or more")
    monkeypatch.setenv("PORTAL_WEBHOOK_URL", "HTTP://hooks.example.org/portal")

    with pytest.raises(SettingsError, match="PORTAL_WEBHOOK_URL: must begin with https://"):
        read_settings()


def test_env_file_is_read(empty_folder):
    (empty_folder / ".env").write_text("PORTAL_CHAT=off\n")

    assert read_settings().chat == "off"


def test_env_file_that_is_no_text_is_told_by_its_name(empty_folder):
    (empty_folder / ".env").write_bytes(b"PORTAL_ON_CALL=m\xfcller@example.org\n")

    with pytest.raises(SettingsError, match=r"^\.env: is not UTF-8: byte 0xfc$"):
        read_settings()


def test_env_file_that_cannot_be_read_is_told_by_its_name(empty_folder, monkeypatch):
    def refuse(file, **_):
        raise PermissionError(13, "Permission denied", str(file))

    (empty_folder / ".env").touch()
    monkeypatch.setattr("portal.settings.Path.read_text", refuse)

    with pytest.raises(SettingsError, match=r"^\.env: cannot be read: Permission denied$"):
        read_settings()


def test_empty_variable_means_the_default(monkeypatch):
    monkeypatch.setenv("PORTAL_DATABASE_URL", "")

    assert read_settings().database_address.startswith("sqlite:///")


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a-very-secret-key-of-length")
    monkeypatch.setenv("PORTAL_SMTP_URL", "smtp://user:hunter2@mail.example.org:587")
    monkeypatch.setenv("PORTAL_IMAP_URL", "imaps://user:hunter2@mail.example.org/INBOX")

    printed = repr(read_settings())

    assert "very-secret" not in printed
    assert "hunter2" not in printed


HOOK, SECRET = "https://hooks.example.org/portal", "0123456789abcdef"


def test_events_go_to_several_addresses(monkeypatch):
    monkeypatch.setenv("PORTAL_WEBHOOK_URL", f" {HOOK}  https://other.example.org ")
    monkeypatch.setenv("PORTAL_WEBHOOK_SECRET", SECRET)

    assert read_settings().webhook_urls == (HOOK, "https://other.example.org")


@pytest.mark.parametrize(
    ("url", "secret", "private", "told"),
    [
        (HOOK, "", "off", "PORTAL_WEBHOOK_SECRET: must be set, since webhooks are signed"),
        (HOOK, "short", "off", "PORTAL_WEBHOOK_SECRET: must have 16 characters or more"),
        ("http://hooks.example.org", SECRET, "off", "PORTAL_WEBHOOK_URL: must begin with https:// unless"),
        ("ftp://hooks.example.org", SECRET, "on", "PORTAL_WEBHOOK_URL: must be https addresses"),
        ("https://me:secret@hooks.example.org", SECRET, "on", "PORTAL_WEBHOOK_URL: must be https addresses"),
        (f"{HOOK} {HOOK}", SECRET, "off", "PORTAL_WEBHOOK_URL: must have at most 5 addresses, each once"),
    ],
)
def test_address_for_events_must_be_safe(monkeypatch, url, secret, private, told):
    monkeypatch.setenv("PORTAL_WEBHOOK_URL", url)
    monkeypatch.setenv("PORTAL_WEBHOOK_SECRET", secret)
    monkeypatch.setenv("PORTAL_PRIVATE_RECEIVERS", private)

    with pytest.raises(SettingsError) as mistake:
        read_settings()

    (line,) = mistake.value.problems
    assert line.startswith(told)
    assert "me:secret" not in line


@pytest.mark.parametrize(
    ("told", "variable"),
    [
        ({"OIDC_ISSUER": "http://id.example.org", "OIDC_CLIENT_ID": "portal"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://id.example.org?x=1", "OIDC_CLIENT_ID": "portal"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "id.example.org", "OIDC_CLIENT_ID": "portal"}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "https://id.example.org"}, "OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_ID": "portal"}, "OIDC_ISSUER"),
        ({"OIDC_SCOPES": "email"}, "OIDC_SCOPES"),
        ({"OIDC_STAFF": "support"}, "OIDC_STAFF"),
        ({"OIDC_STAFF": "=support"}, "OIDC_STAFF"),
        ({"LINK_SECRET": "too short"}, "LINK_SECRET"),
        ({"LINK_SECRET": f"{'x' * 32} short"}, "LINK_SECRET"),
        ({"LINK_PUBLIC_KEY": "nowhere.pem"}, "LINK_PUBLIC_KEY"),
    ],
)
def test_ways_to_sign_in_that_cannot_work_are_refused(monkeypatch, told, variable):
    for name, value in told.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert [problem.partition(":")[0] for problem in caught.value.problems] == [f"PORTAL_{variable}"]


def test_links_have_one_kind_of_key(monkeypatch, tmp_path):
    (tmp_path / "key.pem").write_text("a key")
    monkeypatch.setenv("PORTAL_LINK_SECRET", "x" * 32)
    monkeypatch.setenv("PORTAL_LINK_PUBLIC_KEY", str(tmp_path / "key.pem"))

    with pytest.raises(SettingsError, match="PORTAL_LINK_SECRET: must not be set beside PORTAL_LINK_PUBLIC_KEY"):
        read_settings()


@pytest.mark.parametrize(
    "issuer", ["https://id.example.org/realms/main", "http://127.0.0.1:9000", "http://localhost:9000"]
)
def test_issuer_on_this_machine_may_be_unencrypted(monkeypatch, issuer):
    monkeypatch.setenv("PORTAL_OIDC_ISSUER", issuer)
    monkeypatch.setenv("PORTAL_OIDC_CLIENT_ID", "portal")
    monkeypatch.setenv("PORTAL_OIDC_STAFF", "groups=support=yes")

    assert read_settings().oidc_issuer == issuer
    assert read_settings().oidc_staff_claim == ("groups", "support=yes")
