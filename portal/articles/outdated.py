"""Which parts of a stale translation no longer say what the English text says, by the names its reader knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.articles.links import fragment
from portal.articles.model import Article
from portal.articles.passages import START, Passage
from portal.articles.staleness import Changes, compare_marks
from portal.kernel.language import Language


@dataclass(frozen=True, slots=True)
class NamedSection:
    """A section as it can be shown and linked to."""

    title: str
    anchor: str
    """As editors write it, without the page's prefix."""
    language: Language
    """That of the title and of the text that has the section."""

    @property
    def fragment(self) -> str:
        """The end of an address that leads to it."""
        return fragment(self.anchor)


@dataclass(frozen=True, slots=True)
class OutdatedParts:
    """What has changed in English since a translation was made; empty when nobody recorded what it was made from."""

    start: bool = False
    """Whether title, summary or introduction have changed."""
    changed: tuple[NamedSection, ...] = ()
    """By the translation's own titles, where it has the section."""
    added: tuple[NamedSection, ...] = ()
    """By their English titles."""
    removed: tuple[NamedSection, ...] = ()
    """What only the translation still has."""

    @property
    def count(self) -> int:
        """How many parts are concerned."""
        return self.start + len(self.changed) + len(self.added) + len(self.removed)


NOTHING_OUTDATED = OutdatedParts()


def list_changes(translation: Article, english: Article) -> Changes:
    """The sections that have changed, as far as it is known what the translation was made from."""
    return compare_marks(translation.translated_sections, english.marks)


def list_outdated(translation: Article, english: Article) -> OutdatedParts:
    """The changes by the names of the sections; a section that neither text has any more has none."""
    changes = list_changes(translation, english)
    own, source = _by_anchor(translation.passages), _by_anchor(english.passages)

    def name(anchors: Iterable[str], *, english_only: bool = False) -> Iterator[NamedSection]:
        for anchor in anchors:
            if anchor in own and not english_only:
                yield NamedSection(own[anchor].title, anchor, translation.language)
            elif anchor in source:
                yield NamedSection(source[anchor].title, anchor, english.language)

    return OutdatedParts(
        start=START in changes.changed,
        changed=tuple(name(anchor for anchor in changes.changed if anchor != START)),
        added=tuple(name(changes.added, english_only=True)),
        removed=tuple(name(changes.removed)),
    )


def _by_anchor(passages: Iterable[Passage]) -> dict[str, Passage]:
    return {passage.anchor: passage for passage in passages}
