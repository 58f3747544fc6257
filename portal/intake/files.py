"""The files of a draft: taken, remembered with what was masked in them, taken back out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from portal.attachments.cleaning import clean_files
from portal.attachments.model import Cleaned, CleanFile, is_searched
from portal.attachments.wording import explain_upload
from portal.cases.files import keep_files, list_uploads, remove_upload
from portal.intake.actions import record_answer
from portal.intake.situation import Situation
from portal.intake.wording import name_finding
from portal.policy.current import current_policy
from portal.storage.current import current_uploads
from portal.storage.outage import explain_outage
from portal.storage.store import UploadsUnavailable

UPLOADS = "uploads"
"""Where a draft's answers hold what is told about its files: no step, since files come and go beside the answers."""


def clean_attachments() -> Cleaned:
    """The files of the form that was just sent, cleaned; called before the transaction that stores them."""
    return clean_files(request.files.getlist("attachments"), current_policy.get()().attachments)


def take_files(situation: Situation, cleaned: Cleaned) -> list[str]:
    """Keep the good files of a form; gives what is to be said about the others, each by its name.

    While files cannot be kept, that is what is said; everything else of the form is as good as before.
    """
    allowed = situation.policy.attachments.max_files
    store = current_uploads.get()
    try:
        result = keep_files(situation.session, store, situation.draft.id, cleaned, allowed, situation.now)
    except UploadsUnavailable as error:
        return [explain_outage(error)]
    if result.files:
        kept = _about_files(situation)
        kept |= {str(row.id): _tell(file) for row, file in result.files}
        _remember(situation, kept)
    return [explain_upload(refusal) for refusal in result.refused]


def drop_file(situation: Situation, upload_id: int) -> None:
    """Take a file back out of a draft, with everything that was told about it."""
    remove_upload(situation.session, current_uploads.get(), situation.draft.id, upload_id)
    kept = _about_files(situation)
    if kept.pop(str(upload_id), None):
        _remember(situation, kept)


@dataclass(frozen=True)
class FileShown:
    """A file of a draft as its list shows it."""

    id: int
    name: str
    size: int
    searched: bool
    """Whether it was looked through for secrets; pictures cannot be."""
    spots: tuple[Mapping[str, Any], ...]
    left_out: tuple[str, ...]


def list_files(situation: Situation) -> list[FileShown]:
    """The files of a draft, with what was masked in each and left out of it."""
    about = _about_files(situation)
    return [
        FileShown(
            row.id,
            row.name,
            row.size,
            is_searched(row.media_type),
            tuple(map(name_finding, about.get(str(row.id), {}).get("masked", ()))),
            tuple(about.get(str(row.id), {}).get("left_out", ())),
        )
        for row in list_uploads(situation.session, situation.draft.id)
    ]


def _tell(file: CleanFile) -> dict[str, Any]:
    return {"masked": [spot.to_data() for spot in file.spots], "left_out": list(file.left_out)}


def _about_files(situation: Situation) -> dict[str, Any]:
    return dict(situation.given(UPLOADS).get("files", {}))


def _remember(situation: Situation, kept: Mapping[str, Mapping[str, Any]]) -> None:
    masked = [spot for about in kept.values() for spot in about["masked"]]
    record_answer(situation.draft, UPLOADS, {"files": dict(kept), "masked": masked}, situation.now)
