"""Pictures encoded anew: place, device, comments and whatever was hidden behind the picture do not survive that."""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.attachments.allowance import Allowance
from portal.attachments.model import PICTURES, CleanFile, PictureBroken

# A picture of 50 megapixels is a screenshot of a wall; more is an attack on our memory. Pillow refuses by itself
# what has more than twice its limit.
MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
# Small writing in a screenshot has to stay readable.
_QUALITY = 90
# How hard the encoder looks for a shorter file, from 0 to 6. The usual 4 takes twice the time for a photo of a phone,
# and what it gains are four bytes of a hundred, nothing that anybody sees.
_EFFORT = 2
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


def clean_picture(name: str, media_type: str, content: bytes, allowance: Allowance) -> CleanFile | PictureBroken:
    """The picture as its points and nothing else, turned as its metadata said; of a moving one its first image.

    How many points it has, it says before any of them is read; the ``allowance`` may not have as many left.
    """
    target = BytesIO()
    allowance.pause()
    try:
        with Image.open(BytesIO(content), formats=[PICTURES[media_type]]) as picture:
            if not allowance.take_pixels(picture.width * picture.height):
                return PictureBroken(name)
            has_transparency = "transparency" in picture.info
            # In place: a copy of the largest picture is 200 MB.
            ImageOps.exif_transpose(picture, in_place=True)
            upright = picture.convert("RGBA") if has_transparency else picture
            upright.info.clear()
            upright.save(target, PICTURES[media_type], **_settings(media_type))
    except _FAULTS:
        return PictureBroken(name)
    allowance.pause()
    return CleanFile(name, media_type, target.getvalue())


def _settings(media_type: str) -> dict[str, int]:
    match media_type:
        case "image/png":
            return {}
        case "image/webp":
            return {"quality": _QUALITY, "method": _EFFORT}
    return {"quality": _QUALITY}
