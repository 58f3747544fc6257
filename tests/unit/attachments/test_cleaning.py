"""A file is what its bytes are: names prove nothing, and end as what the file is."""

from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.attachments.cleaning import clean_file, clean_files, name_for
from portal.attachments.model import (
    Cleaned,
    CleanFile,
    FileTooLarge,
    FileTypeRefused,
    PictureBroken,
    SearchTooLong,
    TooManyFiles,
)
from portal.policy.model import Attachments
from tests.unit.attachments.packing import GPS_INFO, MAKER, picture

LIMITS = Attachments(max_files=3, max_mb=1)
SCRIPT = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


def upload(name: str, content: bytes) -> FileStorage:
    return FileStorage(BytesIO(content), name)


def cleaned(name: str, content: bytes) -> CleanFile:
    result = clean_file(name, content)
    assert isinstance(result, CleanFile), result
    return result


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_device_and_comments_are_really_gone(kind):
    original = picture(kind)
    assert Image.open(BytesIO(original)).getexif().get_ifd(GPS_INFO)

    result = cleaned(f"photo.{kind.lower()}", original)

    exif = Image.open(BytesIO(result.content)).getexif()
    assert not exif.get_ifd(GPS_INFO)
    assert MAKER not in exif
    assert b"Secret" not in result.content


def test_what_hides_behind_a_picture_is_gone():
    result = cleaned("a.png", picture("PNG") + b"<script>alert(1)</script>PK\x03\x04")

    assert b"script" not in result.content
    assert not result.content.endswith(b"PK\x03\x04")


def test_transparent_picture_stays_transparent():
    target = BytesIO()
    image = Image.new("P", (4, 4))
    image.save(target, "PNG", transparency=0)

    result = cleaned("a.png", target.getvalue())

    assert Image.open(BytesIO(result.content)).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_turned_as_its_metadata_said(kind):
    image, target = Image.new("RGB", (40, 20)), BytesIO()
    image.getexif()[0x0112] = 6
    image.save(target, kind, exif=image.getexif())

    upright = Image.open(BytesIO(cleaned("a.picture", target.getvalue()).content))

    assert (upright.size, dict(upright.getexif())) == ((20, 40), {})


@pytest.mark.parametrize("cut", [20, 60, 100])
def test_picture_that_was_cut_off_is_refused(cut):
    assert clean_file("a.jpg", picture()[:cut]) in {PictureBroken("a.jpg"), FileTypeRefused("a.jpg")}


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.html", "a.txt", "a.xhtml", "a.pdf", "a.html. ", ".html"])
@pytest.mark.parametrize("content", [SCRIPT, "<!doctype html><script>alert(1)</script>", "<?xml version='1.0'?><a/>"])
def test_markup_is_kept_as_the_text_it_is(name, content):
    result = cleaned(name, content.encode())

    assert result.media_type == "text/plain"
    assert result.name.endswith(".txt")


@pytest.mark.parametrize(
    ("name", "media_type", "right"),
    [
        ("screen.html", "image/png", "screen.html.png"),
        ("screen.JPEG", "image/jpeg", "screen.JPEG"),
        ("a.exe", "application/pdf", "a.exe.pdf"),
        ("a.docx", "application/zip", "a.docx.zip"),
        ("trace.har", "text/plain", "trace.har"),
        ("LICENSE", "text/plain", "LICENSE"),
        ("run.bat", "text/plain", "run.bat.txt"),
        ("x" * 130 + ".hta", "text/plain", "x" * 116 + ".txt"),
    ],
)
def test_name_ends_as_what_the_file_is(name, media_type, right):
    assert name_for(name, media_type) == right


def test_every_file_is_judged_on_its_own():
    result = clean_files(
        [
            upload("good.txt", b"password: hunter2"),
            upload("run.exe", b"MZ\x90\x00\x03" + b"\x00" * 60),
            upload("big.txt", b"x" * 1_000_001),
            upload("surplus.txt", b"x"),
            upload("", b""),
        ],
        LIMITS,
    )

    assert [file.name for file in result.files] == ["good.txt"]
    assert result.refused == (
        FileTypeRefused("run.exe"),
        FileTooLarge("big.txt", 1),
        TooManyFiles(3, ("surplus.txt",)),
    )


def test_file_of_exactly_the_largest_size_is_taken():
    assert clean_files([upload("a.txt", b"x" * 1_000_000)], LIMITS).refused == ()


def test_spot_tells_line_and_surroundings():
    result = cleaned("app.log", b"one\ntwo password: hunter2 three\n")

    (spot,) = result.spots
    assert (spot.place, spot.line, spot.before, spot.shown, spot.after) == (
        "app.log",
        2,
        "two password: ",
        "•••",
        " three",
    )


def test_windows_log_is_searched():
    result = cleaned("app.log", "one\r\npassword: hunter2\r\n".encode("utf-16"))

    assert result.content == "one\npassword: •••".encode()


def test_search_that_takes_too_long_is_given_up():
    seconds = iter(range(0, 1000, 20))

    result = clean_files(
        [upload("slow.txt", b"hello"), upload("slower.txt", b"hello")], LIMITS, lambda: float(next(seconds))
    )

    assert [file.name for file in result.files] == ["slow.txt"]
    assert result.refused == (SearchTooLong("slower.txt"),)


def test_no_files_are_no_trouble():
    assert clean_files([], LIMITS) == Cleaned()
