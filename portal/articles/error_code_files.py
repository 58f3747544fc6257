"""Error codes as editors write them: ``content/error-codes/codes.yml`` and the texts of each language beside it.

What is the same in every language (title, side, retry, article) is written once; a text file holds a meaning and an
action for each code. A translation may lack a code: readers then get the English words, and the check says so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.articles.error_codes import ErrorCode, ErrorCodes, ErrorGroup, ErrorSide, ErrorText, Retry, SupportHelps
from portal.articles.folder import ERROR_CODES
from portal.articles.links import ArticleId
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document, Entry, Fields

CODES_FILE = "codes.yml"
MAX_TEXT = 320
"""Characters of a meaning or an action in any language: a card in the results holds both and is read at a glance."""
_KEY = re.compile(r"0|[1-9]\d{0,8}|[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_HTTP = (400, 599)
_KEYS = ("group", "side", "retry", "support")
_MORE = ("title", "to", "component", "wait", "http", "article", "affects_all")


@dataclass
class _Texts:
    """One language's file."""

    groups: dict[str, Entry]
    codes: dict[str, Entry]
    read: dict[str, ErrorText]


def read_error_codes(folder: Path) -> tuple[ErrorCodes, tuple[Problem, ...]]:
    """Every code of a content folder and every mistake found; a folder without the file simply has none."""
    document = _open(folder, CODES_FILE)
    if document is None:
        return ErrorCodes(), ()
    top = document.root.fields(["groups", "codes"])
    documents = {language.tag: _open(folder, f"{language.tag}.yml") for language in LANGUAGES}
    texts = {tag: _read_texts(found) for tag, found in documents.items() if found}
    groups = _read_groups(top, texts)
    entries = {key: entry for key, entry in top.items("codes") if _is_key(key, entry)}
    codes = [_read_code(key, entry, texts, groups) for key, entry in entries.items()]
    problems = [*document.problems, *_compare(folder, entries, groups, texts)]
    for found in filter(None, documents.values()):
        problems += found.problems
    if any(problem.fatal for problem in problems):
        return ErrorCodes(), tuple(problems)
    listed = tuple(
        ErrorGroup(group, names, tuple(code for code in codes if code.group == group))
        for group, names in groups.items()
    )
    return ErrorCodes(listed), tuple(problems)


def _open(folder: Path, name: str) -> Document | None:
    file = folder / ERROR_CODES / name
    path = f"{folder.name}/{ERROR_CODES}/{name}"
    try:
        return Document(path, file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        unreadable = Document(path, "")
        unreadable.problems[:] = [Problem(path, 1, "unreadable", f"cannot be read as UTF-8: {error}")]
        return unreadable


def _is_key(key: str, entry: Entry) -> bool:
    if _KEY.fullmatch(key):
        return True
    entry.report("bad-address", "must be named by its number, or in lower-case letters, digits and hyphens")
    return False


def _read_texts(document: Document) -> _Texts:
    fields = document.root.fields(["groups", "codes"])
    codes = dict(fields.items("codes"))
    read: dict[str, ErrorText] = {}
    for key, entry in codes.items():
        words = entry.fields(["meaning", "action"])
        read[key] = ErrorText(words.text("meaning"), words.text("action"))
        document.problems += _find_long(words, read[key])
    return _Texts(dict(fields.items("groups")), codes, read)


def _find_long(words: Fields, text: ErrorText) -> Iterator[Problem]:
    for name, said in (("meaning", text.meaning), ("action", text.action)):
        entry = words.find(name)
        if entry and len(said) > MAX_TEXT:
            message = f"{entry.label} has {len(said)} characters, more than {MAX_TEXT}"
            yield Problem(entry.document.path, entry.line, "text-length", message, fatal=False)


def _read_groups(top: Fields, texts: Mapping[str, _Texts]) -> dict[str, dict[str, str]]:
    """The groups in their order, with their names by language."""
    groups = [entry.text() for entry in top.entries("groups")]
    return {
        group: {tag: found.groups[group].text() for tag, found in texts.items() if group in found.groups}
        for group in groups
    }


def _read_code(
    key: str, entry: Entry, texts: Mapping[str, _Texts], groups: Mapping[str, Mapping[str, str]]
) -> ErrorCode:
    fields = entry.fields(_KEYS, _MORE)
    group = fields.find("group")
    if group and group.text() not in groups:
        group.report("unknown-value", f"must be one of {', '.join(groups)}")
    title, component, wait, retry, support = map(fields.find, ("title", "component", "wait", "retry", "support"))
    affects_all = fields.find("affects_all")
    article, anchor = _read_article(fields.find("article"))
    return ErrorCode(
        key=key,
        last=_read_last(key, fields.find("to")),
        title=title.text() if title else None,
        group=fields.text("group"),
        component=component.text() if component else None,
        sides=tuple(side.choice(ErrorSide) for side in fields.entries("side")),
        retry=retry.choice(Retry) if retry else Retry.UNKNOWN,
        wait=wait.duration() if wait else None,
        support=support.choice(SupportHelps) if support else SupportHelps.NO,
        http=_read_http(fields.find("http")),
        article=article,
        anchor=anchor,
        affects_all=affects_all.flag() if affects_all else False,
        texts={tag: found.read[key] for tag, found in texts.items() if key in found.read},
        path=entry.document.path,
        line=entry.node.start_mark.line,
    )


def _read_article(entry: Entry | None) -> tuple[ArticleId | None, str]:
    name, _, anchor = entry.text().partition("#") if entry else ("", "", "")
    if entry is None:
        return None, ""
    try:
        return ArticleId.parse(name), anchor
    except ValueError as error:
        entry.report("bad-value", str(error))
        return None, ""


def _read_last(key: str, entry: Entry | None) -> int | None:
    if entry is None:
        return None
    last = entry.integer()
    if not key.isdecimal() or last <= int(key):
        entry.report("bad-number", "must be a number above the one it begins with")
        return None
    return last


def _read_http(entry: Entry | None) -> int | None:
    status = entry.integer() if entry else None
    if entry and status and not _HTTP[0] <= status <= _HTTP[1]:
        entry.report("bad-number", f"must be a status from {_HTTP[0]} to {_HTTP[1]}")
    return status


def _compare(
    folder: Path, codes: Mapping[str, Entry], groups: Mapping[str, object], texts: Mapping[str, _Texts]
) -> list[Problem]:
    """Where the texts and the codes do not fit together; only English must have them all."""
    problems: list[Problem] = []
    for language in LANGUAGES:
        path = f"{folder.name}/{ERROR_CODES}/{language.tag}.yml"
        english = language == DEFAULT_LANGUAGE
        found = texts.get(language.tag)
        if found is None:
            problems.append(Problem(path, 1, "missing-translation", "does not exist", fatal=english))
            continue
        for kind, wanted, given in (("code", codes, found.codes), ("group", groups, found.groups)):
            missing = [key for key in wanted if key not in given]
            problems += (Problem(path, 1, "missing-text", f"lacks the {kind} {key}", fatal=english) for key in missing)
            problems += (
                Problem(path, entry.line, "unknown-code", f"{key} is no {kind} of {CODES_FILE}")
                for key, entry in given.items()
                if key not in wanted
            )
    return problems
