"""Which colours stand on which, and how well they can be told apart (WCAG 2.2: 1.4.3 for text, 1.4.11 for shapes)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

TEXT_CONTRAST = 4.5
SHAPE_CONTRAST = 3.0
"""For what shows where a field, its border or the focus is, and for marks that mean something."""

Pair = tuple[str, str]
"""The names of two colours: what is seen, and what it stands on."""

_PAPERS = ("paper", "surface", "sunken")
_STATES = ("info", "success", "warning", "danger")
_INKS = ("ink", "ink-soft", "ink-faint", "accent", "accent-strong", *_STATES)
_CODE = ("code-ink", "code-key", "code-string", "code-number", "code-faint")

TEXT_PAIRS: tuple[Pair, ...] = (
    *((ink, paper) for ink in _INKS for paper in _PAPERS),
    *(("ink", f"{state}-soft") for state in _STATES),
    *((state, f"{state}-soft") for state in _STATES),
    *((ink, "accent-soft") for ink in ("ink", "ink-soft", "accent", "accent-strong")),
    *((code, paper) for code in _CODE for paper in ("surface", "sunken")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "mark"),
)
SHAPE_PAIRS: tuple[Pair, ...] = tuple(
    (shape, paper) for shape in ("focus", "line-strong", "accent", "success", "warning", "danger") for paper in _PAPERS
)


@dataclass(frozen=True)
class Measured:
    """A pair in one scheme."""

    seen: str
    on: str
    ratio: float
    least: float

    @property
    def is_enough(self) -> bool:
        """Whether the pair can be told apart as well as its use asks for."""
        return self.ratio >= self.least


def measure_pairs(colours: Mapping[str, str]) -> Iterator[Measured]:
    """Every pair that the portal uses, with the contrast it has and must have.

    Raises:
        KeyError: when a pair names a colour that does not exist.
    """
    for pairs, least in ((TEXT_PAIRS, TEXT_CONTRAST), (SHAPE_PAIRS, SHAPE_CONTRAST)):
        for seen, on in pairs:
            yield Measured(seen, on, contrast(colours[seen], colours[on]), least)


def faint_pairs(colours: Mapping[str, str], pairs: Iterable[Pair], least: float) -> list[str]:
    """The pairs whose contrast is too low, or whose colour does not exist, one line each."""
    found = []
    for seen, on in pairs:
        if seen not in colours or on not in colours:
            found.append(f"--{seen} on --{on}: no such colour")
        elif contrast(colours[seen], colours[on]) < least:
            found.append(f"--{seen} on --{on}: {contrast(colours[seen], colours[on]):.2f}")
    return found


def contrast(first: str, second: str) -> float:
    """The ratio between two colours of six hexadecimal digits, from 1 to 21, after WCAG 2.2."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[position : position + 2], 16) / 255 for position in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
