"""Compares the translation catalogues with the source: ``python -m tests.house.catalogues [--update]``.

Without an option it prints one line for each mistake and exits 1 when there is any. With ``--update`` it brings the
catalogues up to date: translations are kept, new texts are added empty, what nobody asks for any more is dropped.
Nothing is ever guessed from a similar text.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages import Catalog

from portal.kernel.language import LANGUAGES
from tests.house.catalogue_rules import Finding, check_catalogue, read_catalogue
from tests.house.messages import (
    ROOT,
    TEMPLATE,
    catalogue_path,
    entries_of,
    extract_messages,
    title_of,
    write_catalogue,
)

LOCALES = tuple(language.locale for language in LANGUAGES[1:])
TEMPLATE_TITLE = "The portal's texts, for new translations."


def check(root: Path) -> list[Finding]:
    """Every mistake in the catalogues below a project folder."""
    template = extract_messages(root)
    found: list[Finding] = []
    for locale in LOCALES:
        path = catalogue_path(locale)
        catalogue = read_catalogue(root, path, locale)
        found += [catalogue] if isinstance(catalogue, Finding) else check_catalogue(path, catalogue, template)
    stored = (root / TEMPLATE).read_bytes() if (root / TEMPLATE).is_file() else b""
    if stored != write_catalogue(template, TEMPLATE_TITLE):
        found.append(Finding(TEMPLATE, 1, "outdated", "run `make catalogues`"))
    return found


def update(root: Path) -> list[Finding]:
    """Bring the catalogues up to date with the source; running it again changes nothing.

    Gives the catalogues that cannot be read; they are left as they are.
    """
    template = extract_messages(root)
    _store(root / TEMPLATE, write_catalogue(template, TEMPLATE_TITLE))
    unreadable: list[Finding] = []
    for locale in LOCALES:
        path = catalogue_path(locale)
        present = read_catalogue(root, path, locale) if (root / path).is_file() else Catalog(locale=locale)
        if isinstance(present, Finding):
            unreadable.append(present)
        else:
            _store(root / path, write_catalogue(_merge(template, present, locale), title_of(locale)))
    return unreadable


def _merge(template: Catalog, present: Catalog, locale: str) -> Catalog:
    merged = Catalog(locale=locale, fuzzy=False)
    known = entries_of(present)
    for key, message in entries_of(template).items():
        before = known.get(key)
        merged.add(
            message.id,
            before.string if before else None,
            # A mark of doubt that somebody set stays until somebody takes it away.
            flags=message.flags | (before.flags & {"fuzzy"} if before else set()),
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    return merged


def _store(path: Path, content: bytes) -> None:
    """Write only what changed: the compiled catalogues are made anew by their age."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.house.catalogues", description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="bring the catalogues up to date with the source")
    options = parser.parse_args(arguments)
    try:
        findings = update(root) if options.update else check(root)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
