"""An article's body as it stands on the page, kept on disk once it was made.

Rendering takes about eight milliseconds an article, reading what was kept a fraction of one; so nothing is
rendered at start, and a restart does not begin anew. Each article keeps one file for each language it is read
in, and the file begins with a seal: a digest of the text, of everything the text refers to, of the code that
made it and of what follows. A file that was made from something else, is damaged or cannot be read is made again.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from markupsafe import Markup

from portal.articles.finishing import Attributes, Surroundings, Words, finish
from portal.articles.links import (
    AnchorTarget,
    ArticleTarget,
    ExternalTarget,
    ImageTarget,
    article_address,
    fragment,
    image_address,
    parse_target,
)
from portal.articles.markup import to_safe_html
from portal.articles.model import Found, Rendered, Section, TocEntry
from portal.policy.placeholders import UnknownPlaceholder, resolve_placeholder
from portal.web.current import current_settings
from portal.web.i18n import gettext as _
from portal.web.i18n import speaking

FOLDER = "rendered"
"""Below the instance folder."""

_MODULES = ("markup.py", "finishing.py", "outline.py", "links.py", "render.py")
_LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "nh3")


def rendered(found: Found) -> Rendered:
    """The article's body, table of contents and plain text; needs an application context.

    Policy values and the page's own words are in the language of the text, so an English text that stands in
    for a translation is English throughout. Links lead to pages in the language that was asked for.
    """
    with speaking(found.article.language):
        surroundings = _surroundings(found)
        key = _key(found, surroundings)
        file = _file(current_settings.get().instance_dir / FOLDER, found)
        kept = _read(file, key)
        if kept is None:
            kept = _render(found, surroundings)
            _write(file, key, kept)
    return kept


def _render(found: Found, surroundings: Surroundings) -> Rendered:
    html = to_safe_html(found.article.body, lambda text: _fill(found, text), surroundings.words.footnote_back)
    return finish(html, surroundings)


def _surroundings(found: Found) -> Surroundings:
    words = Words(
        # TRANSLATORS: names a table for people who cannot see it; the title is that of the section.
        name_table=lambda title: _("Table: %(title)s", title=title),
        # TRANSLATORS: said for the arrow behind a footnote. The library that makes footnotes fills in the number.
        footnote_back=_("Back to footnote %(number)s in the text", number="{}"),
    )
    return Surroundings(
        find_link=lambda address: _find_link(found, address),
        find_image=lambda address: _find_image(found, address),
        words=words,
        title=found.article.title,
    )


def _find_link(found: Found, address: str) -> Attributes | None:
    match parse_target(address, found.id):
        case AnchorTarget(anchor):
            return {"href": fragment(anchor)}
        case ArticleTarget(article, _, anchor) if article in found.library.articles:
            return {"href": article_address(found.requested, article, anchor)}
        case ImageTarget(article, name) if name in found.library.pictures.get(article, {}):
            return {"href": image_address(article, name, found.library.pictures[article][name].digest)}
        case ExternalTarget() as target:
            return {"href": address, "rel": "noopener"} if target.is_web else {"href": address}
        case _:
            return None


def _find_image(found: Found, address: str) -> Attributes | None:
    match parse_target(address, found.id):
        case ImageTarget(article, name) if name in found.library.pictures.get(article, {}):
            picture = found.library.pictures[article][name]
            source = image_address(article, name, picture.digest)
            return {"src": source, "width": str(picture.width), "height": str(picture.height)}
        case _:
            return None


def _fill(found: Found, text: str) -> Markup | None:
    try:
        return resolve_placeholder(found.library.policy, text)
    except UnknownPlaceholder:
        return None


def _key(found: Found, surroundings: Surroundings) -> str:
    """A digest of everything the body is made from."""
    outline = found.article.outline
    around = [
        *(str(surroundings.find_link(link.address)) for link in outline.links),
        *(str(surroundings.find_image(image.address)) for image in outline.images),
        *(str(_fill(found, mark.text)) for mark in outline.placeholders),
        surroundings.words.name_table(surroundings.title),
        surroundings.words.footnote_back,
    ]
    facts = json.dumps([_renderer(), str(found.id), found.article.language.tag, found.requested.tag, around])
    return sha256(facts.encode() + found.article.source).hexdigest()


@cache
def _renderer() -> str:
    """What renders: our own code, byte for byte, and the libraries' versions; nobody has to remember a number."""
    total = sha256()
    for name in _MODULES:
        total.update(Path(__file__).with_name(name).read_bytes())
    return total.hexdigest() + "".join(version(name) for name in _LIBRARIES)


def _file(folder: Path, found: Found) -> Path:
    return folder / found.id.category / f"{found.id.slug}.{found.article.language.tag}.{found.requested.tag}.json"


def _read(file: Path, key: str) -> Rendered | None:
    try:
        seal, _, content = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(key, content):
        return None
    kept = json.loads(content)
    toc = tuple(TocEntry(**entry) for entry in kept["toc"])
    sections = tuple(Section(**section) for section in kept["sections"])
    return Rendered(Markup(kept["html"]), toc, sections)  # noqa: S704 - sealed by this module


def _write(file: Path, key: str, body: Rendered) -> None:
    """Keep a body: under a name of its own first, so that nobody ever reads half a file. Not keeping it is no fault."""
    content = json.dumps(
        {"html": body.html, "toc": _plain(body.toc), "sections": _plain(body.sections)}, ensure_ascii=False
    ).encode()
    draft = file.with_name(f".{file.name}.{os.getpid()}-{token_hex(4)}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            draft.write_bytes(_seal(key, content) + b"\n" + content)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)


def _seal(key: str, content: bytes) -> bytes:
    """Says what a file was made from, and that it is whole."""
    return sha256(key.encode() + content).hexdigest().encode()


def _plain(entries: Sequence[TocEntry] | Sequence[Section]) -> list[dict[str, object]]:
    return [asdict(entry) for entry in entries]
