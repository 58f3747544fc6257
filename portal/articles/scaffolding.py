"""New files for editors: an article of a kind, or the English text of one ready to be overwritten by a translation.

Both are drafts, so that they can lie in the folder half done. Whatever else in the folder is broken does not matter.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from portal.articles.frontmatter import FRONT_MATTER
from portal.articles.links import ArticleId, ArticleTarget
from portal.articles.model import Kind
from portal.articles.outline import Heading
from portal.articles.phrases import BOX, BOX_TITLE, LABEL, collect_phrases
from portal.articles.reading import Text
from portal.articles.staleness import use_unix_lines
from portal.articles.stamping import put_stamp
from portal.articles.text_files import TextError, read_text, text_path
from portal.kernel.language import DEFAULT_LANGUAGE, Language
from portal.policy.model import Components
from portal.policy.source import read_components

SKELETONS = Path(__file__).with_name("skeletons")
"""The body of a new article, one file for each kind."""

_DRAFT = re.compile(rb"^draft[ \t]*:[^\r\n]*", re.MULTILINE)
_CLOSING = re.compile(r"[ \t]+#*[ \t]*$")
_COMMENTS_AT = 44
"""Where the comments of the front matter stand below each other."""


def new_article(folder: Path, article: ArticleId, kind: Kind) -> Path:
    """Write the skeleton of an English article; gives the file.

    Raises:
        TextError: when it exists, or cannot be written.
    """
    components = read_components(folder / "components.yml")
    known = components if isinstance(components, Components) else Components()
    body = (SKELETONS / f"{kind.value}.md").read_text(encoding="utf-8")
    return _create(folder, article, DEFAULT_LANGUAGE, f"{_front_matter(article, kind, known)}\n{body}".encode())


def new_translation(folder: Path, article: ArticleId, language: Language) -> Path:
    """Write the English text where the translation will stand; gives the file.

    What can be said already is: shared headings and labels in the words of the other translations, ids that do not
    depend on words, links to the language's own files.

    Raises:
        TextError: when there is no English text, when the translation exists, or when it cannot be written.
    """
    source = text_path(article, DEFAULT_LANGUAGE)
    if not (folder / source).exists():
        raise TextError(f"{folder.name}/{source}: does not exist; English comes first: `portal content new {article}`")
    english = read_text(folder, article, DEFAULT_LANGUAGE)
    body = use_unix_lines(english.source[english.split.body_start :].decode())
    body = rename_addresses(
        _speak(body, english, collect_phrases(folder, language)), find_own_links(folder, english, language)
    )
    front = use_unix_lines(english.source[: english.split.body_start].decode()).encode()
    stamped = put_stamp(_mark_as_draft(front), english.fingerprint, english.to_article({}).marks)
    return _create(folder, article, language, stamped + body.encode())


def _front_matter(article: ArticleId, kind: Kind, components: Components) -> str:
    title = article.slug.replace("-", " ").capitalize()
    known = ", ".join(component.id for component in components)
    lines = [
        (f"title: {title}", "in the customer's words"),
        ("summary: One sentence that says what helps.", "shown in results and as the description"),
        (f"kind: {kind.value}", ", ".join(Kind)),
        ("# component: api", f"what it is about, when one fits: {known}"),
        ("# error_codes: [131047]", "only codes that this article is the one for"),
        ("keywords: []", "what customers type; searched, not shown"),
        ("related: []", "what to read next, as [category/slug]"),
        ("draft: true", "take this line away when readers may see the article"),
    ]
    if kind is not Kind.TROUBLESHOOTING:
        lines = [(key, comment) for key, comment in lines if "error_codes" not in key]
    return "".join(["---\n", *(f"{key.ljust(_COMMENTS_AT)}  # {comment}\n" for key, comment in lines), "---\n"])


def _speak(body: str, english: Text, phrases: Mapping[str, str]) -> str:
    """The body with ids on all headings, and with the shared words in the language of the translation."""
    lines = body.split("\n")
    for heading in english.outline.headings:
        place = heading.line - english.split.body_line
        lines[place] = _translate_heading(lines[place], heading, phrases)

    def box(found: re.Match[str]) -> str:
        return BOX_TITLE.sub(lambda title: phrases.get(title[0], title[0]), found[0])

    def label(found: re.Match[str]) -> str:
        return found[0].replace(found[1], phrases.get(found[1], found[1]))

    return LABEL.sub(label, BOX.sub(box, "\n".join(lines)))


def _translate_heading(line: str, heading: Heading, phrases: Mapping[str, str]) -> str:
    # An id made from words would be another one in each language.
    named = line if heading.explicit else f"{_CLOSING.sub('', line)} {{#{heading.anchor}}}"
    return named.replace(heading.title, phrases.get(heading.title, heading.title), 1)


def find_own_links(folder: Path, english: Text, language: Language) -> Mapping[str, str]:
    """The addresses of links to English files, with those of the same articles' files in another language."""
    found = {}
    for link in english.outline.links:
        target = link.target
        if not isinstance(target, ArticleTarget) or target.tag != DEFAULT_LANGUAGE.tag:
            continue
        if target.article == english.article or (folder / text_path(target.article, language)).is_file():
            path, mark, anchor = link.address.partition("#")
            found[link.address] = f"{path.removesuffix('en.md')}{language.tag}.md{mark}{anchor}"
    return found


def rename_addresses(body: str, addresses: Mapping[str, str]) -> str:
    """The text with these addresses of links in place of others."""
    if not addresses:
        return body
    # The longest first: an address with an anchor begins with the one without.
    known = "|".join(re.escape(address) for address in sorted(addresses, key=len, reverse=True))
    return re.sub(rf"(?<![\w/.-])(?:{known})(?![\w#-])", lambda found: addresses[found[0]], body)


def _mark_as_draft(front: bytes) -> bytes:
    block = FRONT_MATTER.match(front)
    end = block.end(1) if block else 0
    if _DRAFT.search(front):
        return _DRAFT.sub(b"draft: true", front, count=1)
    return front[:end] + b"draft: true\n" + front[end:]


def _create(folder: Path, article: ArticleId, language: Language, source: bytes) -> Path:
    relative = text_path(article, language)
    file = folder / relative
    if file.exists():
        raise TextError(f"{folder.name}/{relative}: exists already")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as new:
            new.write(source)
    except OSError as error:
        raise TextError(f"{folder.name}/{relative}: cannot be written: {error.strerror}") from error
    return file
