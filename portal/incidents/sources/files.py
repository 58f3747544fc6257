"""Incidents as editors write them: ``content/incidents/<slug>/<locale>.md``.

The front matter of the English file says what is broken; the body holds the updates, newest first, each under a
heading with its time and phase: ``## 2026-11-23T09:40Z investigating``.
"""

import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from portal.incidents.model import Impact, Incident, Phase, Reading, Update, Words
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from portal.kernel.problem import Problem, cannot_be_read

_HEADING = re.compile(r"^##[ \t]+(\S+)[ \t]+(\w+)[ \t]*$", re.MULTILINE)
_KEYS = {"title", "status", "impact", "components", "started_at", "resolved_at", "scheduled_for", "scheduled_until"}


def read_incidents(folder: Path, known_components: frozenset[str]) -> tuple[tuple[Incident, ...], tuple[Problem, ...]]:
    """Every incident of the folder, and every mistake found; an incident with a mistake is left out."""
    incidents: list[Incident] = []
    problems: list[Problem] = []
    try:
        places = _list_places(folder)
    except OSError as error:
        return (), (cannot_be_read("/".join(folder.parts[-2:]), error.strerror),)
    for place in places:
        try:
            found = _read_incident(place, known_components)
        except OSError as error:
            found = [cannot_be_read("/".join(place.parts[-3:]), error.strerror)]
        if isinstance(found, Incident):
            incidents.append(found)
        else:
            problems += found
    return tuple(incidents), tuple(problems)


def read_folder(
    folder: Path, known_components: frozenset[str], now: datetime, before: tuple[Incident, ...] = ()
) -> Reading:
    """The state that the files describe; none while the whole content is gone, as it may be while it is put in place.

    Files are read when they are asked for, so they are never old. An incident whose file has a mistake today stays
    as it was ``before``: a slip of the pen must not end it.
    """
    if not folder.parent.is_dir():
        return Reading(None, before, problem=f"{folder.parent.name} is not there")
    incidents, problems = read_incidents(folder, known_components)
    read = {incident.slug for incident in incidents}
    kept = tuple(event for event in before if event.slug not in read and _may_be_there(folder / event.slug))
    return Reading(now, incidents + kept, problem="; ".join(str(problem) for problem in problems))


def _list_places(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except FileNotFoundError:
        return []


def _may_be_there(place: Path) -> bool:
    """Whether an incident's folder is there, as far as anybody can tell: what cannot be seen has not ended."""
    try:
        return stat.S_ISDIR(place.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _read_incident(place: Path, known: frozenset[str]) -> Incident | list[Problem]:
    problems: list[Problem] = []
    words: dict[str, Words] = {}
    facts: dict[str, Any] = {}
    for language in (DEFAULT_LANGUAGE, *(other for other in LANGUAGES if other != DEFAULT_LANGUAGE)):
        path = place / f"{language.tag}.md"
        if not path.is_file():
            continue
        try:
            front, body = _split(path.read_text(encoding="utf-8"))
            words[language.tag] = Words(_title(front), _updates(body, language))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, ValueError) as error:
            problems.append(_problem(path, "incident-file", _say(error)))
            continue
        facts = facts or front
        strangers = sorted(map(str, set(front) - _KEYS))
        problems += [_problem(path, "incident-key", f"unknown key {key!r}", key) for key in strangers]
    words = {tag: _with_newer(said, words.get(DEFAULT_LANGUAGE.tag)) for tag, said in words.items()}
    english = place / f"{DEFAULT_LANGUAGE.tag}.md"
    if DEFAULT_LANGUAGE.tag not in words:
        return problems or [_problem(english, "incident-english", "an incident needs an English text")]
    made = _make(english, facts, words, known)
    if isinstance(made, Problem):
        return [*problems, made]
    return problems or made


def _make(path: Path, facts: dict[str, Any], words: dict[str, Words], known: frozenset[str]) -> Incident | Problem:
    components = facts.get("components") or []
    if wrong := _find_wrong(components, known):
        return _problem(path, "incident-component", wrong, "components")
    start = facts.get("started_at") or facts.get("scheduled_for")
    if start is None:
        return _problem(path, "incident-start", "started_at or scheduled_for is needed")
    if facts.get("status") not in list(Phase):
        return _problem(path, "incident-status", f"status must be one of {', '.join(Phase)}", "status")
    if facts.get("impact", "none") not in list(Impact):
        return _problem(path, "incident-impact", f"impact must be one of {', '.join(Impact)}", "impact")
    try:
        return Incident(
            slug=path.parent.name,
            phase=Phase(facts["status"]),
            impact=Impact(facts.get("impact", "none")),
            components=tuple(components),
            started_at=_moment(start),
            words=words,
            ended_at=_moment(facts["resolved_at"]) if facts.get("resolved_at") else None,
            scheduled_until=_moment(facts["scheduled_until"]) if facts.get("scheduled_until") else None,
        )
    except ValueError as error:
        return _problem(path, "incident-time", _say(error))


def _find_wrong(components: object, known: frozenset[str]) -> str:
    """What is wrong with a list of components; empty when nothing is."""
    if not isinstance(components, list) or not all(isinstance(component, str) for component in components):
        return "components must be a list of ids, such as [api]"
    strangers = [component for component in components if component not in known]
    return f"unknown component {strangers[0]!r}" if strangers else ""


def _problem(path: Path, code: str, message: str, key: str = "") -> Problem:
    """A finding at the line of a front matter key, else at the first line."""
    name = "/".join((*path.parts[-4:-3], *path.parts[-3:]))
    line = 1
    if key and path.is_file():
        text = path.read_text(encoding="utf-8", errors="replace")
        found = re.search(rf"^{re.escape(key)}[ \t]*:", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
    return Problem(name, line, code, message)


def _split(text: str) -> tuple[dict[str, Any], str]:
    parts = text.replace("\r\n", "\n").split("---\n", 2)
    front = yaml.load(parts[1], Loader=yaml.CSafeLoader) if len(parts) == 3 and not parts[0].strip() else None
    if not isinstance(front, dict):
        raise ValueError("front matter between two lines of --- is needed")  # noqa: TRY004 - a fault of the file
    return front, parts[2]


def _with_newer(said: Words, english: Words | None) -> Words:
    """A translation with the English updates it does not have yet: news comes before language."""
    told = {update.at for update in said.updates}
    missing = [update for update in (english.updates if english else ()) if update.at not in told]
    return Words(said.title, tuple(sorted((*said.updates, *missing), key=lambda update: update.at, reverse=True)))


def _updates(body: str, language: Language) -> tuple[Update, ...]:
    pieces = _HEADING.split(body)
    found = zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True)
    updates = [Update(_moment(at), Phase(phase), " ".join(text.split()), language) for at, phase, text in found]
    return tuple(sorted(updates, key=lambda update: update.at, reverse=True))


def _title(front: dict[str, Any]) -> str:
    """What customers read, so an empty one must not become the word ``None``."""
    title = front["title"]
    if not isinstance(title, str) or not title.strip():
        raise ValueError("title must be a text, in quotes when it looks like a number")
    return title


def _moment(value: object) -> datetime:
    """A time as it stands in the file, in UTC.

    Raises:
        ValueError: when it is none, or lies where the calendar ends.
    """
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{value} is no time that can be told") from None


def _say(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"the key {error.args[0]!r} is missing"
    return str(error).splitlines()[0]
