"""What ``portal content diff`` prints: a heading for each section that changed, and the words that came and went."""

from collections.abc import Iterable, Mapping

from rich.text import Text

from portal.articles.comparing import Fate, PassageChange, Piece
from portal.articles.passages import START

_SYMBOLS = {Fate.CHANGED: "~", Fate.ADDED: "+", Fate.REMOVED: "-"}
# The brackets are those of `git diff --word-diff`; the colour only repeats what they say.
_BRACKETS = {Fate.ADDED: ("{+", "+}"), Fate.REMOVED: ("[-", "-]"), Fate.KEPT: ("", "")}
_STYLES = {Fate.KEPT: "", Fate.CHANGED: "bold yellow", Fate.ADDED: "green", Fate.REMOVED: "red"}
_MARGIN = "    "


def list_lines(changes: Iterable[PassageChange], places: Mapping[str, str], *, known: bool) -> Iterable[Text]:
    """The lines of the report.

    ``places`` says where the translation has each section; ``known`` whether the old text is, so that a changed section
    with nothing to show has changed in its line breaks alone.
    """
    for change in changes:
        yield Text()
        yield _head(change, places.get(change.anchor, ""))
        for line in change.lines:
            yield _draw(line) if line else Text(f"{_MARGIN}…", style="dim")
        if known and change.fate is Fate.CHANGED and not change.lines:
            yield Text(f"{_MARGIN}Only line breaks have changed.", style="dim")


def _head(change: PassageChange, place: str) -> Text:
    name = "Title, summary and introduction" if change.anchor == START else change.title or change.anchor
    head = Text(f"{_SYMBOLS[change.fate]} {name}", style=f"bold {_STYLES[change.fate].removeprefix('bold ')}")
    anchor = "" if change.anchor == START else f" #{change.anchor}"
    head.append(f"  ({change.fate}{anchor}){f'  {place}' if place else ''}", style="not bold dim")
    return head


def _draw(line: Iterable[Piece]) -> Text:
    drawn = Text(_MARGIN)
    for piece in line:
        begin, end = _BRACKETS[piece.fate]
        # The margin of a list or of code stays outside, so that the text keeps its shape.
        inner = piece.text.strip()
        before, _, after = piece.text.partition(inner) if inner else (piece.text, "", "")
        drawn.append(before)
        drawn.append(f"{begin}{inner}{end}" if inner else "", style=_STYLES[piece.fate])
        drawn.append(after)
    drawn.rstrip()
    return drawn
