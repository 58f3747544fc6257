"""What texts hold is found once, and found again whenever they, or what finds it, are not the same."""

import os

import pytest

from portal.articles import findings, remembered
from portal.articles.remembered import RememberedTexts
from portal.articles.snapshot import LibraryHolder
from portal.articles.source import ContentFolder

IDS = [f"messages/text-{number}" for number in range(60)]
BODY = "## One {#one}\n\n[Other](#one), {{ policy.channels.email.first_response }}.\n"
DAMAGES = (lambda kept: kept[:-9], lambda kept: kept.replace(b"About", b"Above"), lambda _: b"")


@pytest.fixture
def taken_apart(monkeypatch):
    """The files that were taken apart, by name."""
    take_apart, paths = findings.take_apart, []
    monkeypatch.setattr(
        findings, "take_apart", lambda source, path, *rest: paths.append(path) or take_apart(source, path, *rest)
    )
    return paths


@pytest.fixture
def start(tmp_path, writer):
    """Start as the server does: read, and keep what was found."""

    def start() -> LibraryHolder:
        holder = LibraryHolder(writer.path, remembered=RememberedTexts(tmp_path / "instance", writer.path))
        holder.remember()
        return holder

    return start


@pytest.fixture
def texts(writer):
    for article in IDS:
        writer.write(article, title=f"About {article}", body=BODY)


def kept_file(tmp_path):
    (file,) = (tmp_path / "instance" / remembered.FOLDER).iterdir()
    return file


def test_second_start_finds_everything_without_looking(texts, start, writer, taken_apart):
    first = start()
    taken_apart.clear()

    second = start()

    assert taken_apart == []
    assert second.current() == ContentFolder(writer.path).read().library == first.current()


def test_text_that_looks_unchanged_from_outside_is_looked_at(texts, start, writer, taken_apart):
    start()
    file = writer.path / "articles" / IDS[0] / "en.md"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"About", b"Above"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    taken_apart.clear()

    holder = start()

    assert taken_apart == [f"{writer.path.name}/articles/{IDS[0]}/en.md"]
    assert next(iter(holder.current().articles.values()))["en"].title == f"Above {IDS[0]}"


def test_text_that_moved_is_looked_at_where_it_is(texts, start, writer, taken_apart):
    start()
    folder = writer.path / "articles"
    (folder / IDS[0]).rename(folder / "messages/moved")
    taken_apart.clear()

    start()

    assert taken_apart == [f"{writer.path.name}/articles/messages/moved/en.md"]


@pytest.mark.parametrize("damage", DAMAGES, ids=["cut", "changed", "empty"])
def test_damaged_file_counts_as_none(texts, start, tmp_path, taken_apart, damage):
    start()
    kept_file(tmp_path).write_bytes(damage(kept_file(tmp_path).read_bytes()))
    taken_apart.clear()

    holder = start()

    assert len(taken_apart) == len(IDS)
    assert next(iter(holder.current().articles.values()))["en"].title == f"About {IDS[0]}"


def test_what_other_code_found_counts_for_nothing(texts, start, taken_apart, monkeypatch):
    start()
    monkeypatch.setattr(remembered, "_finder", lambda: "of another version")
    taken_apart.clear()

    start()

    assert len(taken_apart) == len(IDS)


def test_every_module_that_finds_something_counts_as_code(monkeypatch):
    names = {module.stem for module in remembered._list_modules()}

    assert {"findings", "frontmatter", "outline", "links", "staleness", "model"} <= names


def test_few_changes_are_left_for_a_later_start(texts, start, writer, tmp_path):
    start()
    before = kept_file(tmp_path).read_bytes()
    writer.write(IDS[0], title="Changed")
    start()
    assert kept_file(tmp_path).read_bytes() == before

    for article in IDS[:9]:
        writer.write(article, title="Changed, too")
    start()
    assert kept_file(tmp_path).read_bytes() != before


def test_folder_that_nothing_can_be_written_to_is_no_fault(texts, start, tmp_path, taken_apart):
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / remembered.FOLDER).write_text("in the way")

    start()
    start()

    assert len(taken_apart) == 2 * len(IDS)


def test_forked_process_reads_only_what_changes_later(texts, writer, taken_apart):
    LibraryHolder(writer.path).hand_on()
    forked = LibraryHolder(writer.path)
    taken_apart.clear()
    writer.write(IDS[0], title="Changed")

    assert forked.refresh()

    assert taken_apart == [f"{writer.path.name}/articles/{IDS[0]}/en.md"]
