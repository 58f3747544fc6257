"""What is found in an article's text when it is taken apart, without rendering it."""

from dataclasses import dataclass
from hashlib import sha256

from portal.articles.frontmatter import Split, read_front_matter
from portal.articles.links import ArticleId
from portal.articles.outline import Outline, scan_outline
from portal.articles.staleness import take_fingerprint, use_unix_lines
from portal.kernel.problem import Problem


@dataclass(frozen=True, slots=True)
class Findings:
    """What one text holds; it follows from its bytes alone, and from where it lies."""

    digest: str
    """SHA-256 of the file that this is true of."""
    split: Split
    outline: Outline
    fingerprint: str


def find(source: bytes, path: str, article: ArticleId, known: Findings | None) -> Findings | tuple[Problem, ...]:
    """What a text holds, or everything that is wrong with its front matter; ``known`` is what it held before."""
    digest = sha256(source).hexdigest()
    return known if known and known.digest == digest else take_apart(source, path, article, digest)


def take_apart(source: bytes, path: str, article: ArticleId, digest: str) -> Findings | tuple[Problem, ...]:
    """The same for a text that nothing is known of; its digest is at hand."""
    split = read_front_matter(source, path)
    if isinstance(split, tuple):
        return split
    body = use_unix_lines(source[split.body_start :].decode())
    outline = scan_outline(body, article, split.body_line)
    fingerprint = take_fingerprint(split.front.title, split.front.summary, body)
    return Findings(digest, split, outline, fingerprint)
