"""Mails that are meant to cost much: the work on any of them stays in proportion to its length."""

import pytest

from portal.notify.mail_in.html_text import html_to_text
from portal.notify.mail_in.trimming import trim
from tests.growth import FACTOR, TOO_STEEP, growth

HOSTILE = {
    "empty lines": "\n",
    "quotes": "> > > \n",
    "headers": "From: a\n",
    "attributions": "On 1 a b wrote\n",
    "one line": "On 1 a@b>",
    "spaces": " ",
    "signatures": "-- \n",
    "rules": "____________\n",
}
MARKUP = {
    "open tags": "<div>",
    "quotes": "<blockquote>x",
    "hidden": "<p hidden>x",
    "links": '<a href="https://a.example">x',
    "broken": "<!<![<",
    "entities": "&amp;&#x41;&#99999999;",
    "attributes": "<p a=b ",
    "double quotes": '<p a=">',
    "single quotes": "<p a='>",
    "both quotes": """<p a="><p a='>""",
    "declarations": "<!x>",
    "instructions": "<?x>",
    "ends": "</p a='",
    "comments": "<!-- x -->",
    "open comments": "<!--",
    "scripts": "<script>x",
    "raw": "<textarea>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_trimming_takes_time_in_proportion(name):
    small = HOSTILE[name] * 3_000

    assert growth(lambda: trim(small), lambda: trim(small * FACTOR)) < TOO_STEEP


@pytest.mark.parametrize("name", MARKUP)
def test_reading_html_takes_time_in_proportion(name):
    small = MARKUP[name] * 1_000

    assert growth(lambda: html_to_text(small), lambda: html_to_text(small * FACTOR)) < TOO_STEEP
