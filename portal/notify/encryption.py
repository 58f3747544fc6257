"""Whether a connection to a mail server is encrypted, as its address says or leaves open."""

import re
from typing import Literal
from urllib.parse import SplitResult, parse_qs

Encryption = Literal["starttls", "ssl", "none"]

_OWN_MACHINE = ("localhost", "::1")
_LOOPBACK = re.compile(r"127(?:\.\d{1,3}){3}")


def choose_encryption(parts: SplitResult) -> Encryption:
    """What the address asks for with ``?tls=``; else TLS, since a password and customers' words go over the line.

    A server on the same machine needs none unless the address asks for it: nobody is between, and a relay there seldom
    has a certificate that anybody could check.

    Raises:
        ValueError: when it names another kind of encryption.
    """
    wanted = parse_qs(parts.query).get("tls", [_usual(parts)])[-1]
    match wanted:
        case "starttls" | "ssl" | "none":
            return wanted
        case _:
            raise ValueError(f"tls must be starttls, ssl or none, not {wanted!r}")


def _usual(parts: SplitResult) -> Encryption:
    if parts.scheme.endswith("s"):
        return "ssl"
    host = parts.hostname or ""
    return "none" if host in _OWN_MACHINE or bool(_LOOPBACK.fullmatch(host)) else "starttls"
