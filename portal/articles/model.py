"""The library: everything editors wrote, as one immutable value that a request holds to its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from portal.articles.error_codes import ErrorCodes
from portal.articles.links import ArticleId
from portal.articles.macros import Macro
from portal.articles.notices import Notice
from portal.articles.outline import Outline
from portal.articles.passages import Passage, split_passages
from portal.articles.staleness import Freshness, judge_freshness, use_unix_lines
from portal.articles.trees.model import Tree
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from portal.policy.model import Components, Policy
from portal.web.site import Site

__all__ = ["Article", "ArticleId", "Found", "Kind", "Library", "Picture", "Rendered", "Section", "TocEntry"]

MAX_RELATED = 4


class Kind(StrEnum):
    """What an article is for; readers see it as a tag."""

    BEST_PRACTICE = "best-practice"
    TROUBLESHOOTING = "troubleshooting"
    GUIDE = "guide"
    POLICY = "policy"


class Origin(StrEnum):
    """Who wrote a text; readers are told when it was a machine."""

    HUMAN = "human"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in an article's folder, shared by all its languages."""

    name: str
    file: Path
    media_type: str
    digest: str
    """A fingerprint of the bytes, part of the address."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language, as its file says."""

    id: ArticleId
    language: Language
    title: str
    summary: str
    kind: Kind
    component: str | None
    error_codes: tuple[int, ...]
    keywords: tuple[str, ...]
    related: tuple[ArticleId, ...]
    translates: str | None
    """The fingerprint of the English text this was made from."""
    translated_sections: tuple[str, ...]
    """What the sections of that text were, as ``anchor=digest``; see `portal.articles.staleness`.

    A translation whose file names none, but which is stale, has them from git where git knows them.
    """
    origin: Origin
    draft: bool
    """Whether only editors may see it; a library holds drafts for a preview alone."""
    fingerprint: str
    """The fingerprint of this text; translations of it record it."""
    path: str
    """As problems name it: relative to the content folder's parent."""
    lines: Mapping[str, int]
    """The line of each key of the front matter, for problems."""
    source: bytes
    """The file, byte for byte."""
    body_start: int
    """Where the Markdown below the front matter begins in it."""
    outline: Outline
    changed_on: date
    """From git, else the file's own date; never part of a fingerprint."""

    @property
    def body(self) -> str:
        """The Markdown below the front matter, with Unix line ends; decoded on demand, to keep only one copy."""
        return use_unix_lines(self.source[self.body_start :].decode())

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The text in the pieces that translators work on; cut on demand."""
        first_line = self.source.count(b"\n", 0, self.body_start) + 1
        return split_passages(self.title, self.summary, self.body, self.outline.headings, first_line)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a translation made from this text remembers of its passages."""
        return tuple(passage.mark for passage in self.passages)


@dataclass(frozen=True)
class Found:
    """An article as a reader gets it: in the language asked for, or in English when there is no translation."""

    article: Article
    requested: Language
    fallback: bool
    """Whether the text is English although another language was asked for."""
    stale: bool
    """Whether the English text has changed since this translation was made."""
    draft: bool
    """Whether only editors see this text: it is in a preview."""
    library: "Library" = field(repr=False, compare=False)
    """The snapshot it came from, so that its links are resolved in the same one."""

    @property
    def id(self) -> ArticleId:
        """The article's id, the same in every language."""
        return self.article.id


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A line of the table of contents."""

    anchor: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of an article's plain text, from one heading to the next, for the search index."""

    anchor: str
    """As it stands in the page; empty for the text before the first heading."""
    title: str
    text: str
    level: int
    """2 to 6; 1 for the text before the first heading."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's body, ready for a page."""

    html: Markup
    toc: tuple[TocEntry, ...]
    sections: tuple[Section, ...]

    def nested_toc(self) -> list[tuple[TocEntry, list[TocEntry]]]:
        """The table of contents as two levels: what stands deeper belongs to the entry before it."""
        nested: list[tuple[TocEntry, list[TocEntry]]] = []
        for entry in self.toc:
            if nested and entry.level > nested[-1][0].level:
                nested[-1][1].append(entry)
            else:
                nested.append((entry, []))
        return nested


@dataclass(frozen=True)
class Library:
    """An immutable snapshot of the content folder; drafts are in it for a preview only.

    ``articles`` holds the languages of each article by their tags. An article that has no English text (or
    whose English text is a draft) is not in it: English is the source of every translation and its fallback.
    """

    fingerprint: str
    """Changes with any byte that pages or the index are made of; the same on every machine."""
    site: Site
    policy: Policy
    components: Components
    articles: Mapping[ArticleId, Mapping[str, Article]]
    pictures: Mapping[ArticleId, Mapping[str, Picture]]
    drafts: Mapping[ArticleId, Mapping[str, str]] = field(default_factory=dict)
    """The titles of the texts that readers do not get: drafts, and translations of drafts; by article and tag."""
    notices: tuple[Notice, ...] = ()
    error_codes: ErrorCodes = field(default_factory=ErrorCodes)
    trees: tuple[Tree, ...] = ()
    """Guided troubleshooting, in the order of the folders' names."""
    macros: tuple[Macro, ...] = ()
    """The support team's ready-made texts, in the order of the folders' names."""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    """The synonym file of each language, as it is written; see `portal.search.synonyms`."""
    languages: tuple[Language, ...] = LANGUAGES

    def find_tree(self, name: str) -> Tree | None:
        """The tree of this name, or None."""
        return next((tree for tree in self.trees if tree.id == name), None)

    def find(self, category: str, slug: str, language: Language) -> Found | None:
        """The article at an address, in this language or else in English; None when there is no such article."""
        translations = self.articles.get(ArticleId(category, slug))
        return self._found(translations, language) if translations else None

    def list_articles(self, language: Language) -> tuple[Found, ...]:
        """All articles in the order of the shelves; see `list_category` for the order on one."""
        return tuple(self._found(self.articles[article], language) for article in self._order)

    def list_category(self, category: str, language: Language) -> tuple[Found, ...]:
        """The articles on one shelf: those featured on the front page first, the others by their English title.

        The order does not depend on the language, so that switching it never moves "next" elsewhere.
        """
        return tuple(self._found(self.articles[article], language) for article in self._by_category.get(category, ()))

    def list_featured(self, language: Language) -> tuple[Found, ...]:
        """What ``site.yml`` puts on the front page, in its order; what does not exist is left out."""
        return self.list_named(self.site.featured, language)

    def list_named(self, names: Iterable[str], language: Language) -> tuple[Found, ...]:
        """The articles named ``category/slug``, in that order; what does not exist is left out."""
        wanted = (self.articles.get(ArticleId(*name.split("/", 1))) for name in names if "/" in name)
        return tuple(self._found(translations, language) for translations in wanted if translations)

    def list_related(self, found: Found) -> tuple[Found, ...]:
        """Up to four articles to read next: those its editor named, then others from the same shelf."""
        named = [article for article in found.article.related if article in self.articles]
        shelf = [article for article in self._by_category[found.id.category] if article != found.id]
        chosen = list(dict.fromkeys([*named, *shelf]))[:MAX_RELATED]
        return tuple(self._found(self.articles[article], found.requested) for article in chosen)

    def find_neighbours(self, found: Found) -> tuple[Found | None, Found | None]:
        """The articles before and after this one on its shelf."""
        shelf = self._by_category[found.id.category]
        place = shelf.index(found.id)
        before = self.articles[shelf[place - 1]] if place > 0 else None
        after = self.articles[shelf[place + 1]] if place + 1 < len(shelf) else None
        return (
            self._found(before, found.requested) if before else None,
            self._found(after, found.requested) if after else None,
        )

    def list_alternates(self, article: ArticleId) -> tuple[tuple[Language, bool], ...]:
        """Every language with whether this article exists in it."""
        translations = self.articles[article]
        return tuple((language, language.tag in translations) for language in self.languages)

    def judge(self, article: ArticleId, language: Language) -> Freshness:
        """How an article's text in a language stands to its English text."""
        translations = self.articles[article]
        if language == DEFAULT_LANGUAGE:
            return Freshness.SOURCE
        if language.tag not in translations:
            return Freshness.MISSING
        english = translations[DEFAULT_LANGUAGE.tag].fingerprint
        return judge_freshness(translations[language.tag].translates, english)

    def _found(self, translations: Mapping[str, Article], language: Language) -> Found:
        own = translations.get(language.tag)
        article = own or translations[DEFAULT_LANGUAGE.tag]
        stale = own is not None and self.judge(article.id, language) is Freshness.STALE
        draft = article.language.tag in self.drafts.get(article.id, {})
        return Found(article, language, fallback=own is None, stale=stale, draft=draft, library=self)

    @cached_property
    def _by_category(self) -> Mapping[str, tuple[ArticleId, ...]]:
        featured = {name: place for place, name in enumerate(self.site.featured)}

        def place(article: ArticleId) -> tuple[int, str, str]:
            title = self.articles[article][DEFAULT_LANGUAGE.tag].title
            return featured.get(str(article), len(featured)), title.casefold(), article.slug

        shelves: dict[str, list[ArticleId]] = {category.slug: [] for category in self.site.categories}
        for article in sorted(self.articles, key=place):
            shelves.setdefault(article.category, []).append(article)
        return {category: tuple(articles) for category, articles in shelves.items()}

    @cached_property
    def _order(self) -> tuple[ArticleId, ...]:
        return tuple(article for shelf in self._by_category.values() for article in shelf)
