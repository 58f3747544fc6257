"""Pictures encoded anew: place, device, comments and whatever was hidden behind the picture do not survive that."""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.attachments.model import PICTURES, CleanFile, PictureBroken

# A picture of 50 megapixels is a screenshot of a wall; more is an attack on our memory. Pillow refuses by itself
# what has more than twice its limit.
MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
# Small writing in a screenshot has to stay readable.
_QUALITY = 90
_FAULTS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    struct.error,
)


def clean_picture(name: str, media_type: str, content: bytes) -> CleanFile | PictureBroken:
    """The picture as its points and nothing else, turned as its metadata said; of a moving one its first image."""
    target = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=[PICTURES[media_type]]) as picture:
            has_transparency = "transparency" in picture.info
            upright = ImageOps.exif_transpose(picture)
            if has_transparency:
                upright = upright.convert("RGBA")
            upright.info.clear()
            upright.save(target, PICTURES[media_type], **_settings(media_type))
    except _FAULTS:
        return PictureBroken(name)
    return CleanFile(name, media_type, target.getvalue())


def _settings(media_type: str) -> dict[str, int]:
    return {} if media_type == "image/png" else {"quality": _QUALITY}
