"""A server that speaks S3, a proxy in front of it that can misbehave, and a portal whose files lie there."""

import http.client
import logging
import socket
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from botocore.session import get_session

from portal.storage import bucket as bucket_module
from portal.storage.choosing import choose_store
from portal.storage.current import current_uploads

BUCKET = "customers-files"
METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")


@dataclass
class Manner:
    """How the proxy treats what comes; ``asked`` is what came."""

    name: str = "well"
    asked: list[tuple[str, str]] = field(default_factory=list)


class Proxy(BaseHTTPRequestHandler):
    """Hands requests to the server, or answers in the manner of the moment."""

    protocol_version = "HTTP/1.1"
    manner: Manner
    behind: tuple[str, int]

    def take(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.manner.asked.append((self.command, self.path))
        self.close_connection = True
        match self.manner.name:
            case "slow":
                time.sleep(1.0)
            case "cut":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            case "429":
                self._answer(429, b"<Error><Code>SlowDown</Code></Error>")
                return
            case "500":
                self._answer(500, b"oops")
                return
            case "403":
                self._answer(403, b"<Error><Code>AccessDenied</Code><Message>secret-key</Message></Error>")
                return
            case "html":
                self._answer(200, b"<!DOCTYPE html><p>Sign in", "text/html")
                return
        self._pass_on(body)

    def _pass_on(self, body: bytes) -> None:
        connection = http.client.HTTPConnection(*self.behind)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "server", "date"}:
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
        half = self.manner.name == "half" and self.command == "GET"
        self.send_header("Content-Length", length or "0")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)
        connection.close()

    def _answer(self, status: int, body: bytes, kind: str = "application/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def s3_server():
    """The address of a server that speaks S3."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture
def proxy(s3_server):
    """A way to the server that misbehaves when it is told to: its address and its manner."""
    manner = Manner()
    methods = {f"do_{name}": Proxy.take for name in METHODS}
    handler = type("ThisProxy", (Proxy,), {**methods, "manner": manner, "behind": s3_server})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    # It looks this often whether it is to stop, and each test waits for that.
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", manner
    server.shutdown()
    server.server_close()


@pytest.fixture
def manner(proxy):
    return proxy[1]


@pytest.fixture
def bucket(proxy, s3_server, monkeypatch, tmp_path):
    """An empty bucket, the standard variables that lead to it through the proxy, and a client that goes around it."""
    address, _ = proxy
    for name, value in {
        "AWS_ENDPOINT_URL_S3": address,
        "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-store",
        "AWS_REGION": "eu-central-1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    client = get_session().create_client(
        "s3", region_name="eu-central-1", endpoint_url="http://{}:{}".format(*s3_server)
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
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
