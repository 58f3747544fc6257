"""Words that mean the same to our readers, as editors list them in ``content/synonyms/<locale>.txt``.

One group a line, terms separated by commas, ``#`` begins a comment. A term may have several words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.kernel.folding import fold
from portal.kernel.language import LANGUAGES, Language
from portal.kernel.problem import Problem
from portal.search.analysis import is_stopword, normalise, stem, tokenise

Stems = tuple[str, ...]

MAX_TERM_WORDS = 5
"""Words a term may have without those that carry no meaning; longer ones are sentences."""

# Left out of questions as words without meaning of their own, so that "not approved" would mean "approved".
_NEGATION_WORDS = "not no cannot without nicht kein keine ohne sin não nao sem не нет без"
_NEGATIONS = frozenset(_NEGATION_WORDS.split())

_BAD_CHARACTERS = re.compile(r"[;|\t\"]")


@dataclass(frozen=True)
class Synonyms:
    """Which stems stand for which: every term of a group stands for every other."""

    others: Mapping[Stems, tuple[Stems, ...]]
    longest: int = 1
    words: frozenset[str] = frozenset()
    """Every word of a term without accents, those without meaning of their own left out."""

    def find(self, stems: Stems) -> tuple[Stems, ...]:
        """The terms that mean the same as this one; empty when editors named none."""
        return self.others.get(stems, ())


NO_SYNONYMS = Synonyms({})


def term_stems(term: str, language: Language) -> Stems:
    """The stems of a term, words without meaning of their own left out."""
    return _stems(_telling_words(term, language), language)


def _stems(words: Iterable[str], language: Language) -> Stems:
    return tuple(stem(word, language) for word in words)


def _telling_words(term: str, language: Language) -> list[str]:
    words = (word for token in tokenise(normalise(term)) for word in token.parts)
    return [word for word in words if not is_stopword(word, language)]


def make_synonyms(groups: Iterable[tuple[str, ...]], language: Language) -> Synonyms:
    """The synonyms of a language from its groups of terms."""
    others: dict[Stems, dict[Stems, None]] = {}
    words: set[str] = set()
    for group in groups:
        telling = [_telling_words(term, language) for term in group]
        words.update(fold(word) for term in telling for word in term if word.isalpha())
        terms = [_stems(term, language) for term in telling if term]
        for stems in terms:
            # A longer term that holds the whole of this one finds nothing that this one does not find.
            wider = ((other, None) for other in terms if not set(stems) <= set(other))
            others.setdefault(stems, {}).update(wider)
    found = {stems: tuple(rest) for stems, rest in others.items() if rest}
    return Synonyms(found, max((len(stems) for stems in found), default=1), frozenset(words))


def read_synonyms(text: str, language: Language) -> Synonyms:
    """The synonyms of a language from the text of its file."""
    return make_synonyms((_terms(line) for line in text.splitlines()), language)


def check_synonyms(content_dir: Path) -> tuple[Problem, ...]:
    """What is wrong with the form of the synonym files of all languages; a missing file is no mistake."""
    return tuple(problem for language in LANGUAGES for problem in _check_file(content_dir, language))


def _check_file(content_dir: Path, language: Language) -> list[Problem]:
    path = _path(content_dir, language)
    name = f"{content_dir.name}/synonyms/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        return [Problem(name, 1, "synonyms-unreadable", f"cannot be read as UTF-8: {error}")]
    seen: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        messages = _mistakes(line, language, seen, number)
        problems += (Problem(name, number, "synonyms-form", message, fatal=False) for message in messages)
    return problems


def _mistakes(line: str, language: Language, seen: dict[str, int], number: int) -> list[str]:
    terms = _terms(line)
    if not terms:
        return []
    messages = []
    if _BAD_CHARACTERS.search(line):
        messages.append("separate terms with commas only")
    if len(terms) < 2:
        messages.append("a line needs at least two terms, separated by commas")
    for term in terms:
        stems = term_stems(term, language)
        if not stems:
            messages.append(f"{term!r} has no word that can be searched")
        elif len(stems) > MAX_TERM_WORDS:
            messages.append(f"{term!r} is a sentence; a term has at most {MAX_TERM_WORDS} words")
        if _NEGATIONS.intersection(term.lower().split()):
            messages.append(f"{term!r} would lose its negation, since the search ignores such words")
        earlier = seen.setdefault(term.lower(), number)
        if earlier != number:
            messages.append(f"{term!r} stands in line {earlier} already; put the groups together")
    return messages


def _terms(line: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in line.partition("#")[0].split(",") if term.strip())


def _path(content_dir: Path, language: Language) -> Path:
    return content_dir / "synonyms" / f"{language.tag}.txt"
