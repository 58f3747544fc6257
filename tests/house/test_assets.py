"""Scripts and styles: small enough, and loaded from here only."""

import gzip
import os
import re

import pytest

from portal.web.assets import script
from tests.house.sources import ROOT

STATIC = ROOT / "static"
# Contract, section 10; a kilobyte is a thousand bytes, the stricter reading.
CSS_BYTES = 20_000
JS_BYTES = 25_000
# As the page cache compresses for browsers without Brotli, which is the larger of the two.
GZIP_LEVEL = 6

_REMOTE = re.compile(r"""url\(\s*['"]?(?:https?:)?//|@import""")


def read_css() -> str:
    return "\n".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))


def check_budget(contents: list[bytes], budget: int) -> None:
    """The files of one kind that a page loads fit their budget as they are sent."""
    assert contents
    assert sum(len(gzip.compress(content, GZIP_LEVEL)) for content in contents) <= budget


def test_styles_are_small():
    # They are sent as one file.
    check_budget([read_css().encode()], CSS_BYTES)


def test_scripts_are_small():
    """A portal has one chat: the panel of its own, or the window of one elsewhere."""
    files = {path.name: script(f"js/{path.name}") for path in STATIC.glob("js/*.js")}
    panel, window = files.pop("chat.js"), files.pop("windows.js")

    check_budget([*files.values(), panel], JS_BYTES)
    check_budget([*files.values(), window], JS_BYTES)


def test_what_is_too_large_is_found():
    # Random bytes cannot be compressed.
    with pytest.raises(AssertionError):
        check_budget([os.urandom(JS_BYTES * 2 // 3), os.urandom(JS_BYTES * 2 // 3)], JS_BYTES)


def test_styles_load_nothing_from_elsewhere():
    assert not _REMOTE.search(read_css())


REMOTE = ["a { background: url(https://cdn.example/x) }", "@import 'x.css';", "url('//cdn.example')"]


@pytest.mark.parametrize("css", REMOTE)
def test_remote_style_is_found(css):
    assert _REMOTE.search(css)
