"""Zip files and pictures for tests, good ones and bad ones."""

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from PIL import Image

GPS_INFO = 0x8825
MAKER = 0x010F


def pack(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries.items():
            # A name as it is, also one that the library would make harmless.
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = method
            archive.writestr(info, content)
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lie_about_size(content: bytes, size: int) -> bytes:
    """The zip file with another unpacked size in its directory and its entry than is true; it has one entry."""
    changed = bytearray(content)
    struct.pack_into("<I", changed, 22, size)
    directory = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", changed, directory + 24, size)
    return bytes(changed)


def set_encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A picture that tells where it was taken, by whom, and with what."""
    image = Image.new("RGB", size, "white")
    exif = image.getexif()
    exif[MAKER] = "SecretCamera"
    gps = exif.get_ifd(GPS_INFO)
    gps[1], gps[2] = "N", (52.0, 31.0, 12.0)
    exif[GPS_INFO] = gps
    target = BytesIO()
    image.save(target, kind, exif=exif, **({"comment": b"SecretComment"} if kind == "JPEG" else {}))
    return target.getvalue()
