"""The matrix of ``portal content status``: drawn in a terminal, plain columns in a pipe."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from portal.articles.translations import Cell, Row, State
from portal.kernel.language import Language

# A symbol and a word for each state: the colour only repeats what they say.
_LOOKS = {
    State.SOURCE: ("●", "dim"),
    State.CURRENT: ("✓", "green"),
    State.STALE: ("↻", "bold yellow"),
    State.UNSTAMPED: ("?", "cyan"),
    State.MISSING: ("–", "red"),
    State.DRAFT: ("✎", "magenta"),
}
Totals = Mapping[str, Counter[State]]


def print_matrix(rows: Sequence[Row], languages: Sequence[Language], totals: Totals, console: Console) -> None:
    """Draw the matrix with the totals of each language below it; a number after "stale" counts the parts concerned."""
    # No lines and little space between: five languages have to fit beside the names into 80 columns.
    table = Table(Column("article", overflow="fold"), box=None, header_style="bold underline", padding=(0, 1, 0, 0))
    for language in languages:
        table.add_column(language.tag, no_wrap=True)
    shelf = ""
    for row in rows:
        if row.article.category != shelf:
            shelf = row.article.category
            table.add_row(Text(shelf, style="bold"))
        cells = (_draw_cell(row.cells[language.tag]) for language in languages)
        table.add_row(f"  {row.article.slug}", *cells)
    table.add_row()
    for state in State:
        counts = [totals.get(language.tag, Counter())[state] for language in languages]
        if any(counts):
            numbers = (str(count) if count else "" for count in counts)
            table.add_row(_draw_state(state), *(Text(number, style=_LOOKS[state][1]) for number in numbers))
    console.print(table)


def list_columns(rows: Iterable[Row], languages: Sequence[Language]) -> Iterable[str]:
    """Columns that can be cut apart in a pipe."""
    lines = [(str(row.article), [str(row.cells[language.tag].state) for language in languages]) for row in rows]
    width = max(len(name) for name in ("article", *(article for article, _ in lines)))
    for name, words in (("article", [language.tag for language in languages]), *lines):
        yield "  ".join([name.ljust(width), *(word.ljust(9) for word in words)]).rstrip()


def _draw_cell(cell: Cell) -> Text:
    drawn = _draw_state(cell.state)
    if cell.outdated.count:
        drawn.append(f" {cell.outdated.count}", style="yellow")
    if cell.machine:
        drawn.append(" machine", style="blue")
    return drawn


def _draw_state(state: State) -> Text:
    symbol, style = _LOOKS[state]
    return Text(f"{symbol} {state}", style=style)
