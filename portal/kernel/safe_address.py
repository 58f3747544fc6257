"""Whether anybody on the way can read what is sent to an address."""

from ipaddress import ip_address
from urllib.parse import SplitResult


def is_safe(parts: SplitResult) -> bool:
    """Whether nobody on the way can read along: encrypted, or on this very machine."""
    if parts.scheme == "https":
        return True
    return parts.scheme == "http" and _is_this_machine(parts.hostname or "")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
