"""``portal content export`` and ``portal content import``: articles to services for translators, and back."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from portal.articles.exchange.catalogues import catalogue_path, read_catalogue, write_catalogue, write_template
from portal.articles.exchange.taking import Taken, Unfinished, take_article
from portal.articles.exchange.units import Unit, list_units, pair_units
from portal.articles.folder import ARTICLES
from portal.articles.links import ArticleId
from portal.articles.reading import Text
from portal.articles.text_files import TextError, read_text, text_path
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from portal.settings import read_settings

_TRANSLATED = [language for language in LANGUAGES if language != DEFAULT_LANGUAGE]


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export_articles(folder: Path) -> None:
    """Write what there is to translate into FOLDER: articles.pot, and a gettext catalogue for each language.

    What is translated stands in the catalogues; where the English text has changed since, it is fuzzy. Drafts of
    English articles are left out.
    """
    content_dir = read_settings().content_dir
    try:
        english = [text for text in _list_english(content_dir) if not text.split.front.draft]
        write_template(folder, (unit for text in english for unit in list_units(text)))
        for language in _TRANSLATED:
            units = [unit for text in english for unit in _units_in(content_dir, text, language)]
            write_catalogue(folder, language, units)
            done = sum(bool(unit.translation) and not unit.stale for unit in units)
            click.echo(f"{language.tag}: {done} of {len(units)} are translated")
    except TextError as error:
        raise click.ClickException(str(error)) from error


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_articles(folder: Path) -> None:
    """Take the translations in FOLDER over into the content folder, stamped as made from today's English text.

    An article is written when all of it is translated. Exit 1 when a translation has lost a promise, an id or an
    address of the English text: such an article is left as it is.
    """
    content_dir = read_settings().content_dir
    found = [language for language in _TRANSLATED if catalogue_path(folder, language).is_file()]
    if not found:
        expected = ", ".join(catalogue_path(folder, language).name for language in _TRANSLATED)
        raise click.ClickException(f"{folder}: no catalogue is in it; looked for {expected}")
    try:
        lost = sum(_take(content_dir, folder, language) for language in found)
    except TextError as error:
        raise click.ClickException(str(error)) from error
    if lost:
        sys.exit(1)


def _take(content_dir: Path, folder: Path, language: Language) -> int:
    """Take one language over, and tell; gives how many units have lost something."""
    finished = read_catalogue(catalogue_path(folder, language), language)
    lost = 0
    for english in _list_english(content_dir):
        old = _find_text(content_dir, english.article, language)
        match take_article(content_dir, english, old, language, finished):
            case Taken(path, written=True):
                click.echo(f"{content_dir.name}/{path}: written")
            case Unfinished(path, missing, total) if missing < total:
                _tell(content_dir, path, f"{missing} of {total} are not translated")
            case tuple() as found:
                lost += len(found)
                for each in found:
                    _tell(content_dir, each.path, f"{each.context}: {', '.join(each.what)}")
            case _:
                pass
    return lost


def _tell(content_dir: Path, path: str, why: str) -> None:
    click.echo(f"{content_dir.name}/{path}: left as it is, {why}", err=True)


def _list_english(content_dir: Path) -> Iterator[Text]:
    for file in sorted((content_dir / ARTICLES).glob(f"*/*/{DEFAULT_LANGUAGE.tag}.md")):
        yield read_text(content_dir, ArticleId(file.parts[-3], file.parts[-2]), DEFAULT_LANGUAGE)


def _units_in(content_dir: Path, english: Text, language: Language) -> tuple[Unit, ...]:
    translation = _find_text(content_dir, english.article, language)
    return pair_units(content_dir, english, translation) if translation else list_units(english)


def _find_text(content_dir: Path, article: ArticleId, language: Language) -> Text | None:
    there = (content_dir / text_path(article, language)).is_file()
    return read_text(content_dir, article, language) if there else None
