"""Counting must not end a process when the disk is full; a real full disk is in ``tests/faults``."""

import errno
import os
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from portal.web.count_files import FIRST_BYTES, CountFile

KEYS = [f"a key of some length, number {number:04}" for number in range(1500)]


@pytest.fixture
def open_counts(tmp_path):
    with ExitStack() as stack:

        def open_counts():
            return stack.enter_context(closing(CountFile(str(tmp_path / "counter_1.db"))))

        yield open_counts


@pytest.fixture
def fill_disk(monkeypatch):
    def fill_disk():
        def refuse(descriptor, offset, size):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "posix_fallocate", refuse)

    return fill_disk


def count_up(counts):
    for number, key in enumerate(KEYS):
        counts.read_value(key)
        counts.write_value(key, float(number), 0.0)


def read(counts):
    return {key: value for key, value, _ in counts.read_all_values()}


def test_room_is_taken_before_it_is_written_to(tmp_path, open_counts):
    counts = open_counts()
    count_up(counts)

    found = (tmp_path / "counter_1.db").stat()

    assert found.st_size > FIRST_BYTES
    assert found.st_blocks * 512 >= found.st_size, "a hole in the file"
    assert {key: value for key, value, _, _ in CountFile.read_all_values_from_file(tmp_path / "counter_1.db")} == read(
        counts
    )


def test_without_any_room_it_counts_in_memory_and_leaves_no_damaged_file(tmp_path, open_counts, fill_disk):
    fill_disk()

    counts = open_counts()
    count_up(counts)

    assert read(counts) == {key: float(number) for number, key in enumerate(KEYS)}
    assert list(tmp_path.iterdir()) == []


def test_without_more_room_it_goes_on_in_memory(tmp_path, open_counts, fill_disk):
    counts = open_counts()
    counts.write_value("before", 7.0, 0.0)
    fill_disk()

    count_up(counts)

    assert read(counts) == {"before": 7.0} | {key: float(number) for number, key in enumerate(KEYS)}
    assert (tmp_path / "counter_1.db").stat().st_size == FIRST_BYTES


def test_another_mistake_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        CountFile(str(Path(tmp_path) / "missing" / "counter_1.db"))
