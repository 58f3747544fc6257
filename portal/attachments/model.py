"""A file as it may be stored, and why one may not be."""

from dataclasses import dataclass, field

from portal.kernel.refusal import Refusal
from portal.masking.spots import Spot

MEGABYTE = 1_000_000
TEXT = "text/plain"
ZIP = "application/zip"
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
"""Media types of pictures and their names in Pillow."""
RECORDINGS = ("application/pdf", "video/mp4", "video/webm", "video/quicktime")
"""What is taken as it is: nobody can look through it for secrets, and the page says so."""
SERVED = frozenset({TEXT, ZIP, *PICTURES, *RECORDINGS})
"""Media types that a file may be handed out with; any other is handed out as bytes without a meaning."""
ACCEPT = ",".join((*PICTURES, *RECORDINGS, ".txt,.log,.json,.har,.csv,.xml,.yml,.yaml,.md,.zip"))
"""What the field of a form offers to choose; the content decides, not this."""


def is_searched(media_type: str) -> bool:
    """Whether files of this type were looked through for secrets."""
    return media_type in {TEXT, ZIP}


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be stored."""

    name: str
    media_type: str
    content: bytes
    spots: tuple[Spot, ...] = ()
    left_out: tuple[str, ...] = ()
    """The names of what was in an archive and could not be taken."""


@dataclass(frozen=True)
class TooManyFiles(Refusal):
    """More files than the policy allows for one request or one reply; these were left out."""

    allowed: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileRefused(Refusal):
    """The base of what is wrong with one file."""

    name: str


@dataclass(frozen=True)
class FileTooLarge(FileRefused):
    """The file is larger than the policy allows."""

    allowed_mb: int


@dataclass(frozen=True)
class FileEmpty(FileRefused):
    """There is nothing in the file: it was chosen before it was written, or the wrong one was."""


@dataclass(frozen=True)
class FileTypeRefused(FileRefused):
    """The content is none of the kinds the support team opens."""


@dataclass(frozen=True)
class PictureBroken(FileRefused):
    """The picture cannot be read to its end, or has too many points."""


@dataclass(frozen=True)
class CompressionRefused(FileRefused):
    """The file is packed, but not as a zip file."""


@dataclass(frozen=True)
class ArchiveBroken(FileRefused):
    """The zip file cannot be read."""


@dataclass(frozen=True)
class ArchiveEncrypted(FileRefused):
    """The zip file has a password, so nobody can look into it."""


@dataclass(frozen=True)
class ArchiveTooLarge(FileRefused):
    """What is in the zip file is far more than its size lets expect, or simply too much."""

    allowed_mb: int
    allowed_files: int


@dataclass(frozen=True)
class ArchiveWithoutUse(FileRefused):
    """Nothing in the zip file could be taken."""

    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchTooLong(FileRefused):
    """Looking through the file took longer than a request may last."""


UploadRefusal = TooManyFiles | FileRefused


@dataclass(frozen=True)
class Cleaned:
    """What became of the files of one form: the good ones are kept, whatever is wrong with the others."""

    files: tuple[CleanFile, ...] = ()
    refused: tuple[UploadRefusal, ...] = field(default=())
