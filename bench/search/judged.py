"""Questions with the articles that answer them, as people judged, put to the real articles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import yaml
from flask import Flask
from rich.console import Console
from rich.table import Table

from bench.search.library import own_documents, own_portal, path_of
from bench.search.metrics import COLUMNS, Ask, Page, Tally, join
from bench.search.systems import Systems, open_systems
from bench.search.typos import variants
from portal.kernel.language import LANGUAGES, Language

FOLDER = Path(__file__).parent / "judged"
TARGETS = "targets: success@3 ≥ 0.95, MRR ≥ 0.85, no empty page, none for one typing error either"
_FOUND = 3
"""The last place at which an article counts as found."""


_AS_IT_IS = {"paste", "typo"}


@dataclass(frozen=True)
class Judged:
    """A question and what answers it."""

    q: str
    kind: str
    expect: tuple[str, ...]
    """The articles, as ``category/slug``; any of them will do."""
    code: str = ""
    """The error code that a card has to explain, where there is one."""
    section: str = ""
    """The anchor that the first article's result has to lead to, where one clearly answers."""


@dataclass
class Outcome:
    """What one program in one language made of the questions."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    typos: Tally = field(default_factory=Tally)
    codes: list[bool] = field(default_factory=list)
    sections: list[bool] = field(default_factory=list)
    missed: list[tuple[int, str, Judged, Page]] = field(default_factory=list)

    @property
    def whole(self) -> Tally:
        return join(list(self.kinds.values()))


def read_judged(folder: Path) -> dict[Language, tuple[Judged, ...]]:
    """The questions of each language that has a file.

    Raises:
        TypeError: when a question has a field that does not exist, or lacks one.
    """
    files = ((language, folder / f"{language.tag}.yml") for language in LANGUAGES)
    return {language: tuple(map(_judged, _read(file))) for language, file in files if file.exists()}


def read_unanswerable(folder: Path) -> list[tuple[Language, str]]:
    """Questions that no article answers, each with the language of who asks."""
    file = folder / "unanswerable.yml"
    entries = _read(file) if file.exists() else []
    by_tag = {language.tag: language for language in LANGUAGES}
    return [(by_tag[entry["locale"]], str(entry["q"])) for entry in entries]


def _read(file: Path) -> list[dict]:
    return yaml.safe_load(file.read_text(encoding="utf-8")) or []


def _judged(entry: dict) -> Judged:
    strings = {name: str(entry[name]) for name in ("code", "section") if entry.get(name) is not None}
    return Judged(**{**entry, "q": str(entry["q"]), "expect": tuple(entry["expect"]), **strings})


def run(app: Flask, console: Console, folder: Path = FOLDER, *, verbose: bool = False) -> None:
    """Ask everything of everybody and print the tables."""
    judged = read_judged(folder)
    documents = {language: each for language, each in own_documents(app).items() if language in judged}
    for unknown in find_unknown(judged, {path_of(each) for each in next(iter(documents.values()), ())}):
        console.print(f"no such article: {unknown}")
    with open_systems(documents, partial(own_portal, app), console) as systems:
        outcomes = ask_all(systems, judged)
        told = count_answered(systems, read_unanswerable(folder))
    console.print(compare(outcomes))
    console.print(f"Questions that no article answers, and how many get results all the same: {told}")
    for name, languages in outcomes.items():
        if name.startswith("portal"):
            console.print(describe(name, languages))
            if verbose:
                print_missed(console, name, languages)


def find_unknown(judged: Mapping[Language, Sequence[Judged]], known: set[str]) -> list[str]:
    """Articles that are expected and do not exist."""
    expected = {path for questions in judged.values() for question in questions for path in question.expect}
    return sorted(path for path in expected - known if not path.startswith("errors/"))


def ask_all(systems: Systems, judged: Mapping[Language, Sequence[Judged]]) -> dict[str, dict[Language, Outcome]]:
    return {
        name: {
            language: judge(ask, judged[language], language)
            for language, ask in languages.items()
            if language in judged
        }
        for name, languages in systems.items()
    }


def count_answered(systems: Systems, unanswerable: Sequence[tuple[Language, str]]) -> str:
    """How much each program finds where there is nothing to find: less is better."""
    answered = {
        name: sum(not asks[language](text).empty for language, text in unanswerable) for name, asks in systems.items()
    }
    return ", ".join(f"{name} {count} of {len(unanswerable)}" for name, count in answered.items())


def judge(ask: Ask, questions: Sequence[Judged], language: Language) -> Outcome:
    """The questions as they are, and with one typing error each."""
    outcome = Outcome()
    for question in questions:
        page = ask(question.q)
        place = outcome.kinds[question.kind].add(page, question.expect)
        if not 1 <= place <= _FOUND:
            outcome.missed.append((place, question.q, question, page))
        if question.code:
            outcome.codes.append(question.code in page.codes)
        if question.section:
            outcome.sections.append(page.sections.get(question.expect[0]) == question.section)
        for wrong in typing_errors(question, language):
            page = ask(wrong)
            place = outcome.typos.add(page, question.expect)
            if page.empty:
                outcome.missed.append((place, wrong, question, page))
    return outcome


def typing_errors(question: Judged, language: Language) -> Iterator[str]:
    """The question with one error; none for what was copied from a machine or has an error already."""
    return iter(()) if question.kind in _AS_IT_IS else variants(question.q, language.tag)


def compare(outcomes: Mapping[str, Mapping[Language, Outcome]]) -> Table:
    """All programs beside each other, the portal first."""
    title = "Judged questions, and the same with one typing error"
    table = Table("", "", *COLUMNS, "errors", "MRR", "empty", title=title, caption=TARGETS)
    for name, languages in outcomes.items():
        whole = join([outcome.whole for outcome in languages.values()])
        typos = join([outcome.typos for outcome in languages.values()])
        table.add_row(name, "all", *whole.columns(), *_typo_columns(typos), style="bold")
        for language, outcome in languages.items():
            table.add_row("", language.tag, *outcome.whole.columns(), *_typo_columns(outcome.typos))
        table.add_section()
    return table


def _typo_columns(tally: Tally) -> tuple[str, str, str]:
    return f"{len(tally.ranks):,}", f"{tally.mrr:.3f}", str(tally.empty)


def describe(name: str, languages: Mapping[Language, Outcome]) -> Table:
    """One program by language and kind of question."""
    table = Table("language", "kind", *COLUMNS, title=f"Judged questions by kind: {name}", caption=_told(languages))
    for language, outcome in languages.items():
        for kind, tally in sorted(outcome.kinds.items()):
            table.add_row(language.tag, kind, *tally.columns())
        table.add_section()
    return table


def _told(languages: Mapping[Language, Outcome]) -> str:
    codes = [told for outcome in languages.values() for told in outcome.codes]
    sections = [told for outcome in languages.values() for told in outcome.sections]
    return f"codes explained {sum(codes)} of {len(codes)}, sections led to {sum(sections)} of {len(sections)}"


def print_missed(console: Console, name: str, languages: Mapping[Language, Outcome]) -> None:
    """The questions whose article is not among the first three, and the empty pages of those with an error."""
    for language, outcome in languages.items():
        for place, asked, question, page in outcome.missed:
            first = ", ".join(page.results[:_FOUND]) or "nothing"
            where = f"place {place}" if place else "not found"
            wanted = " | ".join(question.expect)
            line = f"{name} {language.tag} {question.kind}: {asked[:100]!r}: {where}; wanted {wanted}; got {first}"
            console.print(line, markup=False, highlight=False, soft_wrap=True)
