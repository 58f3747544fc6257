"""The store in a bucket, against a server that speaks S3."""

import re
from http.client import HTTPConnection
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest

from portal.kernel.ids import new_token
from portal.storage import bucket as bucket_module
from portal.storage.choosing import choose_store
from portal.storage.store import Download, UploadsUnavailable, read_all
from tests.building import make_settings
from tests.web.storage.s3_server import BUCKET

PLAIN = Download("log.txt", "text/plain")


@pytest.fixture
def open_store(bucket, tmp_path, monkeypatch):
    """Makes the store of an address; tests do not wait as long as customers would."""
    monkeypatch.setattr(bucket_module, "READ_S", 0.5)
    monkeypatch.setattr(bucket_module, "TRIES", 1)
    return lambda address=f"s3://{BUCKET}/portal": choose_store(make_settings(tmp_path, uploads_url=address))


def fetch(address):
    """What a browser gets at a link: status, headers, body."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_file_comes_back_and_goes(open_store, objects):
    store, name = open_store(), new_token()
    store.put(name, BytesIO(b"one"))
    store.put(name, BytesIO(b"two"))

    assert read_all(store, name) == b"two"
    assert store.has(name)
    assert list(store.names()) == [name]
    assert list(objects()) == [f"portal/{name}"]

    store.delete([name, new_token()])

    assert objects() == {}
    assert not store.has(name)
    with pytest.raises(FileNotFoundError):
        read_all(store, name)


def test_many_are_deleted_together(open_store, objects, manner, monkeypatch):
    monkeypatch.setattr(bucket_module, "AT_ONCE", 2)
    store, names = open_store(), [new_token() for _ in range(5)]
    for name in names:
        store.put(name, BytesIO(b"x"))
    manner.asked.clear()

    store.delete(iter(names))

    assert [method for method, _ in manner.asked] == ["POST"] * 3
    assert objects() == {}


def test_nothing_is_deleted_without_a_call(open_store, manner):
    open_store().delete([])

    assert manner.asked == []


def test_object_is_private_and_harmless(open_store, bucket):
    store, name = open_store(), new_token()
    store.put(name, BytesIO(b"<script>"))

    stored = bucket.get_object(Bucket=BUCKET, Key=f"portal/{name}")
    grants = bucket.get_object_acl(Bucket=BUCKET, Key=f"portal/{name}")["Grants"]

    assert (stored["ContentType"], stored["ContentDisposition"]) == ("application/octet-stream", "attachment")
    assert all("AllUsers" not in grant["Grantee"].get("URI", "") for grant in grants)


def test_link_saves_the_file_under_its_name_and_expires(open_store):
    store, name = open_store(), new_token()
    store.put(name, BytesIO(b"one line"))

    address = store.link(name, Download('Ошибка "1".txt', "text/plain"))
    status, headers, body = fetch(address)

    asked = parse_qs(urlsplit(address).query)
    assert asked["X-Amz-Expires"] == ["120"]
    assert (status, body) == (200, b"one line")
    assert headers["Content-Type"] == "text/plain"
    assert headers["Content-Disposition"].startswith("attachment; filename=\"______ _1_.txt\"; filename*=UTF-8''%D0%9E")
    assert headers["Cache-Control"] == "private, no-store"
    assert "a-secret-of-the-store" not in address


def test_name_of_a_file_cannot_make_headers(open_store):
    address = open_store().link(new_token(), Download('x"\r\nSet-Cookie: a=b;.txt', "text/plain"))

    (disposition,) = parse_qs(urlsplit(address).query)["response-content-disposition"]
    assert re.fullmatch(r"attachment; filename=\"[^\"\r\n]*\"; filename\*=UTF-8''[A-Za-z0-9%._~-]*", disposition)


def test_links_may_lead_to_another_address_or_nowhere(open_store):
    elsewhere = open_store(f"s3://{BUCKET}/portal?links=https://files.example.org")

    assert elsewhere.link(new_token(), PLAIN).startswith(f"https://files.example.org/{BUCKET}/portal/")
    assert open_store(f"s3://{BUCKET}/portal?links=off").link(new_token(), PLAIN) is None


def test_what_is_not_ours_is_not_listed(open_store, bucket):
    bucket.put_object(Bucket=BUCKET, Key="portal/somebody-elses.txt", Body=b"x")

    assert list(open_store().names()) == []


ACTS = {
    "put": lambda store: store.put(new_token(), BytesIO(b"x")),
    "open": lambda store: read_all(store, "kept"),
    "has": lambda store: store.has("kept"),
    "delete": lambda store: store.delete(["kept"]),
    "names": lambda store: list(store.names()),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("manner_name", ["slow", "cut", "429", "500", "403"])
def test_store_that_misbehaves_is_away_in_our_words(open_store, manner, act, manner_name):
    store = open_store()
    store.put("kept", BytesIO(b"kept"))
    manner.name = manner_name

    with pytest.raises(UploadsUnavailable) as caught:
        ACTS[act](store)

    assert str(caught.value).startswith(("the store refuses (", "the store does not answer ("))
    assert "secret" not in str(caught.value)
    manner.name = "well"
    assert read_all(store, "kept") == b"kept"


def test_object_that_breaks_off_is_no_whole_file(open_store, manner):
    store = open_store()
    store.put("kept", BytesIO(b"k" * 1000))
    manner.name = "half"

    with pytest.raises(UploadsUnavailable):
        read_all(store, "kept")


@pytest.mark.parametrize("act", ["delete", "names"])
def test_page_of_html_is_no_answer(open_store, manner, act):
    store = open_store()
    manner.name = "html"

    with pytest.raises(UploadsUnavailable):
        ACTS[act](store)


def test_nobody_at_the_endpoint_is_away(open_store, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")

    with pytest.raises(UploadsUnavailable, match="does not answer"):
        open_store().has("kept")


def test_bucket_that_is_not_there_is_told(open_store):
    with pytest.raises(UploadsUnavailable, match="NoSuchBucket"):
        open_store("s3://another-bucket/portal").put(new_token(), BytesIO(b"x"))
