"""One call of an address that an operator set, with nothing left to the other side.

The name is looked up once and the connection goes to an address that was judged, so a name that is answered otherwise
a moment later leads nowhere else. Redirects are not followed. A watch closes the connection when the whole takes too
long: a limit for each read alone lets a server that sends a byte a second keep the worker for hours.
"""

import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from urllib.parse import SplitResult, urlsplit

TOGETHER_S = 10.0
"""For the whole of an attempt."""
_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses of the old internet as the new one writes them (RFC 6052)."""
MAX_ANSWER = 64_000
"""Bytes of an answer that are read; what is behind is not wanted."""


class Unreachable(Exception):
    """Nobody answered, or not with HTTP; the message is in our words, since the other side's may quote anything."""


class Forbidden(Exception):
    """The address leads into a private network, which the settings do not allow."""


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    retry_after: str
    body: bytes
    cache_control: str = ""


class _Connection(HTTPConnection):
    """A connection to an address that was looked up and judged already."""

    def __init__(self, parts: SplitResult, addresses: list[str]) -> None:
        self._secure = parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self._secure else 80), timeout=TOGETHER_S)
        self._addresses = addresses

    def connect(self) -> None:
        """Open it; a certificate must be the name's, not the address's."""
        self.sock = self._reach()
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def _reach(self) -> socket.socket:
        for address in self._addresses[:-1]:
            try:
                return socket.create_connection((address, self.port), TOGETHER_S / 4)
            except OSError:
                continue
        return socket.create_connection((self._addresses[-1], self.port), TOGETHER_S / 2)


def post(
    url: str, body: bytes, headers: dict[str, str], *, private: bool = False, together_s: float = TOGETHER_S
) -> Answer:
    """Send a body and give the answer, whatever its status; ``private`` allows private networks.

    Raises:
        Forbidden: when the name leads into a private network.
        Unreachable: when there is no answer within ``together_s``.
    """
    return call(Call("POST", url, body, headers), private=private, together_s=together_s)


def fetch(url: str, headers: dict[str, str], *, private: bool = False, together_s: float = TOGETHER_S) -> Answer:
    """Ask for what stands at an address, as `post` sends to one; raises the same."""
    return call(Call("GET", url, None, headers), private=private, together_s=together_s)


@dataclass(frozen=True)
class Call:
    """What is asked of an address."""

    method: str
    url: str
    body: bytes | None
    headers: dict[str, str]
    most: int = MAX_ANSWER
    """Bytes of the answer that are read."""


def call(wanted: Call, *, private: bool = False, together_s: float = TOGETHER_S) -> Answer:
    """Ask for anything, as `post` sends a body; raises the same."""
    parts = urlsplit(wanted.url)
    connection = _Connection(parts, _look_up(parts, private=private))
    watch = Timer(together_s, _cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        with closing(connection):
            target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
            connection.request(wanted.method, target, wanted.body, wanted.headers)
            return _read(connection.getresponse(), wanted.most)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(_explain(error)) from error
    finally:
        watch.cancel()


def _read(response: HTTPResponse, most: int) -> Answer:
    told = response.headers
    return Answer(response.status, told.get("Retry-After", ""), response.read(most), told.get("Cache-Control", ""))


def _cut(connection: HTTPConnection) -> None:
    """End a connection from another thread: whoever reads from it wakes up."""
    try:
        if connection.sock:
            connection.sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # It has ended by itself.


def _look_up(parts: SplitResult, *, private: bool) -> list[str]:
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname or "", port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable("the name is not known") from error
    addresses = [str(each[4][0]) for each in found]
    if not private and not all(is_public(ip_address(address.partition("%")[0])) for address in addresses):
        raise Forbidden("the name leads into a private network")
    return list(dict.fromkeys(addresses))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet's; one that hides an IPv4 address is judged by that."""
    if isinstance(address, IPv6Address):
        hidden = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _TRANSLATED:
            hidden = IPv4Address(int(address) & 0xFFFFFFFF)
        if hidden is not None:
            return is_public(hidden)
    return address.is_global and not address.is_multicast


def _explain(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLCertVerificationError):
        return "the certificate does not hold"
    return f"no answer ({type(error).__name__})"
