"""Files that customers add: judged by their content, cleaned before they are stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.cases.model import Attachment
from portal.kernel.ids import new_token
from portal.kernel.refusal import Refusal
from portal.masking.mask import mask_text
from portal.masking.model import Finding
from portal.policy.model import Attachments
from portal.web.forms import clean_text

IMAGES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
OTHERS = ("application/pdf", "video/mp4", "video/webm", "video/quicktime")
ACCEPT = ",".join((*IMAGES, *OTHERS, ".txt,.log,.json,.har,.csv,.xml,.yml,.yaml,.md"))
_MB = 1_000_000
# A picture of 50 megapixels is a screenshot of a wall; more is an attack on our memory. Pillow refuses by itself
# what has more than twice its limit.
MAX_PIXELS = 50_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2


class UploadsUnavailable(Exception):
    """The folder of uploads cannot be written: full, gone or not ours."""


@dataclass(frozen=True)
class TooManyFiles(Refusal):
    """More files than the policy allows for one case."""

    allowed: int


@dataclass(frozen=True)
class FileTooLarge(Refusal):
    """One file is larger than the policy allows."""

    name: str
    allowed_mb: int


@dataclass(frozen=True)
class FileTypeRefused(Refusal):
    """The content of a file is none of the kinds the support team opens."""

    name: str


UploadRefusal = TooManyFiles | FileTooLarge | FileTypeRefused


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be stored."""

    name: str
    media_type: str
    content: bytes
    findings: tuple[Finding, ...] = ()


def clean_files(files: Sequence[FileStorage], limits: Attachments) -> tuple[CleanFile, ...] | UploadRefusal:
    """All files of one form, cleaned; or the first reason why they cannot be taken.

    Looking through the largest files takes many seconds, so it must not happen within a transaction.
    """
    given = [file for file in files if file and file.filename]
    if len(given) > limits.max_files:
        return TooManyFiles(limits.max_files)
    cleaned: list[CleanFile] = []
    for file in given:
        masked_name = mask_text(safe_name(file.filename or ""))
        name = masked_name.text
        content = file.stream.read(limits.max_mb * _MB + 1)
        if len(content) > limits.max_mb * _MB:
            return FileTooLarge(name, limits.max_mb)
        result = clean_file(name, content)
        if isinstance(result, FileTypeRefused):
            return result
        cleaned.append(replace(result, findings=(*masked_name.findings, *result.findings)))
    return tuple(cleaned)


def clean_file(name: str, content: bytes) -> CleanFile | FileTypeRefused:
    """One file by its content: pictures lose their metadata, texts their secrets, unknown kinds are refused."""
    kind = filetype.guess_mime(content)
    if kind in IMAGES:
        return _clean_picture(name, kind, content)
    if kind in OTHERS:
        return CleanFile(name, kind, content)
    if kind is None and b"\0" not in content:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        masked = mask_text(clean_text(text))
        return CleanFile(name, "text/plain", masked.text.encode(), masked.findings)
    return FileTypeRefused(name)


def _clean_picture(name: str, kind: str, content: bytes) -> CleanFile | FileTypeRefused:
    """Encode the picture anew: place, device and comments do not survive that, and neither does a disguised file."""
    target = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=[IMAGES[kind]]) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.info.clear()
            upright.save(target, IMAGES[kind])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return FileTypeRefused(name)
    return CleanFile(name, kind, target.getvalue())


def safe_name(name: str) -> str:
    """A file name to show: the last part of any path, without control characters, of bounded length."""
    last = PurePosixPath(clean_text(name).replace("\\", "/")).name or "file"
    return last[-120:]


def store_files(session: Session, folder: Path, draft_id: str, files: Sequence[CleanFile], now: datetime) -> None:
    """Write the files under random names and their rows within the caller's transaction.

    Raises:
        UploadsUnavailable: when the folder cannot be written; nothing of the files is left there then.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            written.append(folder / new_token())
            written[-1].write_bytes(file.content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise UploadsUnavailable(type(error).__name__) from error
    for file, path in zip(files, written, strict=True):
        row = Attachment(draft_id=draft_id, name=file.name, media_type=file.media_type, size=len(file.content))
        row.stored_name, row.created_at = path.name, now
        session.add(row)


def list_uploads(session: Session, draft_id: str) -> tuple[Attachment, ...]:
    """The files of a draft, in the order they came."""
    rows = select(Attachment).where(Attachment.draft_id == draft_id, Attachment.case_id.is_(None))
    return tuple(session.scalars(rows.order_by(Attachment.id)))


def remove_upload(session: Session, folder: Path, draft_id: str, upload_id: int) -> None:
    """Delete one file of a draft; does nothing when it is not this draft's or already gone."""
    for row in list_uploads(session, draft_id):
        if row.id == upload_id:
            (folder / row.stored_name).unlink(missing_ok=True)
            session.delete(row)
