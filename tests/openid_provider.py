"""A real OpenID provider beside the tests, and somebody who signs in there with a browser of their own."""

import json
import re
import subprocess
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from tests.building import ROOT
from tests.programs import require_program, unavailable

CLIENT = "portal"
SECRET = "s3cret of the tests: % & +"
_LOCKED = ROOT / "tests" / "openid-provider"
_PLACE = ROOT / ".venv" / "openid-provider"
_FORM = re.compile(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", re.DOTALL)
_FIELD = re.compile(r"<input[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"")
_CANCEL = re.compile(r"href=\"([^\"]*/abort)\"")


def require_provider():
    """The command that starts it; skips or fails the running test when it is not there."""
    node = require_program("node")
    lock = _PLACE / "package-lock.json"
    if not lock.is_file() or lock.read_text() != (_LOCKED / "package-lock.json").read_text():
        unavailable("the OpenID provider from npm is not there; tests/fetch-provider brings it, and needs npm")
    # Packages are looked for beside the program.
    program = _PLACE / "server.mjs"
    program.write_text((_LOCKED / "server.mjs").read_text())
    return [node, "--no-warnings", str(program)]


@contextmanager
def running_provider(portal, accounts, *, secret=SECRET, in_id_token=False, endings=""):
    """The address of a provider that knows these accounts and one client, the portal at this address."""
    options = {
        "portal": portal,
        "secret": secret,
        "accounts": accounts,
        "inIdToken": in_id_token,
        "endings": endings,
    }
    process = subprocess.Popen(
        [*require_provider(), json.dumps(options)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        address = process.stdout.readline().strip()
        assert address, "the provider did not start"
        yield address
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def rotate_keys(address, *, portal=""):
    """The provider signs with a new key from now on, and does not know the old one any more.

    With a portal, it knows the one at that address from now on.
    """
    connection = HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("POST", "/control/rotate" + (f"?{urlencode({'portal': portal})}" if portal else ""))
    assert connection.getresponse().status == 204
    connection.close()


class Guest:
    """Somebody's browser at the provider: it keeps cookies, follows redirects and fills in forms."""

    def __init__(self, address):
        self._address, self._cookies = address, {}

    def sign_in(self, there, name):
        """Go where the portal leads, sign in by a name and allow everything; gives the way back."""
        place, body = self._open(there)
        while place.startswith(self._address):
            place, body = self._send(place, body, {"login": name, "password": "any"})
        return place

    def cancel(self, there):
        """Go where the portal leads, and think better of it; gives the way back."""
        place, body = self._open(there)
        return self._open(urljoin(place, _CANCEL.search(body)[1]))[0]

    def sign_out(self, there):
        """Go where the portal leads and confirm; gives where that leads."""
        place, body = self._open(there)
        return self._send(place, body, {"logout": "yes"})[0]

    def _send(self, place, body, typed):
        found = _FORM.search(body)
        assert found, f"there is no form at {place}: {body[:500]}"
        action, inside = found[1], found[2]
        hidden = dict(_FIELD.findall(inside))
        return self._open(urljoin(place, action), urlencode({**hidden, **typed}))

    def _open(self, place, form=None):
        """Open an address of the provider's; gives where it ended, and what stands there."""
        for _ in range(10):
            if not place.startswith(self._address):
                return place, ""
            status, location, body = self._ask(place, form)
            if status not in {302, 303}:
                assert status == 200, f"{status} at {place}: {body[:1000]}"
                return place, body
            place, form = urljoin(place, location), None
        raise AssertionError("the provider redirects for ever")

    def _ask(self, place, form):
        parts = urlsplit(place)
        connection = HTTPConnection(parts.netloc, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if form is not None else "GET", f"{parts.path}?{parts.query}", form, headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        connection.close()
        return answer.status, answer.headers.get("Location", ""), body


def asked(there):
    """The parameters of the way to the provider."""
    return {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
