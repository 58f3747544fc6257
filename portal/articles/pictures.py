"""Pictures in articles' folders: which kinds are shown, how large they are."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from portal.articles.model import Picture
from portal.kernel.problem import Problem

FORMATS = {
    ".png": ("PNG", "image/png"),
    ".jpg": ("JPEG", "image/jpeg"),
    ".jpeg": ("JPEG", "image/jpeg"),
    ".gif": ("GIF", "image/gif"),
    ".webp": ("WEBP", "image/webp"),
    ".avif": ("AVIF", "image/avif"),
}
"""Extension to Pillow's format and the media type. SVG is left out: opened by its address it may run scripts."""

DIGEST_LENGTH = 12
"""Hexadecimal digits in a picture's address."""


def read_picture(file: Path, path: str) -> Picture | Problem:
    """A picture with its size, or why it cannot be shown; ``path`` is its name in problems.

    Raises:
        OSError: when the file cannot be read at all.
    """
    # Pillow takes longer to import than a small library to load, and many libraries have no picture.
    from PIL import Image

    wanted, media_type = FORMATS[file.suffix.lower()]
    content = file.read_bytes()
    try:
        with Image.open(BytesIO(content)) as image:
            found, (width, height) = image.format, image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return Problem(path, 1, "bad-image", f"cannot be read as a picture: {type(error).__name__}")
    if found != wanted:
        return Problem(path, 1, "bad-image", f"is named {file.suffix} but holds {found}")
    return Picture(file.name, file, media_type, take_digest(content), width, height)


def take_digest(content: bytes) -> str:
    """The fingerprint of a picture's bytes, as its address carries it."""
    return sha256(content).hexdigest()[:DIGEST_LENGTH]
