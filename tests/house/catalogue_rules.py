"""What a catalogue must be before it may be shown to anybody: complete, current, and fitting its source."""

import re
from collections import Counter
from dataclasses import dataclass
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from tests.house.messages import entries_of

_PLACEHOLDER = re.compile(r"%\((?P<name>\w+)\)(?P<kind>[sd])")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_SHOWN = 60
# Enough numbers to see which plural form is used for one number only.
_NUMBERS = range(1000)


@dataclass(frozen=True)
class Finding:
    """One mistake, printed on one line as ``path:line: code: text``."""

    path: Path
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.text}"


def read_catalogue(root: Path, path: Path, locale: str) -> Catalog | Finding:
    """The catalogue in a file, or why it cannot be read."""
    try:
        return read_po(BytesIO((root / path).read_bytes()), locale=locale, abort_invalid=True)
    except FileNotFoundError:
        return Finding(path, 1, "no-catalogue", "the file does not exist")
    except (PoFileError, ValueError) as error:
        return Finding(path, getattr(error, "lineno", 0) or 1, "unreadable", str(error))


def check_catalogue(path: Path, catalogue: Catalog, template: Catalog) -> list[Finding]:
    """Every mistake of a catalogue, measured by the texts in the source."""
    wanted, present = entries_of(template), entries_of(catalogue)
    found = [Finding(path, 1, "missing", _short(key[1])) for key in wanted if key not in present]
    for key, message in present.items():
        if key not in wanted:
            found.append(Finding(path, message.lineno or 1, "stale", _short(key[1])))
            continue
        problems = _check_entry(message, catalogue)
        found.extend(Finding(path, message.lineno or 1, code, text) for code, text in problems)
    for message in catalogue.obsolete.values():
        found.append(Finding(path, message.lineno or 1, "stale", _short(_source(message)[0])))
    return [*_check_plural_rule(path, catalogue), *sorted(found, key=lambda finding: finding.line)]


def _check_plural_rule(path: Path, catalogue: Catalog) -> list[Finding]:
    right = get_plural(catalogue.locale).plural_forms
    if catalogue.plural_forms.replace(" ", "") == right.replace(" ", ""):
        return []
    return [Finding(path, 1, "plural-rule", f"the header must say {right!r}")]


def _check_entry(message: Message, catalogue: Catalog) -> list[tuple[str, str]]:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    shown = _short(_source(message)[0])
    problems = [("fuzzy", shown)] if message.fuzzy else []
    if not any(texts):
        return [*problems, ("empty", shown)]
    forms = catalogue.num_plurals if message.pluralizable else 1
    if len(texts) != forms or not all(texts):
        return [*problems, ("plurals", f"{forms} forms are needed: {shown}")]
    for number, text in enumerate(texts):
        one_number_only = message.pluralizable and _covers_one_number(catalogue, number)
        optional = {("num", "d")} if one_number_only else set()
        problems += [(code, f"{why}: {shown}") for code, why in _compare(_source(message)[-1], text, optional)]
    return problems


def _compare(source: str, text: str, optional: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """What of the source a translated text lacks or adds; optional placeholders may be left out."""
    problems = []
    wanted, given = Counter(_PLACEHOLDER.findall(source)), Counter(_PLACEHOLDER.findall(text))
    if set(given) - set(wanted) or set(wanted) - set(given) - optional:
        names = ", ".join(sorted(f"%({name}){kind}" for name, kind in wanted)) or "none"
        problems.append(("placeholders", f"must be {names}"))
    if "%" in source and "%" in _PLACEHOLDER.sub("", text).replace("%%", "") and _formatted(source):
        problems.append(("placeholders", "a lone % must be written as %%"))
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(text)):
        problems.append(("markup", "tags differ from the source"))
    if _edges(source) != _edges(text):
        problems.append(("spaces", "space at the beginning or end differs from the source"))
    return problems


def _formatted(source: str) -> bool:
    return bool(_PLACEHOLDER.search(source)) or "%%" in source


def _covers_one_number(catalogue: Catalog, form: int) -> bool:
    """Whether a plural form is used for a single number, so that the figure itself may be left out of the text."""
    choose = c2py(catalogue.plural_expr)
    return sum(choose(number) == form for number in _NUMBERS) == 1


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _source(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…")
