"""Earlier states of an English text, as git remembers them: for telling what has changed since it was translated.

A translation names the state it was made from by its fingerprint, so the right one is found whatever the commits are
called and whenever they were made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from portal.articles.frontmatter import Split, read_front_matter
from portal.articles.history import list_versions
from portal.articles.links import ArticleId
from portal.articles.model import Article
from portal.articles.outline import scan_outline
from portal.articles.passages import Passage, split_passages
from portal.articles.staleness import take_fingerprint, use_unix_lines
from portal.kernel.language import DEFAULT_LANGUAGE

MOST_LOOKUPS = 40
"""How many texts are looked up in git while a library is read; each takes some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class EarlierText:
    """A committed state of a text whose front matter is sound."""

    split: Split
    body: str
    fingerprint: str

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The text in pieces, as `Article.passages` has those of today's."""
        front, first_line = self.split.front, self.split.body_line
        headings = scan_outline(self.body, "", first_line).headings
        return split_passages(front.title, front.summary, self.body, headings, first_line)


def list_earlier(file: Path) -> Iterator[EarlierText]:
    """The committed states of a text, newest first; none outside of a checkout or without git."""
    for source in list_versions(file):
        split = read_front_matter(source, file.name)
        if isinstance(split, Split):
            body = use_unix_lines(source[split.body_start :].decode())
            yield EarlierText(split, body, take_fingerprint(split.front.title, split.front.summary, body))


def find_earlier(file: Path, fingerprint: str) -> EarlierText | None:
    """The committed state with this fingerprint, or None when git does not know it."""
    return next((text for text in list_earlier(file) if text.fingerprint == fingerprint), None)


class SectionMemory:
    """Finds out what the sections were that a stale translation was made from, when its file does not say.

    Done while a library is read, and kept: no reader ever waits for git. Files that `portal content stamp` has
    written name their sections themselves, so there is little to look up.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[ArticleId, str], tuple[str, ...]] = {}

    def fill_in(self, articles: dict[ArticleId, dict[str, Article]]) -> None:
        """Give stale translations the marks that their files lack, as far as git knows them."""
        left = MOST_LOOKUPS
        for texts in articles.values():
            english = texts[DEFAULT_LANGUAGE.tag]
            for tag, text in texts.items():
                made_from = text.translates
                if text.translated_sections or made_from is None or made_from == english.fingerprint:
                    continue
                if (text.id, made_from) not in self._known:
                    if not left:
                        continue
                    left -= 1
                    self._known[text.id, made_from] = self._look_up(english, made_from)
                texts[tag] = replace(text, translated_sections=self._known[text.id, made_from])

    def _look_up(self, english: Article, fingerprint: str) -> tuple[str, ...]:
        earlier = find_earlier(self._folder.parent / english.path, fingerprint)
        return tuple(passage.mark for passage in earlier.passages) if earlier else ()
