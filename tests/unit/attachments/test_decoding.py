"""Bytes become text whatever system wrote them, and what is no text does not."""

import pytest

from portal.attachments.decoding import NotText, decode_text

LOG = "Fehler 131047: пароль ungültig\r\nline two\r\n"


@pytest.mark.parametrize(
    "content",
    [
        LOG.encode(),
        LOG.encode("utf-8-sig"),
        LOG.encode("utf-16"),
        b"\xfe\xff" + LOG.encode("utf-16-be"),
        LOG.encode("utf-32"),
    ],
)
def test_text_is_read_in_every_encoding(content):
    assert decode_text(content) == LOG


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_is_read_without_a_mark(encoding):
    assert decode_text("2026-11-23 password: hunter2".encode(encoding)) == "2026-11-23 password: hunter2"


def test_western_text_is_read():
    assert decode_text("Größe".encode("cp1252")) == "Größe"


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 40,
        bytes(range(256)) * 4,
        b"\xff\xfe\x00\xd8\x00\xd8",
        b"\0" * 100,
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00",
        b"abc\0def",
    ],
)
def test_what_is_no_text_is_told_so(content):
    with pytest.raises(NotText):
        decode_text(content)


def test_colours_of_a_terminal_are_text():
    assert decode_text(b"\x1b[31merror\x1b[0m") == "\x1b[31merror\x1b[0m"
