"""Zip files are opened without trust, and what comes out is written anew."""

import json
import stat
import zipfile
from io import BytesIO

import pytest

from portal.attachments import archives
from portal.attachments.allowance import Allowance
from portal.attachments.archives import MAX_ENTRIES, room_in, safe_path
from portal.attachments.cleaning import clean_file
from portal.attachments.model import (
    ArchiveBroken,
    ArchiveEncrypted,
    ArchiveTooLarge,
    ArchiveWithoutUse,
    CleanFile,
    CompressionRefused,
    FileTypeRefused,
)
from tests.unit.attachments.packing import lie_about_size, pack, picture, set_encrypted, unpack

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"
PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 60


def test_every_entry_is_cleaned_by_the_rules_for_files():
    packed = pack(
        {
            "logs/app.log": f"one\nD360-API-KEY: {KEY}\n".encode(),
            "calls.har": json.dumps({"cookies": [{"name": "a", "value": "b1"}]}).encode(),
            "screen.jpg": picture(),
            "run.exe": PROGRAM,
        }
    )

    cleaned = clean_file("logs.zip", packed)

    assert isinstance(cleaned, CleanFile)
    entries = unpack(cleaned.content)
    assert list(entries) == ["logs/app.log", "calls.har", "screen.jpg"]
    assert entries["logs/app.log"] == "one\nD360-API-KEY: Zq8R…3cHf".encode()
    assert json.loads(entries["calls.har"])["cookies"][0]["value"] == "•••"
    assert b"SecretCamera" not in entries["screen.jpg"]
    assert cleaned.left_out == ("run.exe",)
    assert (cleaned.spots[0].place, cleaned.spots[0].line) == ("logs.zip: logs/app.log", 2)


def test_comments_extras_and_what_stands_before_and_behind_the_archive_are_gone():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = b"SecretComment"
        info = zipfile.ZipInfo("a.txt", (2026, 1, 2, 3, 4, 5))
        info.comment, info.extra = b"SecretNote", b"\x99\x99\x06\x00Secret"
        archive.writestr(info, b"hello")

    cleaned = clean_file("a.zip", target.getvalue() + b"SecretTail")

    assert isinstance(cleaned, CleanFile)
    assert b"Secret" not in cleaned.content
    assert unpack(cleaned.content) == {"a.txt": b"hello"}


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Windows\\system.ini", "C_/Windows/system.ini"),
        ("..\\..\\a.txt", "a.txt"),
        ("a/./b/../c.txt", "a/b/c.txt"),
        ("\u202etxt.exe", "txt.exe"),
        ("..", "file"),
        ("", "file"),
        ("x/" * 300 + "a.txt", "x/x/x/x/x/x/x/a.txt"),
    ],
)
def test_path_leads_nowhere_but_below(path, safe):
    assert safe_path(path) == safe


def test_entries_with_paths_out_of_the_folder_lie_in_it():
    cleaned = clean_file("a.zip", pack({"../../a.txt": b"one", "/a.txt": b"two", "A.TXT": b"three"}))

    assert isinstance(cleaned, CleanFile)
    assert unpack(cleaned.content) == {"a.txt": b"one", "2-a.txt": b"two", "3-A.TXT": b"three"}


def test_secret_in_the_name_of_an_entry_is_masked():
    cleaned = clean_file("a.zip", pack({f"D360-API-KEY {KEY}.txt": b"one"}))

    assert isinstance(cleaned, CleanFile)
    assert KEY.encode() not in cleaned.content


def test_link_within_an_archive_is_left_out():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "one")

    cleaned = clean_file("a.zip", target.getvalue())

    assert isinstance(cleaned, CleanFile)
    assert unpack(cleaned.content) == {"a.txt": b"one"}
    assert cleaned.left_out == ("link.txt",)


def test_bomb_is_refused_by_what_it_says():
    assert isinstance(clean_file("a.zip", pack({"a.txt": b"0" * 3_000_000})), ArchiveTooLarge)


def test_bomb_that_lies_about_its_size_is_refused():
    packed = lie_about_size(pack({"a.txt": b"0" * 3_000_000}), 100)

    assert isinstance(clean_file("a.zip", packed), ArchiveBroken | ArchiveTooLarge)


def test_too_many_entries_are_refused():
    packed = pack({f"{number}.txt": b"x" for number in range(MAX_ENTRIES + 1)}, zipfile.ZIP_STORED)

    assert isinstance(clean_file("a.zip", packed), ArchiveTooLarge)


def test_entries_that_are_too_much_together_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_UNPACKED_MB", 1)
    packed = pack(dict.fromkeys(("a.txt", "b.txt"), b"x" * 600000), zipfile.ZIP_STORED)

    assert isinstance(clean_file("a.zip", packed), ArchiveTooLarge)


def test_bomb_of_many_small_entries_is_refused_unsearched():
    packed = pack({f"{number}.txt": b"password: a password is password for b " * 25_000 for number in range(8)})
    searched = []

    assert isinstance(clean_file("a.zip", packed, Allowance(lambda: searched.append(1))), ArchiveTooLarge)
    assert not searched


def test_small_archives_of_logs_are_taken():
    lines = "".join(
        f"2026-11-27T08:{n // 60 % 60:02}:{n % 60:02}Z INFO request {n} took {n % 97} ms\n" for n in range(15_000)
    )
    packed = pack({f"{number}.log": lines.encode() for number in range(5)})

    assert sum(map(len, unpack(packed).values())) > 2_000_000
    assert isinstance(clean_file("a.zip", packed), CleanFile)


def test_short_files_of_one_letter_are_no_bomb():
    packed = pack({f"{number}.txt": b"0" * 300_000 for number in range(3)})

    assert isinstance(clean_file("a.zip", packed), CleanFile)


@pytest.mark.parametrize(("packed", "room"), [(0, 1_000_000), (10_000, 2_000_000), (1_000_000, 50_000_000)])
def test_as_much_comes_out_of_an_archive_as_its_size_lets_expect(packed, room):
    assert room_in(packed) == room


def test_archive_within_an_archive_is_left_out():
    inner = pack({"a.txt": b"one"})

    assert clean_file("a.zip", pack({"inner.zip": inner})) == ArchiveWithoutUse("a.zip", ("inner.zip",))
    cleaned = clean_file("a.zip", pack({"inner.zip": inner, "b.txt": b"two"}))
    assert isinstance(cleaned, CleanFile)
    assert cleaned.left_out == ("inner.zip",)


def test_archive_with_a_password_is_refused_for_it():
    assert clean_file("a.zip", set_encrypted(pack({"a.txt": b"one"}))) == ArchiveEncrypted("a.zip")


def test_method_that_nobody_needs_is_left_out():
    assert clean_file("a.zip", pack({"a.txt": b"one"}, zipfile.ZIP_LZMA)) == ArchiveWithoutUse("a.zip", ("a.txt",))


@pytest.mark.parametrize("cut", [1, 30, 60])
def test_archive_that_was_cut_off_is_broken(cut):
    packed = pack({"a.txt": b"some words to pack"})

    assert clean_file("a.zip", packed[:-cut]) == ArchiveBroken("a.zip")


def test_entry_that_is_damaged_breaks_the_archive():
    packed = bytearray(pack({"a.txt": b"some words to pack" * 20}))
    packed[45] ^= 0xFF

    assert clean_file("a.zip", bytes(packed)) == ArchiveBroken("a.zip")


def test_empty_archive_is_of_no_use():
    assert clean_file("a.zip", pack({})) == ArchiveWithoutUse("a.zip")


def test_what_systems_add_is_dropped_in_silence():
    cleaned = clean_file("a.zip", pack({"a.txt": b"one", "__MACOSX/._a.txt": b"x", ".DS_Store": b"x"}))

    assert isinstance(cleaned, CleanFile)
    assert unpack(cleaned.content) == {"a.txt": b"one"}
    assert cleaned.left_out == ()


@pytest.mark.parametrize(
    "start", [b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00", b"\xfd7zXZ\x00", b"BZh9"]
)
def test_other_archives_are_told_to_be_no_zip(start):
    assert clean_file("a.bin", start + b"\x00" * 300) == CompressionRefused("a.bin")


def test_office_documents_are_no_archives_to_look_into():
    packed = pack({"[Content_Types].xml": b"<x/>", "_rels/.rels": b"<x/>", "word/document.xml": b"<x/>"})

    assert isinstance(clean_file("a.docx", packed), FileTypeRefused | CleanFile)
