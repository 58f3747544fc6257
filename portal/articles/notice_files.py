"""Notices as editors write them: ``content/notices/<slug>/<locale>.md``.

The front matter of the English file says when and where the notice is shown; those of the translations hold a
title only, so that a window is never written twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from portal.articles.folder import NOTICES, FileStat
from portal.articles.frontmatter import FIRST_LINE, find_block
from portal.articles.links import SEGMENT
from portal.articles.notices import Level, Notice, NoticeText
from portal.articles.outline import scan_outline
from portal.articles.staleness import use_unix_lines
from portal.kernel.language import DEFAULT_LANGUAGE, find_language
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document, Fields

_WINDOW = ("from", "until", "level", "components")


@dataclass
class _Draft:
    """A notice while its files are being read."""

    texts: dict[str, NoticeText] = field(default_factory=dict)
    window: Fields | None = None
    first_path: str = ""


def read_notices(folder: Path, files: Iterable[FileStat]) -> tuple[tuple[Notice, ...], tuple[Problem, ...]]:
    """Every notice of a content folder and every mistake found; a notice with a mistake is left out."""
    drafts: dict[str, _Draft] = {}
    problems: list[Problem] = []
    for stat in files:
        steps = stat.relative.split("/")
        if steps[0] != NOTICES:
            continue
        path = f"{folder.name}/{stat.relative}"
        if len(steps) != 3 or not SEGMENT.fullmatch(steps[1]):
            problems.append(Problem(path, 1, "misplaced-file", "must lie in notices/<slug>/"))
        elif find_language(steps[2].removesuffix(".md")) is None or not steps[2].endswith(".md"):
            message = f"{steps[2]} is not <locale>.md of a language the portal speaks"
            problems.append(Problem(path, 1, "unknown-locale", message))
        else:
            draft = drafts.setdefault(steps[1], _Draft(first_path=path))
            problems += _read_text(folder / stat.relative, path, draft)
    notices = [_make(slug, draft, problems) for slug, draft in drafts.items()]
    return tuple(notice for notice in notices if notice), tuple(problems)


def _read_text(file: Path, path: str, draft: _Draft) -> list[Problem]:
    try:
        source = file.read_bytes()
    except OSError as error:
        return [Problem(path, 1, "unreadable", f"cannot be read: {error.strerror}")]
    block = find_block(source, path)
    if isinstance(block, Problem):
        return [block]
    document = Document(path, block[1].decode(), FIRST_LINE)
    is_english = file.stem == DEFAULT_LANGUAGE.tag
    fields = document.root.fields(("title",), _WINDOW if is_english else ())
    title = fields.text("title")
    if not document.problems:
        body = use_unix_lines(source[block.end() :].decode())
        outline = scan_outline(body, f"{NOTICES}/{file.parent.name}", block[0].count(b"\n") + 1)
        draft.texts[file.stem] = NoticeText(title, body.strip(), path, outline)
        draft.window = fields if is_english else draft.window
    return document.problems


def _make(slug: str, draft: _Draft, problems: list[Problem]) -> Notice | None:
    """The notice with its window; its mistakes are added to the problems."""
    if draft.window is None:
        if not any(problem.path.startswith(f"{Path(draft.first_path).parent}/") for problem in problems):
            problems.append(Problem(draft.first_path, 1, "english-missing", "a notice needs an English text beside it"))
        return None
    document = draft.window.owner.document
    level = draft.window.find("level")
    starts, ends = _moment(draft.window, "from"), _moment(draft.window, "until")
    components = tuple(entry.text() for entry in draft.window.entries("components"))
    if starts and ends and ends <= starts and (until := draft.window.find("until")):
        until.report("bad-window", "must be later than from")
    chosen = level.choice(Level) if level else Level.INFO
    problems += document.problems
    if document.problems:
        return None
    lines = {key: entry.line for key in _WINDOW if (entry := draft.window.find(key))}
    return Notice(slug, chosen, components, starts, ends, draft.texts, lines)


def _moment(fields: Fields, key: str) -> datetime | None:
    """A moment as ISO 8601; without a zone it is in UTC, as everywhere in content."""
    moment: datetime | None
    entry = fields.find(key)
    if entry is None:
        return None
    text = entry.text()
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    # "Until Sunday" leaves open whether Sunday is part of it.
    if moment is None or ":" not in text:
        entry.report("bad-time", "must be a day with a time, such as 2026-11-29T02:00Z")
        return None
    return moment
