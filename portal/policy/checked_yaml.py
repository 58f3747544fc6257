"""YAML read node by node, so that every mistake is found at once and points at its line.

A reading function asks an `Entry` for what it needs. A value that is missing or wrong is reported to the
`Document` and replaced by a neutral one of the right type, so that reading goes on; what was read counts only when
the document has no problems in the end.
"""

import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

import yaml

from portal.kernel.language import LANGUAGES
from portal.kernel.problem import Problem

Choice = TypeVar("Choice", bound=StrEnum)

_DURATION = re.compile(r"(?P<count>[1-9]\d{0,5})(?P<unit>[smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_MAX_DURATION = timedelta(days=3650)


class Document:
    """One YAML text and everything that is wrong with it."""

    def __init__(self, path: str, text: str, first_line: int = 1) -> None:
        """``first_line`` is where the text begins in its file; front matter begins at line 2."""
        self.path = path
        self.problems: list[Problem] = []
        self._first_line = first_line
        self.root = Entry(self, self._compose(text), "the file")

    def _compose(self, text: str) -> yaml.Node:
        nothing = yaml.MappingNode("tag:yaml.org,2002:map", [], _START, _START)
        try:
            return yaml.compose(text, Loader=yaml.CSafeLoader) or nothing
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or _START
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            self.report_line(mark.line, "yaml-syntax", f"cannot be read as YAML: {what}")
            return nothing

    def line_of(self, node: yaml.Node) -> int:
        """Where a node begins in the file, counted from 1."""
        return int(node.start_mark.line) + self._first_line

    def report(self, node: yaml.Node, code: str, message: str) -> None:
        """Note a mistake where a node begins."""
        self.report_line(node.start_mark.line, code, message)

    def report_line(self, line: int, code: str, message: str) -> None:
        """Note a mistake at a line of the text, counted from 0 as PyYAML does."""
        self.problems.append(Problem(self.path, line + self._first_line, code, message))

    @property
    def readable(self) -> bool:
        """Whether the text is YAML at all; of one that is not, missing keys would only be noise."""
        return all(problem.code != "yaml-syntax" for problem in self.problems)


_START = yaml.Mark("", 0, 0, 0, "", 0)


class Entry:
    """A value of a document: what it is called in messages and what it can be read as."""

    def __init__(self, document: Document, node: yaml.Node, label: str) -> None:
        self.document = document
        self.node = node
        self.label = label

    def report(self, code: str, message: str) -> None:
        """Note a mistake at this value; the message begins with the value's name."""
        self.document.report(self.node, code, f"{self.label} {message}")

    @property
    def line(self) -> int:
        """Where this value begins in its file, counted from 1."""
        return self.document.line_of(self.node)

    def fields(self, required: Collection[str], optional: Collection[str] = ()) -> "Fields":
        """This value as a mapping with these keys; unknown, missing and repeated ones are reported."""
        found = dict(self.items())
        known = [*required, *optional]
        for key, entry in found.items():
            if key not in known:
                near = get_close_matches(key, known, 1)
                hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
                entry.report("unknown-key", f"is not known here{hint}")
        for key in required:
            if key not in found and self.document.readable:
                self.report("missing-key", f"lacks {key}")
        return Fields(self, found)

    def items(self) -> Iterator[tuple[str, "Entry"]]:
        """This value as a mapping with keys of the editors' choice, in their order."""
        if not isinstance(self.node, yaml.MappingNode):
            self.report("wrong-type", "must be a mapping of keys and values")
            return
        seen: set[str] = set()
        prefix = "" if self.node is self.document.root.node else f"{self.label}."
        for key, value in self.node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.document.report(key, "wrong-type", "a key must be a single word")
                continue
            if key.value in seen:
                self.document.report(key, "duplicate-key", f"{prefix}{key.value} is given twice")
                continue
            seen.add(key.value)
            yield key.value, Entry(self.document, value, f"{prefix}{key.value}")

    def entries(self) -> list["Entry"]:
        """This value as a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.report("wrong-type", "must be a list")
            return []
        return [Entry(self.document, node, f"{self.label}[{number}]") for number, node in enumerate(self.node.value, 1)]

    def text(self) -> str:
        """This value as a text that is not empty."""
        value = self._scalar()
        if value is not None and not value.strip():
            self.report("empty-value", "must not be empty")
        return (value or "").strip()

    def integer(self, least: int = 1) -> int:
        """This value as a whole number, ``least`` or more."""
        value = self._scalar() or ""
        if not re.fullmatch(r"\d{1,9}", value) or int(value) < least:
            self.report("bad-number", f"must be a whole number, {least} or more")
            return least
        return int(value)

    def flag(self) -> bool:
        """This value as true or false."""
        value = self._scalar() or ""
        if value.lower() not in {"true", "false"}:
            self.report("bad-flag", "must be true or false")
        return value.lower() == "true"

    def duration(self) -> timedelta:
        """This value as a duration: a number and s, m, h or d, ten years at most."""
        match = _DURATION.fullmatch(self._scalar() or "")
        length = timedelta(**{_UNITS[match["unit"]]: int(match["count"])}) if match else timedelta(0)
        if not match or length > _MAX_DURATION:
            self.report("bad-duration", "must be a number and s, m, h or d, such as 30m or 24h, ten years at most")
        return length

    def choice(self, kind: type[Choice]) -> Choice:
        """This value as one of the members of an enumeration."""
        value = self._scalar()
        members = list(kind)
        if value not in members:
            self.report("unknown-value", f"must be one of {', '.join(members)}")
            return members[0]
        return kind(value)

    def localized(self) -> dict[str, str]:
        """This value as a text in each language the portal speaks, by the language's tag."""
        tags = [language.tag for language in LANGUAGES]
        fields = self.fields(tags)
        return {tag: fields.text(tag) for tag in tags}

    def _scalar(self) -> str | None:
        if not isinstance(self.node, yaml.ScalarNode):
            self.report("wrong-type", "must be a single value")
            return None
        return str(self.node.value)


class Fields:
    """The keys of a mapping; reading a missing one gives a neutral value, since it was reported already."""

    def __init__(self, owner: Entry, found: dict[str, Entry]) -> None:
        self.owner = owner
        self._found = found

    def find(self, key: str) -> Entry | None:
        """The value of a key, or None."""
        return self._found.get(key)

    def text(self, key: str) -> str:
        """A key's text; empty when missing."""
        entry = self.find(key)
        return entry.text() if entry else ""

    def duration(self, key: str) -> timedelta:
        """A key's duration; none at all when missing."""
        entry = self.find(key)
        return entry.duration() if entry else timedelta(0)

    def integer(self, key: str) -> int:
        """A key's whole number; 0 when missing."""
        entry = self.find(key)
        return entry.integer() if entry else 0

    def entries(self, key: str) -> list[Entry]:
        """A key's list; empty when missing."""
        entry = self.find(key)
        return entry.entries() if entry else []

    def items(self, key: str) -> list[tuple[str, Entry]]:
        """A key's mapping; empty when missing."""
        entry = self.find(key)
        return list(entry.items()) if entry else []
