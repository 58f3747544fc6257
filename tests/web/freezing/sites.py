"""A small site in which every kind of address that can be frozen occurs."""

from pathlib import Path

import yaml

from portal.kernel.language import LANGUAGES
from tests.unit.articles.content_folder import Writer
from tests.unit.articles.test_error_code_files import CODE, write_codes
from tests.unit.articles.test_trees import PLACE, TEXTS, TREE
from tests.web.articles.conftest import draw

LATE = "## Fix it {#fix}\n\n![The screen](screen.png)\n" + "Words that say the same again. " * 40 + "\n"
"""Long enough to be compressed."""


def write_small_site(folder: Path) -> Writer:
    """Two articles, of which one is German as well and has a picture; an error code; a tree."""
    writer = Writer(folder)
    writer.put("articles/messages/late/screen.png", draw())
    writer.write("messages/late", body=LATE, title="Messages are late", error_codes=[4])
    writer.write("messages/late", "de", body=LATE, title="Zu spät", error_codes=[4])
    writer.write("webhooks/set-up", title="Set up webhooks")
    write_codes(writer, {4: CODE})
    writer.put(f"{PLACE}/tree.yml", yaml.safe_dump(TREE, sort_keys=False))
    for language in LANGUAGES:
        writer.put(f"{PLACE}/{language.tag}.yml", yaml.safe_dump(TEXTS, sort_keys=False))
    return writer
