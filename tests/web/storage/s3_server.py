"""A server that speaks S3 with one empty bucket, and the standard variables that lead a program to it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.session import get_session

BUCKET = "customers-files"
REGION = "eu-central-1"
_KEY, _SECRET = "AKIAEXAMPLE", "a-secret-of-the-store"


@contextmanager
def serve_s3() -> Iterator[tuple[str, int]]:
    """The server, as long as the block lasts: its host and port."""
    # It takes a second to load, and most tests need none.
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield server.get_host_and_port()
    finally:
        server.stop()


def lead_to(address: str, folder: Path) -> dict[str, str]:
    """The variables; ``folder`` has no file of settings, so that nothing of the machine's own is read."""
    return {
        "AWS_ENDPOINT_URL_S3": address,
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET,
        "AWS_REGION": REGION,
        "AWS_CONFIG_FILE": str(folder / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "none"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def make_bucket(server: tuple[str, int]) -> Any:
    """A client of the server whose bucket is there, and empty."""
    client = get_session().create_client(
        "s3",
        region_name=REGION,
        endpoint_url="http://{}:{}".format(*server),
        aws_access_key_id=_KEY,
        aws_secret_access_key=_SECRET,
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    return client
