"""Why a file cannot be taken, and what to do about it, in the reader's language."""

from portal.attachments.model import (
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
    ArchiveWithoutUse,
    CompressionRefused,
    FileEmpty,
    FileRefused,
    FileTooLarge,
    PictureBroken,
    SearchTooLong,
    TooManyFiles,
    UploadRefusal,
)
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext


def explain_upload(refusal: UploadRefusal) -> str:
    """Why a file cannot be taken; names the file."""
    if isinstance(refusal, TooManyFiles):
        return _explain_number(refusal)
    if isinstance(refusal, FileTooLarge):
        return _(
            "%(name)s is larger than %(size)d MB. Send a smaller part of it, or a link in the text.",
            name=refusal.name,
            size=refusal.allowed_mb,
        )
    if isinstance(refusal, ArchiveTooLarge):
        return _(
            "%(name)s holds too much: at most %(files)d files with %(size)d MB together. "
            "Pack only what shows the problem.",
            name=refusal.name,
            files=refusal.allowed_files,
            size=refusal.allowed_mb,
        )
    if isinstance(refusal, FileEmpty):
        return _("%(name)s is empty.", name=refusal.name)
    if isinstance(refusal, ArchiveWithoutUse):
        return _explain_archive(refusal)
    return _explain_kind(refusal)


def _explain_number(refusal: TooManyFiles) -> str:
    limit = ngettext(
        "At most %(num)d file fits into one request. Leave some out.",
        "At most %(num)d files fit into one request. Leave some out.",
        refusal.allowed,
    )
    if not refusal.names:
        return limit
    left_out = _("Not added: %(names)s.", names=", ".join(refusal.names))
    return f"{limit} {left_out}"


def _explain_archive(refusal: ArchiveWithoutUse) -> str:
    if not refusal.left_out:
        return _("%(name)s is empty.", name=refusal.name)
    return _(
        "Nothing in %(name)s is of a kind we can open: %(files)s.",
        name=refusal.name,
        files=", ".join(refusal.left_out),
    )


def _explain_kind(refusal: FileRefused) -> str:
    name = refusal.name
    match refusal:
        case CompressionRefused():
            return _("%(name)s is packed in a way we do not open. Send the files themselves or a zip file.", name=name)
        case ArchiveEncrypted():
            return _("%(name)s has a password, so we cannot look for secrets in it. Pack it without one.", name=name)
        case ArchiveBroken():
            return _("%(name)s is damaged or not complete. Pack it again.", name=name)
        case PictureBroken():
            return _("%(name)s is damaged or has too many pixels. Save the picture again, smaller.", name=name)
        case SearchTooLong():
            return _(
                "Looking for secrets in %(name)s takes too long. Send only the part that shows the problem.", name=name
            )
    return _(
        "%(name)s is of a kind we cannot open. Send pictures (PNG, JPEG, WebP), PDF, MP4, text or zip files.", name=name
    )
