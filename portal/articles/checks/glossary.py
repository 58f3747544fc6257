"""Words that editors agreed not to use, and those to use instead: ``content/glossary.yml``.

A term is one or more words; a word that ends in ``*`` stands for all its endings. Capitals do not matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.articles.folder import GLOSSARY
from portal.articles.model import Article
from portal.articles.outline import blank_code
from portal.kernel.language import LANGUAGES
from portal.kernel.problem import Problem
from portal.policy.checked_yaml import Document, Entry

EVERY_LANGUAGE = "all"
"""The key of the terms that are to be avoided whatever the language."""

_TERM = re.compile(r"[\w./'’-]+\*?(?: [\w./'’-]+\*?)*")
# Addresses are nobody's words, and neither are placeholders.
_NO_WORDS = re.compile(r"(?<=\])\([^()\n]*\)|https?://[^\s<>)]+|\{\{[^{}\n]*\}\}|\{#[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Terms to avoid, what to write instead, and why."""

    terms: tuple[str, ...]
    """As patterns, which read small letters."""
    pattern: re.Pattern[str]
    use: str
    because: str
    at_most: int
    """How often a text may have one of them all the same."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule of one language."""

    rules: tuple[Rule, ...]
    pattern: re.Pattern[str]
    """Any term of any rule: most texts have none and are done with at once."""


@dataclass(frozen=True)
class Glossary:
    """The whole of ``glossary.yml``: the rules of each language by its tag."""

    languages: dict[str, Rules] = field(default_factory=dict)


def read_glossary(folder: Path) -> tuple[Glossary, tuple[Problem, ...]]:
    """The glossary of a content folder and everything that is wrong with its file; without a file it is empty."""
    path = folder / GLOSSARY
    name = f"{folder.name}/{GLOSSARY}"
    try:
        document = Document(name, path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Glossary(), ()
    except OSError as error:
        return Glossary(), (Problem(name, 1, "unreadable", f"cannot be read: {error.strerror}"),)
    except UnicodeDecodeError as error:
        return Glossary(), (Problem(name, 1, "encoding", f"is not UTF-8: byte {error.object[error.start]:#04x}"),)
    tags = [language.tag for language in LANGUAGES]
    fields = document.root.fields((), (EVERY_LANGUAGE, *tags))
    common = _read_rules(fields.entries(EVERY_LANGUAGE))
    languages = {tag: _join((*common, *_read_rules(fields.entries(tag)))) for tag in tags}
    return (Glossary() if document.problems else Glossary(languages)), tuple(sorted(document.problems))


def check_glossary(glossary: Glossary, article: Article) -> Iterator[Problem]:
    """Terms of a text that have a better one; keywords may have them, since they are what customers type."""
    known = glossary.languages.get(article.language.tag)
    everything = _fold(f"{article.title}\n{article.summary}\n{article.body}")
    # Taking code out costs more than looking for all the terms.
    if known is None or not known.pattern.search(everything):
        return
    body_line = article.source.count(b"\n", 0, article.body_start) + 1
    texts = (
        (article.lines.get("title", 1), article.title),
        (article.lines.get("summary", 1), article.summary),
        (body_line, _NO_WORDS.sub("", blank_code(article.body))),
    )
    for rule in known.rules:
        found = [
            (line + text.count("\n", 0, match.start()), " ".join(text[match.start() : match.end()].split()))
            for line, text in texts
            for match in rule.pattern.finditer(_fold(text))
        ]
        for line, term in found[rule.at_most :]:
            often = f" after {rule.at_most} of it" if rule.at_most else ""
            message = f"write {rule.use} instead of {term}{often}: {rule.because}"
            yield Problem(article.path, line, "glossary", message, fatal=False)


def _fold(text: str) -> str:
    """The text in small letters, letter by letter."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _join(rules: tuple[Rule, ...]) -> Rules:
    return Rules(rules, _any_of([term for rule in rules for term in rule.terms]))


def _read_rules(entries: list[Entry]) -> tuple[Rule, ...]:
    return tuple(_read_rule(entry) for entry in entries)


def _read_rule(entry: Entry) -> Rule:
    fields = entry.fields(("avoid", "use", "because"), ("at_most",))
    terms = tuple(_to_pattern(_read_term(each)) for each in fields.entries("avoid"))
    often = fields.find("at_most")
    return Rule(
        terms,
        _any_of(terms),
        fields.text("use"),
        fields.text("because"),
        often.integer() if often else 0,
    )


def _read_term(entry: Entry) -> str:
    term = entry.text()
    if term and not _TERM.fullmatch(term):
        entry.report("bad-term", "must be words with a space between, each of which may end in *")
    # A neutral one, so that reading goes on.
    return term if _TERM.fullmatch(term) else "-"


def _any_of(terms: Sequence[str]) -> re.Pattern[str]:
    # A pattern of nothing would be found everywhere; this one is found nowhere.
    return re.compile(rf"(?:{'|'.join(terms)})(?![\w-])" if terms else r"(?!)")


def _to_pattern(term: str) -> str:
    # It begins with a plain letter, and what stands before is looked at afterwards: that is several times faster.
    first, rest = re.escape(term[0].lower()), term[1:].lower()
    words = (re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in rest.split(" "))
    return rf"{first}(?<![\w-]{first})" + r"\s+".join(words)
