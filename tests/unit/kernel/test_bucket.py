import pytest

from portal.kernel.bucket import Bucket, read_bucket


@pytest.mark.parametrize(
    ("address", "bucket"),
    [
        ("s3://files", Bucket("files", "")),
        ("s3://files/", Bucket("files", "")),
        ("s3://files/a/b/", Bucket("files", "a/b/")),
        ("s3://my.files/a?links=off", Bucket("my.files", "a/", "off")),
        ("s3://files/a?links=https://files.example.org/", Bucket("files", "a/", "https://files.example.org")),
    ],
)
def test_address_names_bucket_prefix_and_where_links_lead(address, bucket):
    assert read_bucket(address) == bucket
