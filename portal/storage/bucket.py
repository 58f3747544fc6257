"""Files as private objects of a bucket that speaks S3.

The library (the extra ``s3``) reads the standard ``AWS_…`` variables itself: endpoint, region, keys, roles. No object
is public. Browsers get links that are good for minutes, made after the portal has checked who asks; an object is sent
with a type that nothing runs, to be saved only, whatever its name is.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from urllib.parse import quote

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session
from urllib3.exceptions import HTTPError

from portal.kernel.bucket import Bucket
from portal.storage.store import Download, Opened, UploadsUnavailable

LINK_S = 120
"""How long a link is good: it is followed at once, and a download that has begun goes on."""
AT_ONCE = 1000
"""Objects that one call deletes; S3 takes no more."""
CONNECT_S, READ_S, TRIES = 3, 10, 2
"""Somebody waits for the page: a store that needs longer than this is away."""
DEFAULT_REGION = "us-east-1"
"""What other makers' servers expect where no region is set."""
_GONE = {"NoSuchKey", "404", "NotFound"}
_HARMLESS = {"ContentType": "application/octet-stream", "ContentDisposition": "attachment"}
"""How an object would be sent if somebody made it public."""
_NAME = re.compile(r"[A-Za-z0-9_-]{22}")
"""A name that the portal makes. What else lies in the bucket is somebody else's and never touched."""


class BucketStore:
    """Keeps files as objects below a prefix."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self.place = f"s3://{bucket.name}/{bucket.prefix}"
        self._client = _make_client("")
        self._linking = None if bucket.links == "off" else _make_client(bucket.links)

    def put(self, name: str, content: IO[bytes]) -> None:
        """Put the object; S3 shows it whole or not at all."""
        with _answering():
            self._client.put_object(**self._at(name), Body=content, **_HARMLESS)

    @contextmanager
    def open(self, name: str) -> Iterator[Opened]:
        """The object, as it comes."""
        with _answering():
            answer = self._client.get_object(**self._at(name))
        with answer["Body"] as body:
            yield Opened(_Body(body), answer["ContentLength"])  # type: ignore[arg-type]  # it can only be read

    def has(self, name: str) -> bool:
        """Whether it is there."""
        try:
            with _answering():
                self._client.head_object(**self._at(name))
        except FileNotFoundError:
            return False
        return True

    def delete(self, names: Iterable[str]) -> None:
        """Delete objects, many at once."""
        objects = [{"Key": self._bucket.prefix + name} for name in names]
        for start in range(0, len(objects), AT_ONCE):
            with _answering():
                answer = self._client.delete_objects(
                    Bucket=self._bucket.name, Delete={"Objects": objects[start : start + AT_ONCE], "Quiet": True}
                )
            errors = [each for each in answer.get("Errors", ()) if each.get("Code") not in _GONE]
            if errors:
                raise UploadsUnavailable(f"not deleted ({errors[0].get('Code')})")

    def link(self, name: str, download: Download) -> str | None:
        """A signed address of the object itself; making it asks nobody."""
        if self._linking is None:
            return None
        answer = {
            "ResponseContentDisposition": _attachment(download.name),
            "ResponseContentType": download.media_type,
            "ResponseCacheControl": "private, no-store",
        }
        with _answering():
            address: str = self._linking.generate_presigned_url(
                "get_object", Params={**self._at(name), **answer}, ExpiresIn=LINK_S
            )
        return address

    def names(self) -> Iterator[str]:
        """The objects below the prefix, page by page."""
        with _answering():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket.name, Prefix=self._bucket.prefix
            )
            for page in pages:
                names = (each["Key"].removeprefix(self._bucket.prefix) for each in page.get("Contents", ()))
                yield from (name for name in names if _NAME.fullmatch(name))

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": self._bucket.prefix + name}


class _Body:
    """An object's content; a connection that breaks is an outage, not a fault of ours."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def read(self, size: int = -1) -> bytes:
        """The next bytes, or all that are left."""
        with _answering():
            piece: bytes = self._body.read(None if size < 0 else size)
            return piece


def _make_client(endpoint: str) -> Any:
    session = get_session()
    config = Config(
        connect_timeout=CONNECT_S,
        read_timeout=READ_S,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        signature_version="s3v4",
        # Other makers' servers do not know the newer checksums; the signature covers what is sent.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    region = session.get_config_variable("region") or DEFAULT_REGION
    return session.create_client("s3", region_name=region, endpoint_url=endpoint or None, config=config)


@contextmanager
def _answering() -> Iterator[None]:
    """What the library raises, in our words; its messages may quote addresses and keys."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _GONE:
            raise FileNotFoundError(code) from None
        raise UploadsUnavailable(f"the store refuses ({code[:40]})") from error
    except (BotoCoreError, HTTPError, OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise UploadsUnavailable(f"the store does not answer ({type(error).__name__})") from error


def _attachment(name: str) -> str:
    """The header that has a file saved under its name, in letters that every server hands on (RFC 6266, 8187)."""
    plain = "".join(each if each.isascii() and each.isprintable() and each not in '"\\%' else "_" for each in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
