"""Pictures of one form share what they may take: a small file can claim more points than a machine has memory for."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageOps
from werkzeug.datastructures import FileStorage

from portal.attachments.allowance import MAX_PIXELS_TOGETHER, Allowance
from portal.attachments.cleaning import clean_files
from portal.attachments.model import PictureBroken, SearchTooLong
from portal.policy.model import Attachments
from tests.unit.attachments.packing import pack, picture

LIMITS = Attachments(max_files=5, max_mb=1)
PHOTO = 4_000 * 3_000
"""Points of what most phones take."""


def upload(name, content):
    return FileStorage(BytesIO(content), name)


@pytest.fixture
def opened(monkeypatch):
    """The points of all pictures that are really read, in order."""
    points = []
    turn = ImageOps.exif_transpose

    def count(image, **settings):
        points.append(image.width * image.height)
        return turn(image, **settings)

    monkeypatch.setattr(ImageOps, "exif_transpose", count)
    return points


@pytest.fixture(scope="module")
def wall():
    """A few kilobytes that claim a quarter of what all pictures may have."""
    target = BytesIO()
    Image.new("1", (5_000, 5_000)).save(target, "PNG")
    return target.getvalue()


def test_five_photos_and_some_in_an_archive_are_within_it():
    left = Allowance()

    assert all(left.take_pixels(PHOTO) for _ in range(5 + 3))


def test_what_is_too_much_takes_nothing_from_the_others():
    left = Allowance(pixels=10)

    assert [left.take_pixels(number) for number in (6, 5, 4, 1)] == [True, False, True, False]


def test_no_more_points_are_read_than_all_pictures_may_have(opened, wall):
    archives = [upload(f"{number}.zip", pack({"a.png": wall, "b.txt": b"kept"})) for number in range(5)]

    result = clean_files(archives, LIMITS)

    assert sum(opened) <= MAX_PIXELS_TOGETHER
    assert [file.left_out for file in result.files] == [(), (), (), (), ("a.png",)]


def test_picture_that_is_too_much_is_refused_and_the_others_kept(opened, wall):
    files = [upload("a.jpg", picture()), *(upload(f"{number}.png", wall) for number in range(4))]

    result = clean_files([*files, upload("b.txt", b"hello")], replace(LIMITS, max_files=6))

    assert [file.name for file in result.files] == ["a.jpg", "0.png", "1.png", "2.png", "b.txt"]
    assert result.refused == (PictureBroken("3.png"),)


def test_time_for_pictures_counts_too():
    seconds = iter(range(0, 1000, 15))

    result = clean_files(
        [upload("one.png", picture("PNG")), upload("two.png", picture("PNG"))], LIMITS, lambda: float(next(seconds))
    )

    assert result.refused == (SearchTooLong("one.png"), SearchTooLong("two.png"))
