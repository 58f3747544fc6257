"""In which of many lines of stems a stem stands."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


class Places:
    """Lines of stems, looked through together; see `portal.search.documents.line_of_stems`."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n".join(lines)
        self._ends = list(accumulate(len(line) + 1 for line in lines))
        self._found: dict[str, tuple[int, ...]] = {}

    def of_all(self, stems: Sequence[str]) -> Sequence[int]:
        """The numbers of the lines in which all these stems stand, each stem given between spaces."""
        if len(stems) == 1:
            return self._of(stems[0])
        return sorted(set[int].intersection(*(set(self._of(stem)) for stem in stems)))

    def _of(self, stem: str) -> tuple[int, ...]:
        if stem not in self._found:
            self._found[stem] = self._look_for(stem)
        return self._found[stem]

    def _look_for(self, stem: str) -> tuple[int, ...]:
        found = []
        position = self._text.find(stem)
        while position >= 0:
            line = bisect_right(self._ends, position)
            found.append(line)
            position = self._text.find(stem, self._ends[line])
        return tuple(found)
