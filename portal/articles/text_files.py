"""One article's file, read and written by itself: whatever else in the folder is broken or half written."""

import shutil
from pathlib import Path
from secrets import token_hex

from portal.articles.folder import ARTICLES, stat_file
from portal.articles.links import ArticleId
from portal.articles.reading import Text, read_file
from portal.kernel.language import Language


class TextError(Exception):
    """Something cannot be done with a text; the message says why in one line, naming the file."""


def text_path(article: ArticleId, language: Language) -> str:
    """Where a text lies below the content folder."""
    return f"{ARTICLES}/{article}/{language.tag}.md"


def read_text(folder: Path, article: ArticleId, language: Language) -> Text:
    """The text of an article in one language, draft or not.

    Raises:
        TextError: when it is missing or cannot be read.
    """
    relative = text_path(article, language)
    stat = stat_file(folder, relative)
    if stat is None:
        raise TextError(f"{folder.name}/{relative}: does not exist")
    file = read_file(folder, stat)
    if not isinstance(file.content, Text):
        raise TextError(str(file.problems[0]))
    return file.content


def replace_text(folder: Path, text: Text, source: bytes) -> None:
    """Write a text anew: as a whole, so that nobody ever reads half of it.

    Raises:
        TextError: when the file cannot be written.
    """
    file = folder / text.stat.relative
    draft = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        draft.write_bytes(source)
        shutil.copymode(file, draft)
        draft.replace(file)
    except OSError as error:
        raise TextError(f"{text.path}: cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
