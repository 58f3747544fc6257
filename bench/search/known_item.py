"""Questions made of one document's own words: is that very document found again?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from rich.console import Console
from rich.table import Table

from bench.search.library import Documents, portal_of
from bench.search.metrics import COLUMNS, Page, Tally, join
from bench.search.questions import MOST, KnownItem, Maker
from bench.search.systems import Systems, open_systems
from portal.kernel.language import Language

CAPTION = (
    f"Up to {MOST} documents a language. Left out: titles made of the same words as another one's, and titles of one"
    " word that stands in more than 5 % of the documents."
)
_WORST = 12

Tallies = dict[str, dict[Language, dict[str, Tally]]]
Missed = list[tuple[int, KnownItem, Page]]


def run(documents: Documents, console: Console, *, verbose: bool = False) -> None:
    """Ask everything of everybody and print the table; ``verbose`` lists what the portal misses."""
    asked = {language: list(Maker(each, language).questions()) for language, each in documents.items()}
    with open_systems(documents, partial(portal_of, documents), console) as systems:
        tallies, missed = ask_all(systems, asked)
    console.print(compare(tallies))
    if verbose:
        for name, languages in missed.items():
            for language, each in languages.items():
                print_missed(console, f"{name} {language.tag}", each)


def ask_all(
    systems: Systems, asked: Mapping[Language, Sequence[KnownItem]]
) -> tuple[Tallies, dict[str, dict[Language, Missed]]]:
    """The tally of each kind by program and language, and what the portal does not find first."""
    tallies: Tallies = defaultdict(lambda: defaultdict(lambda: defaultdict(Tally)))
    missed: dict[str, dict[Language, Missed]] = defaultdict(lambda: defaultdict(list))
    for name, asks in systems.items():
        for language, questions in asked.items():
            for question in questions:
                page = asks[language](question.text)
                place = tallies[name][language][question.kind].add(page, {question.path})
                if place != 1 and name.startswith("portal"):
                    missed[name][language].append((place, question, page))
    return tallies, missed


def compare(tallies: Tallies) -> Table:
    """All programs by kind of question, and by language."""
    table = Table("", "", "", *COLUMNS, title="Known items", caption=CAPTION)
    for name, languages in tallies.items():
        kinds = list(dict.fromkeys(kind for each in languages.values() for kind in each))
        for kind in kinds:
            whole = join([each[kind] for each in languages.values()])
            table.add_row(name if kind == kinds[0] else "", kind, "all", *whole.columns(), style="bold")
            for language, each in languages.items():
                table.add_row("", "", language.tag, *each[kind].columns())
        table.add_section()
    return table


def print_missed(console: Console, name: str, missed: Missed) -> None:
    """The worst of each kind: what is not found at all, then what stands furthest down."""
    by_kind: dict[str, Missed] = defaultdict(list)
    for each in sorted(missed, key=lambda each: -(each[0] or 99)):
        by_kind[each[1].kind].append(each)
    for kind, worst in by_kind.items():
        for place, question, page in worst[:_WORST]:
            where = f"place {place}" if place else "not found"
            first = ", ".join(page.results[:3]) or "nothing"
            line = f"{name}, {kind}: {question.text!r}: {where}; wanted {question.path}; got {first}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
