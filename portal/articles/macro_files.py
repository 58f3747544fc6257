"""Macros as editors write them: ``content/macros/<id>/<locale>.md``, a title and a plain text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from portal.articles.folder import MACROS, FileStat
from portal.articles.frontmatter import FIRST_LINE, find_block
from portal.articles.links import SEGMENT
from portal.articles.macros import PLACEHOLDERS, Macro, MacroText
from portal.articles.staleness import use_unix_lines
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, find_language
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document


def read_macros(folder: Path, files: Iterable[FileStat]) -> tuple[tuple[Macro, ...], tuple[Problem, ...]]:
    """Every macro of a content folder, by its name, and every mistake; a text with a mistake is left out."""
    texts: dict[str, dict[str, MacroText]] = {}
    problems: list[Problem] = []
    for stat in files:
        steps = stat.relative.split("/")
        if steps[0] != MACROS:
            continue
        path = f"{folder.name}/{stat.relative}"
        misplaced = _misplaced(steps, path)
        if misplaced:
            problems.append(misplaced)
            continue
        own = texts.setdefault(steps[1], {})
        read = _read_text(folder / stat.relative, path)
        if isinstance(read, MacroText):
            own[steps[2].removesuffix(".md")] = read
        else:
            problems += read
    macros = tuple(Macro(name, own) for name, own in sorted(texts.items()) if DEFAULT_LANGUAGE.tag in own)
    problems += _list_without_english(texts, problems)
    problems += [problem for macro in macros for problem in _check_macro(macro)]
    return macros, tuple(problems)


def check_macro_languages(macros: Iterable[Macro]) -> Iterator[Problem]:
    """Translations that are missing: the team then gets the English text, marked as such."""
    for macro in macros:
        for language in LANGUAGES:
            if language.tag not in macro.texts:
                path = macro.texts[DEFAULT_LANGUAGE.tag].path
                yield Problem(path, 1, "missing-translation", f"has no translation into {language.tag}", fatal=False)


def _misplaced(steps: list[str], path: str) -> Problem | None:
    if len(steps) != 3 or not SEGMENT.fullmatch(steps[1]):
        return Problem(path, 1, "misplaced-file", f"must lie in {MACROS}/<id>/")
    if find_language(steps[2].removesuffix(".md")) is None or not steps[2].endswith(".md"):
        return Problem(path, 1, "unknown-locale", f"{steps[2]} is not <locale>.md of a language the portal speaks")
    return None


def _read_text(file: Path, path: str) -> MacroText | list[Problem]:
    try:
        source = file.read_bytes()
    except OSError as error:
        return [Problem(path, 1, "unreadable", f"cannot be read: {error.strerror}")]
    block = find_block(source, path)
    if isinstance(block, Problem):
        return [block]
    document = Document(path, block[1].decode(), FIRST_LINE)
    title = document.root.fields(("title",)).text("title")
    line = block[0].count(b"\n") + 1
    body = use_unix_lines(source[block.end() :].decode()).strip()
    if not body:
        document.problems.append(Problem(path, line, "empty-value", "the text must not be empty"))
    return document.problems or MacroText(title, body, path, line)


def _list_without_english(texts: dict[str, dict[str, MacroText]], problems: list[Problem]) -> list[Problem]:
    spoilt = {problem.path.rpartition("/")[0] for problem in problems}
    return [
        Problem(text.path, 1, "english-missing", "a macro needs an English text beside it")
        for own in texts.values()
        if DEFAULT_LANGUAGE.tag not in own
        for text in list(own.values())[:1]
        if text.path.rpartition("/")[0] not in spoilt
    ]


def _check_macro(macro: Macro) -> Iterator[Problem]:
    english = macro.texts[DEFAULT_LANGUAGE.tag]
    for text in macro.texts.values():
        for name in sorted(text.placeholders - set(PLACEHOLDERS)):
            message = f"{{{name}}} is not known here; known are {', '.join(PLACEHOLDERS)}"
            yield Problem(text.path, _line_of(text, name), "unknown-placeholder", message)
        differing = sorted(text.placeholders ^ english.placeholders)
        if differing:
            message = f"{', '.join(differing)}: stands in this text or in the English one, but not in both"
            yield Problem(text.path, text.body_line, "placeholders-differ", message, fatal=False)


def _line_of(text: MacroText, name: str) -> int:
    """The body is stored without the blank lines around it, so this is as near as an editor needs."""
    return text.body_line + text.body[: text.body.index(f"{{{name}}}")].count("\n")
