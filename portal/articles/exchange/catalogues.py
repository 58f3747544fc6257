"""Units as gettext catalogues: one template, and one file for each language, which services for translators read."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from portal.articles.exchange.units import Unit
from portal.articles.text_files import TextError
from portal.kernel.language import Language

TEMPLATE = "articles.pot"
_WIDTH = 100


def catalogue_path(folder: Path, language: Language) -> Path:
    """Where the catalogue of a language stands."""
    return folder / f"{language.tag}.po"


def write_template(folder: Path, units: Iterable[Unit]) -> None:
    """Write what there is to translate.

    Raises:
        TextError: when the folder cannot be written to.
    """
    _write(folder / TEMPLATE, _fill(_begin(None), units, translated=False))


def write_catalogue(folder: Path, language: Language, units: Iterable[Unit]) -> None:
    """Write what there is to translate into a language, with what is translated; stale translations are fuzzy.

    Raises:
        TextError: when the folder cannot be written to.
    """
    catalogue = _begin(language)
    _write(catalogue_path(folder, language), _fill(catalogue, units, translated=True))


def read_catalogue(file: Path, language: Language) -> Mapping[tuple[str, str], str]:
    """The finished translations of a catalogue by context and source; what is fuzzy or empty is not finished.

    Raises:
        TextError: when the file is missing or is no catalogue.
    """
    try:
        with file.open("rb") as source:
            catalogue = read_po(source, locale=language.locale, abort_invalid=True)
    except OSError as error:
        raise TextError(f"{file}: cannot be read: {error.strerror}") from error
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise TextError(f"{file}: is no gettext catalogue: {error}") from error
    return {
        (message.context or "", str(message.id)): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }


def _begin(language: Language | None) -> Catalog:
    return Catalog(locale=language.locale if language else None, project="Articles", header_comment="", fuzzy=False)


def _fill(catalogue: Catalog, units: Iterable[Unit], *, translated: bool) -> Catalog:
    # No times in the head, so that what has not changed is the same file.
    catalogue.creation_date = catalogue.revision_date = datetime.fromtimestamp(0, UTC)
    for unit in units:
        string = unit.translation if translated else ""
        flags = {"fuzzy"} if string and unit.stale else set()
        notes = [unit.note] if unit.note else []
        message = Message(unit.source, string, flags=flags, auto_comments=notes, context=unit.context)
        # What looks like a placeholder of Python's is Markdown here.
        message.flags -= {"python-format", "python-brace-format"}
        catalogue[unit.source] = message
    return catalogue


def _write(file: Path, catalogue: Catalog) -> None:
    made = BytesIO()
    write_po(made, catalogue, width=_WIDTH, omit_header=False)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made.getvalue())
    except OSError as error:
        raise TextError(f"{file}: cannot be written: {error.strerror}") from error
