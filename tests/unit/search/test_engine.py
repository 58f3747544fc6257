"""What any engine must do: the same with both, on disk and in memory."""

import threading
from random import Random

import pytest

from portal.search.index.protocol import Alternative, Concept, Entry, IndexDamaged, Prefix
from portal.search.index.tantivy_index import TantivyIndex
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


@pytest.fixture(params=[WhooshIndex, TantivyIndex], ids=["whoosh", "tantivy"])
def engine(request):
    return request.param


@pytest.fixture(params=["disk", "memory"])
def index(request, engine, tmp_path):
    built = engine.build(ENTRIES, tmp_path if request.param == "disk" else None)
    if request.param == "disk":
        built.close()
        built = engine.open(tmp_path)
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


def test_empty_library_has_an_index(engine, tmp_path):
    empty = engine.build([], tmp_path)

    assert empty.match([concept("key")], Filters(), 10).total == 0
    assert not empty.codes()
    empty.close()


# Whoosh leaves a file open when it cannot read it.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_damage_is_told(engine, tmp_path, damage):
    engine.build(ENTRIES, tmp_path).close()
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:20]) if damage == "cut" else file.unlink()

    with pytest.raises(IndexDamaged):
        engine.open(tmp_path)


def test_both_engines_find_the_same():
    random = Random(1)
    words = [f"stem{number}" for number in range(12)]
    weight = [1.0, 2.5, 5.0, 7.5, 14.0]
    entries = [
        entry(
            {word: random.choice(weight) for word in random.sample(words, random.randint(1, 6))},
            labels={word: random.choice((2.0, 4.0, 5.0)) for word in random.sample(words, 2)},
            codes=tuple(random.sample(("100", "131047", "132000"), random.randint(0, 2))),
            category=random.choice(("keys", "messages")),
            kind=random.choice(("guide", "policy")),
            component=random.choice(("", "api", "webhooks")),
        )
        for _ in range(80)
    ]
    whoosh, tantivy = (engine.build(entries, None) for engine in (WhooshIndex, TantivyIndex))

    for _ in range(60):
        asked = [
            concept(*random.sample(words, random.randint(1, 2)), weight=random.choice((1.0, 0.7)))
            for _ in range(random.randint(1, 4))
        ]
        filters = Filters(random.choice(("", "keys")), random.choice(("", "guide")), random.choice(("", "api")))
        first, second = (index.match(asked, filters, 10, (3, 5)) for index in (whoosh, tantivy))
        assert numbers(first) == numbers(second)
        assert [hit.score for hit in first.hits] == pytest.approx([hit.score for hit in second.hits], rel=1e-5)
        assert [hit.coverage for hit in first.hits] == pytest.approx([hit.coverage for hit in second.hits])
        counts = [(each.total, each.unrestricted, each.facets) for each in (first, second)]
        assert counts[0] == counts[1]
    for start in ("st", "stem1", "stem11", "x"):
        prefix = Prefix(start, tuple(random.sample(words, 1)))
        assert whoosh.complete(prefix, 20) == tantivy.complete(prefix, 20)
    assert [whoosh.count(word) for word in words] == [tantivy.count(word) for word in words]
    assert dict(whoosh.vocabulary()) == dict(tantivy.vocabulary())
    assert dict(whoosh.labels()) == dict(tantivy.labels())
    assert {code: whoosh.find_code(code) for code in whoosh.codes()} == {
        code: tantivy.find_code(code) for code in tantivy.codes()
    }


def test_what_is_named_fits_in_any_case(index):
    matches = index.match([concept("templat")], Filters(), 1, named=(2,))

    assert numbers(matches) == [0, 2]
    assert (matches.total, matches.unrestricted) == (3, 3)
    assert matches.facets["kind"] == {"guide": 2, "policy": 1}
    assert numbers(index.match([concept("templat")], Filters(kind="guide"), 10, named=(2,))) == [0, 1]


def test_threads_read_the_same(engine, tmp_path):
    entries = [entry({f"word{number % 7}": 1.0, f"rare{number}": 1.0}) for number in range(600)]
    engine.build(entries, tmp_path).close()
    index = engine.open(tmp_path)
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


def test_index_in_memory_writes_nothing(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    written = []
    monkeypatch.setattr("os.makedirs", lambda *args, **_: written.append(args))

    index = engine.build(ENTRIES, None)

    assert index.count("reject") == 1
    assert (list(tmp_path.iterdir()), written) == ([], [])


def test_stems_read_ahead_give_the_same_answer(index):
    before = index.match([concept("templat"), concept("key")], Filters(), 10)

    index.warm(["templat", "key", "nowhere"])

    assert index.match([concept("templat"), concept("key")], Filters(), 10) == before
