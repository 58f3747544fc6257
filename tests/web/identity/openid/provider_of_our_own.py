"""A provider on a socket of its own that says what a test wants it to say, and in whatever manner."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.openid_provider import CLIENT
from tests.web.connect.receiving import answers

KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "other", "use": "sig"})


class Server(socketserver.ThreadingTCPServer):
    """Answers each path by its manner, and counts what was asked for."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.manners, self.asked, self.forms, self.over = {}, [], [], threading.Event()

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def says(self, path, document, **headers):
        """Let a path answer with this JSON."""
        self.manners[path] = answers(200, json.dumps(document).encode(), **headers)

    def count(self, path):
        return self.asked.count(path)

    def describe(self, **changes):
        """Let the provider say of itself what a usual one says, but for the changes."""
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/me",
            "end_session_endpoint": "https://id.example.org/leave",
        }
        self.says("/.well-known/openid-configuration", {**told, **changes}, Cache_Control="max-age=600")

    def publish(self, *keys):
        """Let the set of keys hold these; dictionaries as they are."""
        entries = [key if isinstance(key, dict) else key.as_dict(private=False) for key in keys]
        self.says("/jwks", {"keys": entries})

    def gives(self, claims, *, key=KEY, alg="RS256", token=None):
        """Let the token endpoint give an ID token with these claims."""
        header = {"alg": alg, **({"kid": key.kid} if key.kid else {})}
        made = token or jwt.encode(header, claims, key, algorithms=[alg])
        self.says("/token", {"id_token": made, "access_token": "an access token", "token_type": "Bearer"})


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer()

    def do_POST(self):
        self.server.forms.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self._answer()

    def _answer(self):
        path = urlsplit(self.path).path
        self.server.asked.append(path)
        self.server.manners.get(path, answers(404))(self)

    def log_message(self, *_):
        pass


def claims_of(server, now, nonce, /, **changes):
    """What a usual ID token says of a customer, but for the changes; None takes a claim away."""
    told = {
        "iss": server.issuer,
        "aud": CLIENT,
        "sub": "customer-1",
        "exp": int(now.timestamp()) + 300,
        "iat": int(now.timestamp()),
        "nonce": nonce,
        "email": "kim@acme.example",
        "email_verified": True,
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


@contextmanager
def own_provider():
    """A provider that is as usual, until a test lets it say something else."""
    server = Server()
    server.describe()
    server.publish(KEY)
    server.says("/me", {"sub": "customer-1"})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
