"""``portal content``: see what is translated, record what was, begin something new (contract, section 2).

`checking` adds the check, which looks at other rooms' files as well.
"""

import json
from pathlib import Path

import click
from rich.console import Console

from portal.articles.comparing import list_passage_changes
from portal.articles.diff_output import list_lines
from portal.articles.earlier import find_earlier
from portal.articles.model import Article, ArticleId, Kind, Library
from portal.articles.scaffolding import new_article, new_translation
from portal.articles.source import load_library
from portal.articles.stamping import Stamp, stamp_minor_change, stamp_translation
from portal.articles.status_table import list_columns, print_matrix
from portal.articles.text_files import TextError, read_text, text_path
from portal.articles.translations import count_states, list_rows
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language, find_language
from portal.settings import read_settings
from portal.web.site import read_site


@click.group()
def content() -> None:
    """Check and tend the content folder (PORTAL_CONTENT_DIR)."""


@content.command()
@click.argument("name", metavar="CATEGORY/SLUG")
@click.option("--locale", metavar="L", default=DEFAULT_LANGUAGE.tag, help="Begin a translation into this language.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="Kind of a new English article; troubleshooting by default.",
)
def new(name: str, locale: str, kind: str | None) -> None:
    """Begin an article, or with --locale a translation of one.

    An article gets the front matter and the headings of its kind. A translation gets the English text to overwrite,
    with ids, links and shared words already as they have to be. Both are drafts: readers get them when the line
    `draft: true` is taken away.
    """
    settings = read_settings()
    article, language = _parse_id(name), _parse_locale(locale)
    if kind and language != DEFAULT_LANGUAGE:
        raise click.BadParameter("a translation has the kind of its English text", param_hint="--kind")
    _check_category(settings.content_dir, article)
    try:
        if language == DEFAULT_LANGUAGE:
            file = new_article(settings.content_dir, article, Kind(kind or _usual_kind(article)))
        else:
            file = new_translation(settings.content_dir, article, language)
    except TextError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{settings.content_dir.name}/{file.relative_to(settings.content_dir)}")
    click.echo(f"A draft. `make run` shows it at {settings.base_url}/{language.tag}/{article}", err=True)


@content.command()
@click.option("--json", "as_json", is_flag=True, help="Print the matrix as JSON.")
def status(*, as_json: bool) -> None:
    """Show how each article stands in each language: current, stale, unstamped, missing or a draft.

    Unstamped translations do not say what they were made from; see `portal content stamp`. In a terminal, the number
    after "stale" counts the parts of the English text that have changed; see `portal content diff`.
    """
    library = load_library(read_settings().content_dir)
    if as_json:
        click.echo(json.dumps(_status_document(library), indent=2))
        return
    rows, console = list_rows(library), Console(highlight=False)
    if console.is_terminal:
        print_matrix(rows, library.languages, count_states(rows), console)
        return
    for line in list_columns(rows, library.languages):
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


@content.command()
@click.argument("name", metavar="LOCALE/CATEGORY/SLUG")
def diff(name: str) -> None:
    """Show what has changed in English, section by section, since a translation was made.

    Words that came stand in {+ +}, words that went in [- -]. The old English text comes from git; where git does not
    know it, the changed sections are named. The exit code is 0 whether there are changes or not.
    """
    folder = read_settings().content_dir
    language, article = _parse(name, minor=False)
    try:
        english = read_text(folder, article, DEFAULT_LANGUAGE).to_article({})
        translation = read_text(folder, article, language).to_article({})
    except TextError as error:
        raise click.ClickException(str(error)) from error
    if translation.translates is None:
        click.echo(f"{name} does not say what it was made from; see `portal content stamp {name}`.")
    elif translation.translates == english.fingerprint:
        click.echo(f"{name} is current: it was made from today's English text ({english.fingerprint}).")
    else:
        _print_changes(folder / text_path(article, DEFAULT_LANGUAGE), english, translation)


def _print_changes(file: Path, english: Article, translation: Article) -> None:
    made_from = translation.translates or ""
    earlier = find_earlier(file, made_from)
    before = earlier.passages if earlier else ()
    recorded = tuple(passage.mark for passage in before) or translation.translated_sections
    changes = list_passage_changes(recorded, before, english.passages)
    places = {each.anchor: f"{translation.path}:{each.line}" for each in translation.outline.headings}
    console = Console(highlight=False, markup=False)

    def say(text: str) -> None:
        console.print(text, soft_wrap=True)

    name = f"{translation.language.tag}/{translation.id}"
    say(f"{name} was made from {made_from}; the English text is {english.fingerprint} today.")
    if not before:
        say(f"Git does not know the text {made_from}, so its words cannot be shown.")
    if not changes:
        say("The sections are what they were; their order has changed." if recorded else "Compare the whole text.")
    for line in list_lines(changes, places, known=bool(before)):
        console.print(line, soft_wrap=True)


def _status_document(library: Library) -> dict[str, object]:
    """The states of what readers get, so a draft counts as missing; drafts are listed beside them."""
    matrix = {
        str(article): {language.tag: library.judge(article, language).value for language in library.languages}
        for article in sorted(library.articles)
    }
    states = {language.tag: [row[language.tag] for row in matrix.values()] for language in library.languages}
    totals = {tag: {state: found.count(state) for state in dict.fromkeys(found)} for tag, found in states.items()}
    drafts = {str(article): list(titles) for article, titles in sorted(library.drafts.items())}
    return {"articles": matrix, "totals": totals, "drafts": drafts}


def _usual_kind(article: ArticleId) -> Kind:
    return Kind.POLICY if article.category == "policy" else Kind.TROUBLESHOOTING


def _check_category(folder: Path, article: ArticleId) -> None:
    site, problems = read_site(folder / "site.yml")
    if site is None:
        raise click.ClickException(str(problems[0]))
    if site.find_category(article.category) is None:
        known = ", ".join(category.slug for category in site.categories)
        raise click.BadParameter(f"{article.category} is not a category; known are {known}")


def _parse(name: str, *, minor: bool) -> tuple[Language, ArticleId]:
    tag, _, rest = name.partition("/")
    if find_language(tag) is None:
        raise click.BadParameter(f"{name!r} does not begin with a locale, as in de/category/slug")
    language, article = _parse_locale(tag), _parse_id(rest)
    if minor != (language == DEFAULT_LANGUAGE):
        raise click.BadParameter(
            "--minor is about the English text: name it as en/category/slug"
            if minor
            else "English is the source: name a translation, or use `stamp --minor` after a change in wording"
        )
    return language, article


def _parse_id(name: str) -> ArticleId:
    try:
        return ArticleId.parse(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _parse_locale(tag: str) -> Language:
    language = find_language(tag)
    if language is None:
        known = ", ".join(each.tag for each in LANGUAGES)
        raise click.BadParameter(f"{tag!r} is not a locale; known are {known}")
    return language


def _report(done: Stamp, article: ArticleId) -> str:
    name = f"{done.language.tag}/{article}"
    if done.written:
        return f"{name}: translates {done.fingerprint}"
    return f"{name}: left as it is ({done.fingerprint or 'unstamped'})"
