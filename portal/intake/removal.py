"""Words that a customer wants to be gone from everything they have given so far; the words themselves are never kept.

Files are read and changed in memory before the transaction that puts them back, since large ones take seconds.
"""

import hashlib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from portal.attachments.allowance import SearchGivenUp
from portal.attachments.archives import write_archive
from portal.attachments.cleaning import holds_text, name_for
from portal.attachments.model import TEXT, ZIP, SearchTooLong
from portal.attachments.texts import remove_words
from portal.cases.files import list_uploads, rewrite_file
from portal.cases.model import Attachment
from portal.intake.files import UPLOADS
from portal.intake.flow import fingerprint_of_problem
from portal.intake.keeping import TYPED
from portal.intake.model import Draft
from portal.intake.offering import JUDGED
from portal.intake.questions import MASKED_FIELDS
from portal.intake.situation import Situation
from portal.masking.spots import Spot, find_spots
from portal.storage.store import FileStore, read_all

# What a link brought along; the part that is affected was chosen, not written.
_BROUGHT = frozenset({"searched", *MASKED_FIELDS})


@dataclass(frozen=True)
class ChangedFile:
    """A stored file without the words."""

    upload_id: int
    name: str
    content: bytes | None
    """None when only the name changes."""
    spots: tuple[Spot, ...]
    made_from: str
    """The digest of the content that was changed: another tab may have changed it as well."""


class RemovalGivenUp(Exception):
    """Looking through a file for the words takes longer than a request may last; nothing was changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.refusal = SearchTooLong(name)


@dataclass(frozen=True)
class Removal:
    """What is to go, and how its files are reached."""

    store: FileStore
    words: Sequence[str]
    pause: Callable[[], None]
    """Called again and again; raises `SearchGivenUp` once the time for all files is over."""


def change_files(removal: Removal, uploads: Sequence[Attachment]) -> tuple[ChangedFile, ...]:
    """The files that hold any of the words, without them; nothing is written yet.

    Raises:
        RemovalGivenUp: when that takes too long.
    """
    changed = [_change_file(removal, upload) for upload in uploads]
    return tuple(each for each in changed if each.spots)


def remove_from_draft(situation: Situation, removal: Removal, files: Sequence[ChangedFile]) -> tuple[Spot, ...]:
    """Put the changed files back and take the words out of all texts of a draft; gives the spots where they were.

    Raises:
        UploadsUnavailable: when a file cannot be written.
        RemovalGivenUp: when another tab changed a file meanwhile, and changing it once more takes too long.
    """
    words = removal.words
    draft, spots = situation.draft, []
    was = fingerprint_of_problem(draft.answers)
    answers = {step: dict(answer) for step, answer in draft.answers.items()}
    for step, answer in answers.items():
        if step != UPLOADS:
            spots += _remove_from_answer(answer, words)
    _remove_from_files(situation, removal, files, answers)
    judged = answers.get("answers", {})
    if judged.get("about") == [was]:
        judged["about"] = [fingerprint_of_problem(answers)]
    draft.answers = answers
    spots += _remove_from_context(draft, words, (was, fingerprint_of_problem(answers)))
    draft.updated_at = situation.now
    return (*spots, *(spot for file in files for spot in file.spots))


def _remove_from_answer(answer: dict[str, Any], words: Sequence[str]) -> list[Spot]:
    found: list[Spot] = []
    for name in MASKED_FIELDS:
        if isinstance(answer.get(name), str):
            removed = remove_words(answer[name], words)
            answer[name] = removed.text
            found += find_spots(removed, name)
    answer["masked"] = _tell(answer.get("masked", ()), found)
    return found


def _remove_from_context(draft: Draft, words: Sequence[str], worded: tuple[str, str]) -> list[Spot]:
    """Take the words out of what a link brought, what was typed and not sent, and how the problem was worded.

    ``worded`` is how it was worded just now and how it is without the words: what was judged for it stays judged.
    """
    context = dict(draft.context)
    context |= {name: remove_words(context[name], words).text for name in _BROUGHT & set(context)}
    found: list[Spot] = []
    if TYPED in context:
        context[TYPED] = {step: dict(fields) for step, fields in context[TYPED].items()}
        for fields in context[TYPED].values():
            found += _remove_from_answer(fields, words)
            del fields["masked"]
    if JUDGED in context:
        context[JUDGED] = {name: _reword(text, words, worded) for name, text in context[JUDGED].items()}
    draft.context = context
    return found


def _reword(text: str, words: Sequence[str], worded: tuple[str, str]) -> str:
    was, now = worded
    if text == was:
        return now
    # The part that is affected was chosen, not written; its name may hold a word by chance.
    component, line_end, written = text.partition("\n")
    return f"{component}{line_end}{remove_words(written, words).text}"


def _tell(told: Sequence[Mapping[str, Any]], found: Sequence[Spot]) -> list[dict[str, Any]]:
    """What was told before, and what is new; an older excerpt of the same place may hold a part of a word."""
    places = {spot.place for spot in found}
    older = [{**each, "before": "", "after": ""} if each.get("place") in places else dict(each) for each in told]
    return [*older, *(spot.to_data() for spot in found)]


def _remove_from_files(
    situation: Situation, removal: Removal, files: Sequence[ChangedFile], answers: dict[str, dict[str, Any]]
) -> None:
    about = {name: dict(each) for name, each in answers.get(UPLOADS, {}).get("files", {}).items()}
    rows = {row.id: row for row in list_uploads(situation.session, situation.draft.id)}
    # A file that was put back stays as it is when the transaction fails, so all of them are made before the first goes.
    latest = [
        (rows[file.upload_id], _as_it_is_now(removal, rows[file.upload_id], file))
        for file in files
        if file.upload_id in rows
    ]
    for row, file in latest:
        if file.content is not None:
            rewrite_file(removal.store, row, file.content)
        row.name = file.name
        about[str(row.id)] = _tell_of_file(about.get(str(row.id), {}), file, removal.words)
    if about:
        masked = [spot for each in about.values() for spot in each["masked"]]
        answers[UPLOADS] = {"files": about, "masked": masked}


def _as_it_is_now(removal: Removal, row: Attachment, file: ChangedFile) -> ChangedFile:
    """The changed file, made once more when another tab has changed the stored one meanwhile."""
    same = file.made_from == _digest(_find(removal.store, row))
    return file if same else _change_file(removal, row)


def _tell_of_file(told: Mapping[str, Any], file: ChangedFile, words: Sequence[str]) -> dict[str, Any]:
    """Names were told as well, and any excerpt may hold a part of a word."""
    older = [
        {**each, "place": remove_words(each["place"], words).text, "before": "", "after": ""}
        for each in told.get("masked", ())
    ]
    left_out = [remove_words(name, words).text for name in told.get("left_out", ())]
    return {"masked": [*older, *(spot.to_data() for spot in file.spots)], "left_out": left_out}


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _find(store: FileStore, upload: Attachment) -> bytes | None:
    try:
        return read_all(store, upload.stored_name)
    except FileNotFoundError:
        return None


def _change_file(removal: Removal, upload: Attachment) -> ChangedFile:
    """A file without the words, whether it holds any of them or not.

    Raises:
        RemovalGivenUp: when that takes too long.
    """
    try:
        return _change(removal, upload)
    except SearchGivenUp:
        raise RemovalGivenUp(upload.name) from None


def _change(removal: Removal, upload: Attachment) -> ChangedFile:
    words = removal.words
    named = remove_words(upload.name, words)
    name = name_for(named.text, upload.media_type)
    spots = list(find_spots(named, name, in_file=True))
    content = None
    stored = _find(removal.store, upload)
    if upload.media_type == TEXT and stored is not None:
        removed = remove_words(stored.decode(), words, removal.pause)
        spots += find_spots(removed, name, in_file=True)
        content = removed.text.encode() if removed.findings else None
    elif upload.media_type == ZIP and stored is not None:
        content = _change_archive(stored, name, removal, spots)
    return ChangedFile(upload.id, name, content, tuple(spots), _digest(stored))


def _change_archive(packed: bytes, name: str, removal: Removal, spots: list[Spot]) -> bytes | None:
    """An archive of ours without the words, or None when it holds none of them; adds the spots where they were."""
    entries: dict[str, bytes] = {}
    before = len(spots)
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        for entry in archive.namelist():
            named = remove_words(entry, removal.words)
            spots += find_spots(named, f"{name}: {named.text}", in_file=True)
            entries[named.text] = content = archive.read(entry)
            if holds_text(content):
                removed = remove_words(content.decode(), removal.words, removal.pause)
                spots += find_spots(removed, f"{name}: {named.text}", in_file=True)
                entries[named.text] = removed.text.encode()
    return write_archive(entries) if len(spots) > before else None
