"""The addresses of status pages as an operator writes them: ``[kind+]https://host/path[#what it is asked about]``."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

KINDS = ("statuspage", "instatus", "cachet2", "cachet3", "feed")
"""What can be read; an address without one of these in front of it is a Statuspage."""
MOST = 8
"""Status pages of one portal: each is asked every minute, one after the other."""


@dataclass(frozen=True)
class StatusSource:
    """A status page: what it speaks, where it is, and what it is asked about."""

    kind: str
    url: str
    covers: tuple[str, ...] = ()
    """Sides and ids of ``components.yml``; empty for whatever the page itself names."""
    name: str = ""
    """By which people know it: its host, with the path where two pages have one host."""


def read_sources(text: str) -> tuple[StatusSource, ...]:
    """The pages that a setting names, parted by spaces.

    Raises:
        ValueError: in words for the operator, when an address, a kind or the number of pages is not one that is known.
    """
    found = tuple(_read_source(word) for word in text.split())
    if len(found) > MOST or len({source.url for source in found}) != len(found):
        raise ValueError(f"must have at most {MOST} addresses, each once")
    hosts = Counter(urlsplit(source.url).netloc for source in found)
    return tuple(_named(source, alone=hosts[urlsplit(source.url).netloc] == 1) for source in found)


def _read_source(word: str) -> StatusSource:
    scheme = word.partition("://")[0]
    kind, plus, _ = scheme.rpartition("+")
    if plus and kind not in KINDS:
        raise ValueError(f"the kind before + must be one of {', '.join(KINDS)}, not {kind[:20]!r}")
    address, _, covers = word.removeprefix(f"{kind}+").partition("#")
    parts = urlsplit(address)
    try:
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise ValueError("the port must be a number up to 65535") from None
    if not is_address:
        raise ValueError("must be an http or https address such as https://status.example.org")
    return StatusSource(kind or KINDS[0], address.rstrip("/"), tuple(name for name in covers.split(",") if name))


def _named(source: StatusSource, *, alone: bool) -> StatusSource:
    parts = urlsplit(source.url)
    host = parts.netloc.rpartition("@")[2]
    return StatusSource(source.kind, source.url, source.covers, host if alone else host + parts.path)
