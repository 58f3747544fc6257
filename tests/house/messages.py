"""The texts that the source asks gettext for, and how catalogues are written: sorted, without line numbers or dates.

Dates and line numbers would dirty every catalogue with every unrelated edit, so files are compared by what they say.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path("translations") / "messages.pot"

# None: the first argument; numbers: which arguments hold singular and plural.
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2)}
COMMENT_TAGS = ("TRANSLATORS:",)
JINJA_OPTIONS = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
LINE_WIDTH = 110


def catalogue_path(locale: str) -> Path:
    return Path("translations") / locale / "LC_MESSAGES" / "messages.po"


def list_sources(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file that may hold texts, with the name of the extractor that reads it."""
    for path in sorted((root / "portal").rglob("*.py")):
        yield "python", path
    for path in sorted((root / "portal").rglob("templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}:
            yield "jinja2.ext:babel_extract", path


def extract_messages(root: Path) -> Catalog:
    """The texts in the source of today.

    Raises:
        ValueError: naming the file that cannot be read.
    """
    template = Catalog(locale=None, fuzzy=False)
    for method, path in list_sources(root):
        options = JINJA_OPTIONS if method.startswith("jinja2") else {}
        try:
            found = list(extract_from_file(method, path, KEYWORDS, COMMENT_TAGS, options, strip_comment_tags=True))
        except Exception as error:
            raise ValueError(f"{path.relative_to(root)}: {type(error).__name__}: {error}") from error
        for _, text, comments, context in found:
            template.add(text, auto_comments=comments, context=context)
    return template


def key_of(message: Message) -> tuple[str | None, str, str]:
    """What makes an entry the same: context, singular and plural."""
    singular, plural = message.id if isinstance(message.id, tuple) else (message.id, "")
    return message.context, singular, plural


def entries_of(catalogue: Catalog) -> dict[tuple[str | None, str, str], Message]:
    return {key_of(message): message for message in catalogue if message.id}


def write_catalogue(catalogue: Catalog, title: str) -> bytes:
    """The catalogue as a file that depends on nothing but its entries."""
    body = BytesIO()
    write_po(body, catalogue, LINE_WIDTH, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    headers = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if catalogue.locale:
        plural = get_plural(catalogue.locale)
        headers = [f"Language: {catalogue.locale}", *headers, f"Plural-Forms: {plural.plural_forms}"]
    lines = "".join(f'"{header}\\n"\n' for header in headers)
    return f'# {title}\nmsgid ""\nmsgstr ""\n{lines}\n{body.getvalue().decode()}'.strip().encode() + b"\n"


def title_of(locale: str) -> str:
    return f"{Locale.parse(locale).english_name} texts of the portal."
