"""What makes a site of our articles: the portal itself, MkDocs with Material, and Sphinx with MyST and Furo.

Each article lies before the peers byte for byte as the editors wrote it, in folders in which its links hold. MkDocs
understands our notes (``!!!``), MyST shows them as they stand, and neither fills in the policy's figures. By language
they make one site with an index of its own, as their makers advise. Decided in their favour: Material leaves out of its
menu what is elsewhere (``navigation.prune``) and asks nobody for fonts, and Sphinx uses every core.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

from portal.web.page_cache import encode
from tests.browser.running_portal import COMMAND, RunningPortal, run_portal

OURS, QUESTION = "portal", "template"
LANGUAGES = {
    "de": ("de", "de", "de"),
    "en": ("en", "en", "en"),
    "es": ("es", "es", "es"),
    "pt-br": ("pt-BR", "pt", "pt_BR"),
    "ru": ("ru", "ru", "ru"),
}
"""Our languages as Material, its search and Sphinx name them."""
EXTENSIONS = ["admonition", "attr_list", "footnotes", "tables", "toc", "pymdownx.superfences", "pymdownx.tasklist"]


class NotWhole(Exception):
    """What was made is not the site that was asked for."""


@dataclass(frozen=True)
class Maker:
    """Something that makes a site of articles, in a folder of its own."""

    prepare: Callable[[Path, Path], None]
    """Put the content into the folder as it is wanted there."""
    build: Callable[[Path], None]
    """Make the site, or bring it up to date, in the folder ``site`` there."""
    source: str
    """The file of an article in a language."""
    page: str
    """And its page below ``site``."""
    load_search: Callable[[Path], int]
    """The bytes that a browser loads before it can show the first result."""
    compresses: bool = False


def make_makers(programs: Path) -> dict[str, Maker]:
    """Ours first, and those beside it, whose programs lie in a folder."""
    mkdocs = (f"{programs}/mkdocs", "--quiet", "build", "--config-file", "{language}.yml")
    sphinx = (f"{programs}/sphinx-build", "-Q", "-j", "auto", "-d", "read-{language}", "{language}", "site/{language}")
    return {
        OURS: Maker(
            prepare=_prepare_ours,
            build=_build_ours,
            source="content/articles/{article}/{language}.md",
            page="{language}/{article}.html",
            load_search=_ask_ours,
            compresses=True,
        ),
        "mkdocs-material": Maker(
            prepare=_prepare_mkdocs,
            build=partial(_build_languages, mkdocs),
            source="{language}/{article}/{language}.md",
            page="{language}/{article}/{language}/index.html",
            load_search=lambda place: weigh(place / "site/en/search/search_index.json"),
        ),
        "sphinx-furo": Maker(
            prepare=_prepare_sphinx,
            build=partial(_build_languages, sphinx),
            source="{language}/{article}/{language}.md",
            page="{language}/{article}/{language}.html",
            load_search=lambda place: weigh(place / "site/en/searchindex.js"),
        ),
    }


def _prepare_ours(place: Path, content: Path) -> None:
    shutil.copytree(content, place / "content")
    _call([COMMAND, "db", "upgrade"], place)


def _build_ours(place: Path) -> None:
    _call([COMMAND, "freeze", "site"], place)
    _call([COMMAND, "search", QUESTION], place)


def _ask_ours(place: Path) -> int:
    with run_portal(place, place / "content") as portal:
        asked = Request(f"{portal.address}/en/search/suggest?q={QUESTION}", headers={"Accept-Encoding": "br"})
        with urlopen(asked, timeout=60) as answer:
            if answer.headers["Content-Encoding"] != "br":
                raise NotWhole("suggestions are not compressed")
            return len(answer.read())


def _prepare_mkdocs(place: Path, content: Path) -> None:
    for tag, (language, of_search, _) in LANGUAGES.items():
        shelves = copy_articles(content, place, tag)
        (place / tag / "index.md").write_text("# Help\n", encoding="utf-8")
        settings = {
            "site_name": "Help",
            "docs_dir": tag,
            "site_dir": f"site/{tag}",
            # One of our shelves has the name of a folder that MkDocs leaves out.
            "exclude_docs": "!templates/",
            "nav": ["index.md", *({name: articles} for name, articles in shelves.items())],
            "theme": {"name": "material", "language": language, "font": False, "features": ["navigation.prune"]},
            "plugins": [{"search": {"lang": of_search}}],
            "markdown_extensions": EXTENSIONS,
        }
        # JSON is YAML as well.
        (place / f"{tag}.yml").write_text(json.dumps(settings), encoding="utf-8")


def _prepare_sphinx(place: Path, content: Path) -> None:
    for tag, (_, _, language) in LANGUAGES.items():
        shelves = copy_articles(content, place, tag)
        settings = {"project": "Help", "extensions": ["myst_parser"], "html_theme": "furo", "language": language}
        lines = [f"{name} = {value!r}\n" for name, value in settings.items()]
        (place / tag / "conf.py").write_text("".join([*lines, "myst_title_to_header = True\n"]), encoding="utf-8")
        for folder, entries in {"": [f"{name}/index" for name in shelves], **shelves}.items():
            listed = "\n".join(f"/{entry.removesuffix('.md')}" for entry in entries)
            text = f"# {folder or 'Help'}\n\n```{{toctree}}\n{listed}\n```\n"
            (place / tag / folder / "index.md").write_text(text, encoding="utf-8")


def copy_articles(content: Path, place: Path, tag: str) -> dict[str, list[str]]:
    """Put a language's articles into a folder of its name, where their links hold; gives their files by shelf."""
    shelves = dict[str, list[str]]()
    for file in sorted((content / "articles").glob(f"*/*/{tag}.md")):
        name = file.relative_to(content / "articles")
        (place / tag / name).parent.mkdir(parents=True)
        shutil.copyfile(file, place / tag / name)
        shelves.setdefault(name.parts[0], []).append(name.as_posix())
    return shelves


def _build_languages(command: Sequence[str], place: Path) -> None:
    for tag in LANGUAGES:
        _call([part.format(language=tag) for part in command], place)


def _call(command: Sequence[str], place: Path) -> None:
    environment = RunningPortal("http://127.0.0.1:8000", place, place / "content").environment()
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, text=True)


def weigh(file: Path) -> int:
    """The bytes of a file as they are sent."""
    return len(encode(file.read_bytes(), "br", thoroughly=True))
