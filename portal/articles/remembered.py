"""What the texts of the content folder were found to hold, kept on disk for the next start.

To take a text apart costs eight times as much as to read what was found in it. Every text is still opened and its
bytes are compared, so that nothing rests on dates, which copies and images of disks carry along; what was found by
other code than today's, or lies in a damaged file, counts as never found.
"""

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b, sha256
from pathlib import Path

import pydantic
from pydantic import TypeAdapter, ValidationError

from portal.articles.findings import Findings
from portal.kernel.whole_file import put_whole

FOLDER = "known-texts"
"""Below the instance folder."""
WORTH_WRITING = 1 / 50
"""The share of new texts from which on all are written again: to take one apart costs as much as to write fifty."""


class RememberedTexts:
    """The findings of one content folder, each by the text's place in it."""

    def __init__(self, instance_dir: Path, content_dir: Path) -> None:
        # Two portals may share an instance folder one after the other, as in `portal.articles.kept_content`.
        name = blake2b(str(content_dir).encode(), digest_size=6).hexdigest()
        self._file = instance_dir / FOLDER / f"{name}.json"
        self._read = frozenset[str]()

    def read(self) -> Mapping[str, Findings]:
        """What was kept last; nothing when it cannot be used."""
        try:
            seal, _, content = self._file.read_bytes().partition(b"\n")
            if seal == _seal(content):
                found = _adapter().validate_json(content)
                self._read = frozenset(each.digest for each in found.values())
                return found
        except (OSError, ValidationError):
            pass
        return {}

    def keep(self, found: Mapping[str, Findings]) -> None:
        """Keep findings in place of those that were read, once so many are new that it pays.

        Not being able to is no fault: the next start takes longer.
        """
        new = sum(each.digest not in self._read for each in found.values())
        if new > len(found) * WORTH_WRITING:
            self._write(found)

    def _write(self, found: Mapping[str, Findings]) -> None:
        content = _adapter().dump_json(dict(found))
        with suppress(OSError):
            put_whole(self._file, _seal(content) + b"\n" + content)


@cache
def _adapter() -> TypeAdapter[dict[str, Findings]]:
    return TypeAdapter(dict[str, Findings])


def _seal(content: bytes) -> bytes:
    """Says what code found it, and that it is whole."""
    return sha256(_finder().encode() + content).hexdigest().encode()


@cache
def _finder() -> str:
    """What takes texts apart: the code of this room, byte for byte, and what it stands on."""
    total = sha256(f"{sys.version} {pydantic.VERSION}".encode())
    for module in _list_modules():
        total.update(module.read_bytes())
    return total.hexdigest()


def _list_modules() -> Iterable[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))
