"""The bucket of customers' files, and what cuts every connection to it while it is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.storage.proxy import Manner, proxy_to
from tests.web.storage.s3_server import BUCKET, lead_to, make_bucket, serve_s3


class ObjectStore:
    """An empty bucket in a server that speaks S3."""

    def __init__(self, address: str, manner: Manner, client: object) -> None:
        self._address = address
        self._manner = manner
        self._client = client

    def go_away(self) -> None:
        """Hang up on everybody who asks."""
        self._manner.name = "cut"

    def come_back(self) -> None:
        """Answer again."""
        self._manner.name = "well"

    def settings(self, folder: Path) -> dict[str, str]:
        """What leads a portal to it."""
        return {"PORTAL_UPLOADS_URL": f"s3://{BUCKET}/portal", **lead_to(self._address, folder)}

    def names(self) -> set[str]:
        """The objects that are there, asked for past the proxy."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET)
        return {each["Key"].rpartition("/")[2] for page in pages for each in page.get("Contents", ())}


@contextmanager
def hold_files() -> Iterator[ObjectStore]:
    """A store that answers as long as the block lasts."""
    with serve_s3() as server, proxy_to(server) as (address, manner):
        client = make_bucket(server)
        yield ObjectStore(address, manner, client)
        client.close()
