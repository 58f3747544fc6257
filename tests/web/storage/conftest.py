"""A server that speaks S3, a proxy in front of it that can misbehave, and a portal whose files lie there."""

import pytest

from portal.storage import bucket as bucket_module
from portal.storage.choosing import choose_store
from portal.storage.current import current_uploads
from tests.web.storage.proxy import proxy_to
from tests.web.storage.s3_server import BUCKET, lead_to, make_bucket, serve_s3


@pytest.fixture(scope="session")
def s3_server():
    """The address of a server that speaks S3."""
    with serve_s3() as server:
        yield server


@pytest.fixture
def proxy(s3_server):
    """A way to the server that misbehaves when it is told to: its address and its manner."""
    with proxy_to(s3_server) as proxy:
        yield proxy


@pytest.fixture
def manner(proxy):
    return proxy[1]


@pytest.fixture
def bucket(proxy, s3_server, monkeypatch, tmp_path):
    """An empty bucket, the standard variables that lead to it through the proxy, and a client that goes around it."""
    address, _ = proxy
    for name, value in lead_to(address, tmp_path).items():
        monkeypatch.setenv(name, value)
    client = make_bucket(s3_server)
    yield client
    for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        client.delete_object(Bucket=BUCKET, Key=entry["Key"])
    client.delete_bucket(Bucket=BUCKET)
    client.close()


@pytest.fixture
def objects(bucket):
    """The objects of the bucket by key, as they are stored."""

    def objects():
        found = bucket.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        return {each["Key"]: bucket.get_object(Bucket=BUCKET, Key=each["Key"]) for each in found}

    return objects


@pytest.fixture
def kept_in_bucket(bucket, settings):
    """The settings of the shared portal, with customers' files in the bucket."""
    return settings.model_copy(update={"uploads_url": f"s3://{BUCKET}/portal"})


@pytest.fixture
def app(app, kept_in_bucket, monkeypatch):
    """The portal, keeping customers' files in the bucket; nobody waits for it as long as customers would."""
    monkeypatch.setattr(bucket_module, "READ_S", 0.5)
    monkeypatch.setattr(bucket_module, "TRIES", 1)
    before = app.extensions[current_uploads.name]
    current_uploads.put(app, choose_store(kept_in_bucket))
    yield app
    current_uploads.put(app, before)
