"""Documents from a file of pages, or made from the portal's own articles where there is no file."""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from flask import Flask
from rich.console import Console

from bench.search.library import Documents, own_documents
from portal.kernel.language import Language, find_language
from portal.search.analysis import normalise
from portal.search.model import Document, SectionDoc

SYNTHETIC = 400
"""Documents a language of a library that is made of copies."""

_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*(?:\{#([\w.-]+)\s*\})?\s*#*$")
# Comments, shortcodes of a site generator, tags, and the address of a link.
_NO_TEXT = re.compile(r"(?s)<!--.*?-->|\{\{[<%].*?[>%]\}\}|</?[a-zA-Z][^<>]*>|(?<=\])\([^()\s]*\)")
_MARKS = re.compile(r"[*`|#\[\]]+")
_WORD = re.compile(r"[^\W\d_]{5,}")
_OTHER_WORDS, _NEW_WORDS = 0.15, 0.03
"""The shares of its words in whose place a copy has other words of the language, and words that nobody has."""


def choose_documents(app: Flask, file: Path | None, console: Console) -> Documents:
    """The pages of a file; without one the portal's own articles. Says which."""
    documents = read_corpus(file) if file else own_documents(app)
    own = {language: [each for each in found if not each.fallback] for language, found in documents.items()}
    sizes = ", ".join(f"{language.tag} {len(each):,}" for language, each in own.items())
    console.print(f"{f'Pages of {file.name}' if file else 'No corpus named, so the portal’s own articles'}: {sizes}")
    return own


def enlarge(documents: Documents) -> Documents:
    """A library of copies with other words, where a few articles would make every question easy."""
    return {language: grow(each, SYNTHETIC, language.tag) for language, each in documents.items()}


def read_corpus(path: Path) -> Documents:
    """The pages of a file, one JSON object a line, packed or not: ``lang, slug, title, description, body_markdown``."""
    documents: dict[Language, list[Document]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            language = find_language(page["lang"].lower())
            if language:
                documents[language].append(_document(page, language))
    return documents


def _document(page: dict[str, str], language: Language) -> Document:
    category, _, slug = page["slug"].partition("/")
    return Document(
        category=category,
        slug=slug.replace("/", "-") or "index",
        language=language,
        fallback=False,
        title=normalise(page["title"]),
        summary=normalise(page["description"]),
        kind="guide",
        component="",
        codes=(),
        keywords=(),
        sections=tuple(split_sections(page["body_markdown"])),
    )


def split_sections(markdown: str) -> Iterator[SectionDoc]:
    """The text by headings, as plain words; what stands before the first heading has no title."""
    title, anchor, lines, fenced = "", "", [], False
    for line in _NO_TEXT.sub(" ", markdown).splitlines():
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        yield _section(title, anchor, lines)
        title, lines = _MARKS.sub(" ", heading[1]).strip(), []
        anchor = heading[2] or re.sub(r"\W+", "-", title.lower()).strip("-")
    yield _section(title, anchor, lines)


def _section(title: str, anchor: str, lines: Iterable[str]) -> SectionDoc:
    return SectionDoc(anchor, normalise(title), normalise(_MARKS.sub(" ", "\n".join(lines)).strip()))


def grow(documents: Sequence[Document], size: int, seed: str = "") -> tuple[Document, ...]:
    """So many documents: as they are, then copies in which some words are others, so that the vocabulary grows too."""
    grown = list(documents[:size])
    words = sorted({word for document in documents for text in _texts(document) for word in _WORD.findall(text)})
    for copy in count(1):
        for document in documents:
            if len(grown) >= size:
                return tuple(grown)
            grown.append(_vary(document, copy, words, random.Random(f"{seed} {document.slug} {copy}")))
    raise AssertionError("the loop has no end")


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.summary)
    for section in document.sections:
        yield from (section.title, section.text)


def _vary(document: Document, copy: int, words: Sequence[str], chance: random.Random) -> Document:
    """A copy; within it the same word is always replaced by the same."""
    other: dict[str, str] = {}

    def instead(match: re.Match[str]) -> str:
        word = match[0]
        if word not in other:
            throw = chance.random()
            if throw < _NEW_WORDS:
                other[word] = word[:-2] + chance.choice(words)[:3].lower()
            else:
                other[word] = chance.choice(words) if throw < _NEW_WORDS + _OTHER_WORDS else word
        return other[word]

    def varied(text: str) -> str:
        return _WORD.sub(instead, text)

    return replace(
        document,
        slug=f"{document.slug}-{copy}",
        title=varied(document.title),
        summary=varied(document.summary),
        keywords=tuple(map(varied, document.keywords)),
        codes=(),
        sections=tuple(
            SectionDoc(section.anchor, varied(section.title), varied(section.text)) for section in document.sections
        ),
    )
