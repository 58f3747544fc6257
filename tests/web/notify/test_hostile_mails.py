"""Mails that are meant to cost much: the work on any of them stays in proportion to its length."""

import pytest

from portal.kernel.html_text import html_to_text
from portal.notify.mail_in.model import Obstacle
from portal.notify.mail_in.parsing import read_mail
from portal.notify.mail_in.trimming import trim
from tests.growth import FACTOR, TOO_STEEP, growth

OWN, EVE = "support@portal.example", "eve@stranger.example"
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


def nested(count):
    parts = (f'Content-Type: multipart/mixed; boundary="{number}"\n\n--{number}\n' for number in range(count))
    return f"From: {EVE}\n{''.join(parts)}".encode()


def repeated(head, repeat, tail="\n\nHello"):
    return lambda count: f"From: {EVE}\n{head}{repeat * count}{tail}".encode()


BOMBS = {
    "parts": repeated('Content-Type: multipart/mixed; boundary="b"\n\n', "--b\nContent-Type: text/plain\n\nx\n"),
    "headers": repeated("", "X-A: b\n"),
    "senders": repeated("", f"From: {EVE}\n"),
    "folds": repeated("Subject: a", "\n b"),
    "encoded words": repeated("Subject: ", "=?utf-8?q?a?= "),
    "comments": repeated("To: ", "("),
    "parameters": repeated("Content-Type: text/plain", "; a*1*=b"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_taking_a_mail_apart_takes_time_in_proportion(name):
    small, large = BOMBS[name](3_000), BOMBS[name](3_000 * FACTOR)

    assert growth(lambda: read_mail(small, OWN), lambda: read_mail(large, OWN)) < TOO_STEEP


@pytest.mark.parametrize("too_large", [False, True])
@pytest.mark.parametrize("name", [*BOMBS, "nested"])
def test_sender_of_a_bomb_is_still_known(name, too_large):
    raw = {**BOMBS, "nested": nested}[name](10_000)

    assert read_mail(raw, OWN, too_large=too_large).sender == EVE


def test_headers_without_end_are_no_letter():
    mail = read_mail(BOMBS["headers"](100_000), OWN)

    assert (mail.obstacle, mail.sender) == (Obstacle.BROKEN, EVE)
