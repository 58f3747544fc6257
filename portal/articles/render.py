"""An article's body as it stands on the page, kept on disk once it was made.

Rendering takes about eight milliseconds an article, reading what was kept a fraction of one; so nothing is
rendered at start, and a restart does not begin anew. Each article keeps one file for each language it is read
in, and the file begins with a seal: a digest of the text, of everything the text refers to, of the code that
made it and of what follows. A file that was made from something else, is damaged or cannot be read is made again.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from markupsafe import Markup

from portal.articles.finishing import Surroundings, finish
from portal.articles.model import Found, Rendered, Section, TocEntry
from portal.articles.references import fill_placeholder, make_surroundings
from portal.kernel.whole_file import put_whole
from portal.web.current import current_settings
from portal.web.i18n import speaking

FOLDER = "rendered"
"""Below the instance folder."""

_MODULES = ("markup.py", "finishing.py", "outline.py", "links.py", "references.py", "render.py")
_LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "nh3")


def rendered(found: Found) -> Rendered:
    """The article's body, table of contents and plain text; needs an application context.

    Policy values and the page's own words are in the language of the text, so an English text that stands in
    for a translation is English throughout. Links lead to pages in the language that was asked for.
    """
    with speaking(found.article.language):
        surroundings = make_surroundings(found.library, found.id, found.requested, found.article.title)
        key = _key(found, surroundings)
        file = _file(current_settings.get().instance_dir / FOLDER, found)
        kept = _read(file, key)
        if kept is None:
            kept = _render(found, surroundings)
            _write(file, key, kept)
    return kept


def _render(found: Found, surroundings: Surroundings) -> Rendered:
    # What parses Markdown is a twentieth of a start, and most processes find every text rendered already.
    from portal.articles.markup import to_safe_html

    policy = found.library.policy
    html = to_safe_html(
        found.article.body, lambda text: fill_placeholder(policy, text), surroundings.words.footnote_back
    )
    return finish(html, surroundings)


def _key(found: Found, surroundings: Surroundings) -> str:
    """A digest of everything the body is made from."""
    outline = found.article.outline
    around = [
        *(str(surroundings.find_link(link.address)) for link in outline.links),
        *(str(surroundings.find_image(image.address)) for image in outline.images),
        *(str(fill_placeholder(found.library.policy, mark.text)) for mark in outline.placeholders),
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
    """Keep a body. Not keeping it is no fault."""
    content = json.dumps(
        {"html": body.html, "toc": _plain(body.toc), "sections": _plain(body.sections)}, ensure_ascii=False
    ).encode()
    with suppress(OSError):
        put_whole(file, _seal(key, content) + b"\n" + content)


def _seal(key: str, content: bytes) -> bytes:
    """Says what a file was made from, and that it is whole."""
    return sha256(key.encode() + content).hexdigest().encode()


def _plain(entries: Sequence[TocEntry] | Sequence[Section]) -> list[dict[str, object]]:
    return [asdict(entry) for entry in entries]
