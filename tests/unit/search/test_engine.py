"""What any engine must do, proved on Whoosh: the same on disk and in memory."""

import threading

import pytest

from portal.search.index.protocol import Alternative, Concept, Entry, IndexDamaged, Prefix
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.model import Filters


def entry(weights: dict[str, float], **changes) -> Entry:
    values = {
        "labels": {},
        "words": frozenset(weights),
        "codes": (),
        "category": "messages",
        "kind": "guide",
        "component": "",
        **changes,
    }
    return Entry(weights, **values)


def concept(*ways: tuple[str, ...] | str, weight: float = 1.0) -> Concept:
    return Concept(tuple(Alternative((way,) if isinstance(way, str) else way, weight) for way in ways))


ENTRIES = [
    entry({"templat": 5.0, "reject": 1.0}, labels={"template": 3.0}, codes=("131047", "0")),
    entry(
        {"templat": 1.0, "key": 1.0}, labels={"keys": 3.0, "kept": 1.0}, category="keys", words=frozenset({"schlüssel"})
    ),
    entry({"key": 1.0, "api": 1.0}, category="keys", kind="policy", codes=("131047",)),
]


@pytest.fixture(params=["disk", "memory"])
def index(request, tmp_path):
    built = WhooshIndex.build(ENTRIES, tmp_path if request.param == "disk" else None)
    if request.param == "disk":
        built.close()
        built = WhooshIndex.open(tmp_path)
    yield built
    built.close()


def numbers(matches) -> list[int]:
    return [hit.number for hit in matches.hits]


def test_more_of_a_word_is_better(index):
    matches = index.match([concept("templat")], Filters(), 10)

    assert numbers(matches) == [0, 1]
    assert matches.total == 2


def test_all_of_a_question_comes_before_a_part_of_it(index):
    matches = index.match([concept("templat"), concept("key")], Filters(), 10)

    assert numbers(matches)[0] == 1
    assert matches.hits[0].coverage == 1


def test_ways_to_say_it_stand_for_each_other(index):
    assert set(numbers(index.match([concept("reject", "api")], Filters(), 10))) == {0, 2}


def test_all_stems_of_a_way_must_be_there(index):
    assert numbers(index.match([concept(("key", "api"))], Filters(), 10)) == [2]


def test_unknown_stems_neither_find_nor_hinder(index):
    assert numbers(index.match([concept("nowhere"), concept("api")], Filters(), 10)) == [2]
    assert index.match([concept("nowhere")], Filters(), 10).total == 0
    assert index.match([], Filters(), 10).total == 0


def test_filters_hold(index):
    assert numbers(index.match([concept("key")], Filters(category="keys", kind="policy"), 10)) == [2]
    assert numbers(index.match([concept("key")], Filters(kind="nothing"), 10)) == []


def test_limit_bounds_hits_but_not_their_number(index):
    matches = index.match([concept("key")], Filters(), 1)

    assert (len(matches.hits), matches.total) == (1, 2)


def test_codes_lead_to_their_documents(index):
    assert index.find_code("131047") == (0, 2)
    assert index.find_code("13104") == ()
    assert index.codes() == {"131047", "0"}


def test_beginnings_of_labels_are_completed(index):
    assert index.complete(Prefix("ke"), 10) == (1,)
    assert index.complete(Prefix("te", ("nowhere",)), 10) == (0,)
    assert index.complete(Prefix("zz"), 10) == ()


def test_vocabulary_holds_words_as_they_are_written(index):
    assert dict(index.vocabulary()) == {"templat": 1, "reject": 1, "schlüssel": 1, "key": 1, "api": 1}
    assert index.count("templat") == 2


def test_empty_library_has_an_index(tmp_path):
    empty = WhooshIndex.build([], tmp_path)

    assert empty.match([concept("key")], Filters(), 10).total == 0
    assert not empty.codes()
    empty.close()


# Whoosh leaves a file open when it cannot read it.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damage_is_told(tmp_path, damage):
    WhooshIndex.build(ENTRIES, tmp_path).close()
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:20]) if damage == "cut" else file.unlink()

    with pytest.raises(IndexDamaged):
        WhooshIndex.open(tmp_path)


def test_threads_read_the_same(tmp_path):
    entries = [entry({f"word{number % 7}": 1.0, f"rare{number}": 1.0}) for number in range(600)]
    WhooshIndex.build(entries, tmp_path).close()
    index = WhooshIndex.open(tmp_path)
    wrong: list[str] = []

    def read(first: int) -> None:
        for number in range(first, 600, 4):
            hits = index.match([concept(f"rare{number}"), concept(f"word{number % 7}")], Filters(), 1).hits
            if [hit.number for hit in hits] != [number]:
                wrong.append(f"rare{number}")

    threads = [threading.Thread(target=read, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong
    index.close()


def test_index_in_memory_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    written = []
    monkeypatch.setattr("os.makedirs", lambda *args, **_: written.append(args))

    index = WhooshIndex.build(ENTRIES, None)

    assert index.count("reject") == 1
    assert (list(tmp_path.iterdir()), written) == ([], [])
