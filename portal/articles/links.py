"""What an address inside an article means, and where things of the library stand on the site.

Editors link with relative file paths, so that the links work on a git host as well (contract, section 4). The
path is taken apart here once, without looking at the disk; whether the target exists is the library's to say.
"""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from portal.articles.folder import ARTICLES
from portal.kernel.language import Language

ANCHOR_PREFIX = "s-"
"""Stands before every heading's id, so that no editor's id can shadow a name of the page or its scripts."""

SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A category or slug as it stands in addresses."""

_EXTERNAL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, order=True, slots=True)
class ArticleId:
    """One article in all its languages: the folder it lives in."""

    category: str
    slug: str

    def __str__(self) -> str:
        return f"{self.category}/{self.slug}"

    @classmethod
    def parse(cls, text: str) -> "ArticleId":
        """The id that ``category/slug`` names.

        Raises:
            ValueError: when the text is not two kebab-case words with a slash between.
        """
        category, _, slug = text.partition("/")
        if not (SEGMENT.fullmatch(category) and SEGMENT.fullmatch(slug)):
            raise ValueError(f"{text!r} is not category/slug in lower-case letters, digits and hyphens")
        return cls(category, slug)


@dataclass(frozen=True, slots=True)
class ArticleTarget:
    """A link to another article's file, or to a heading in it."""

    article: ArticleId
    tag: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ImageTarget:
    """A picture in an article's folder."""

    article: ArticleId
    name: str


@dataclass(frozen=True, slots=True)
class AnchorTarget:
    """A heading of the same page."""

    anchor: str


@dataclass(frozen=True, slots=True)
class ExternalTarget:
    """A page on another host, a mail address or a telephone number."""

    address: str

    @property
    def is_web(self) -> bool:
        """Whether it leads to another site."""
        return self.address.lower().startswith(("http:", "https:"))


@dataclass(frozen=True, slots=True)
class BrokenTarget:
    """An address that can lead nowhere; ``reason`` says why, to the editor."""

    reason: str


Target = ArticleTarget | ImageTarget | AnchorTarget | ExternalTarget | BrokenTarget


def parse_target(address: str, folder: ArticleId | str) -> Target:
    """What an address means when it stands in a file of this folder: an article's, or one named below ``content``."""
    if address.startswith("#"):
        return AnchorTarget(unquote(address[1:]))
    try:
        parts = urlsplit(address)
    except ValueError:
        return BrokenTarget("is not an address")
    if parts.scheme or parts.netloc:
        if parts.scheme.lower() in _EXTERNAL_SCHEMES and (parts.netloc or parts.path):
            return ExternalTarget(address)
        return BrokenTarget("leads to something other than a page, a mail address or a telephone number")
    if address.startswith("/"):
        return BrokenTarget("begins with a slash; link to the file, as in ../../category/slug/en.md")
    base = folder if isinstance(folder, str) else f"{ARTICLES}/{folder}"
    return _file_target(unquote(parts.path), unquote(parts.fragment), base)


def _file_target(path: str, anchor: str, base: str) -> Target:
    steps = posixpath.normpath(posixpath.join(base, path)).split("/")
    if len(steps) != 4 or steps[0] != ARTICLES or not (SEGMENT.fullmatch(steps[1]) and SEGMENT.fullmatch(steps[2])):
        return BrokenTarget("does not lead to a file of an article")
    category, slug, name = steps[1:]
    stem, dot, extension = name.rpartition(".")
    if dot and extension == "md":
        return ArticleTarget(ArticleId(category, slug), stem, anchor)
    return ImageTarget(ArticleId(category, slug), name)


def article_address(language: Language, article: ArticleId, anchor: str = "") -> str:
    """The path of an article's page (contract, section 5); ``anchor`` is an editor's, without our prefix."""
    return f"/{language.tag}/{article.category}/{article.slug}{fragment(anchor)}"


def fragment(anchor: str) -> str:
    """The end of an address that leads to a heading; nothing for none."""
    return f"#{ANCHOR_PREFIX}{anchor}" if anchor else ""


def image_address(article: ArticleId, name: str, digest: str) -> str:
    """The path of a picture, with a fingerprint of its bytes, so that browsers may keep it for good."""
    return f"/images/{article.category}/{article.slug}/{quote(name)}?v={digest}"
