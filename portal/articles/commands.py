"""``portal content``: see what is translated, record what was (contract, section 2); `checking` adds the check."""

import json
from collections import Counter
from collections.abc import Iterable

import click

from portal.articles.model import ArticleId, Library
from portal.articles.source import load_library
from portal.articles.stamping import Stamp, stamp_minor_change, stamp_translation
from portal.articles.text_files import TextError
from portal.kernel.language import DEFAULT_LANGUAGE, Language, find_language
from portal.settings import read_settings


@click.group()
def content() -> None:
    """Check and tend the content folder (PORTAL_CONTENT_DIR)."""


@content.command()
@click.option("--json", "as_json", is_flag=True, help="Print the matrix as JSON.")
def status(*, as_json: bool) -> None:
    """Show which articles are translated: current, stale, unstamped or missing for each language.

    Unstamped translations do not say what they were made from; see `portal content stamp`.
    """
    library = load_library(read_settings().content_dir)
    matrix = {
        str(article): {language.tag: library.judge(article, language).value for language in library.languages}
        for article in sorted(library.articles)
    }
    totals = {
        language.tag: dict(Counter(states[language.tag] for states in matrix.values()))
        for language in library.languages
    }
    if as_json:
        click.echo(json.dumps({"articles": matrix, "totals": totals}, indent=2))
        return
    for line in _table(library, matrix):
        click.echo(line)


@content.command()
@click.option("--minor", is_flag=True, help="The English text changed in wording only: keep its translations current.")
@click.argument("names", nargs=-1, required=True, metavar="LOCALE/CATEGORY/SLUG...")
def stamp(*, minor: bool, names: tuple[str, ...]) -> None:
    """Mark translations as made from today's English text.

    With --minor, name the English article (en/CATEGORY/SLUG): translations that were current before its last
    change are marked as current again; those that were out of date before stay so.
    """
    folder = read_settings().content_dir
    for language, article in [_parse(name, minor=minor) for name in names]:
        try:
            done = stamp_minor_change(folder, article) if minor else (stamp_translation(folder, article, language),)
        except TextError as error:
            raise click.ClickException(str(error)) from error
        for each in done:
            click.echo(_report(each, article))


def _parse(name: str, *, minor: bool) -> tuple[Language, ArticleId]:
    tag, _, rest = name.partition("/")
    language = find_language(tag)
    if language is None:
        raise click.BadParameter(f"{name!r} does not begin with a locale, as in de/category/slug")
    try:
        article = ArticleId.parse(rest)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if minor != (language == DEFAULT_LANGUAGE):
        raise click.BadParameter(
            "--minor is about the English text: name it as en/category/slug"
            if minor
            else "the English text is the source; after a change in wording only, use --minor"
        )
    return language, article


def _report(done: Stamp, article: ArticleId) -> str:
    name = f"{done.language.tag}/{article}"
    if done.written:
        return f"{name}: translates {done.fingerprint}"
    return f"{name}: left as it is ({done.fingerprint or 'unstamped'})"


def _table(library: Library, matrix: dict[str, dict[str, str]]) -> Iterable[str]:
    """Columns that line up in a terminal and can be cut apart in a pipe."""
    tags = [language.tag for language in library.languages]
    width = max([len("article"), *map(len, matrix)])
    yield "  ".join(["article".ljust(width), *(tag.ljust(9) for tag in tags)]).rstrip()
    for article, states in matrix.items():
        yield "  ".join([article.ljust(width), *(states[tag].ljust(9) for tag in tags)]).rstrip()
