"""The address of a bucket as an operator writes it: ``s3://bucket/prefix?links=https://files.example.org``."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9!_.*'()/-]{0,500}")


@dataclass(frozen=True)
class Bucket:
    """Where objects lie."""

    name: str
    prefix: str
    """What all names begin with; empty, or ending in a slash."""
    links: str = ""
    """The endpoint that customers' browsers can reach, where it is another one; ``off`` when they can reach none."""


def read_bucket(address: str) -> Bucket:
    """The bucket of an address.

    Raises:
        ValueError: in words for the operator, when it is no such address.
    """
    parts = urlsplit(address)
    if parts.scheme != "s3" or not _BUCKET.fullmatch(parts.netloc) or parts.fragment:
        raise ValueError("must look like s3://bucket/prefix; keys and endpoint stand in the AWS_… variables")
    prefix = parts.path.strip("/")
    if not _PREFIX.fullmatch(prefix):
        raise ValueError("the prefix may have letters, digits and ! _ . * ' ( ) - /")
    options = parse_qs(parts.query, keep_blank_values=True)
    if set(options) - {"links"}:
        raise ValueError(f"knows links= behind the ?, not {min(set(options) - {'links'})[:20]!r}")
    links = options.get("links", [""])[-1].rstrip("/")
    if links not in {"", "off"} and not (urlsplit(links).scheme in {"http", "https"} and urlsplit(links).hostname):
        raise ValueError("links= must be off, or an http or https address that browsers can reach")
    return Bucket(parts.netloc, f"{prefix}/" if prefix else "", links)
