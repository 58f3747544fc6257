"""The one object that views ask: it follows the library and always has the newest finished index in hand."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import blake2b
from typing import IO, TypeVar

from portal.articles.model import Library
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language
from portal.search.analysis import ANALYSER_VERSION
from portal.search.answering import LanguageIndex, in_own_language
from portal.search.builder import Render, library_documents
from portal.search.index.protocol import IndexDamaged
from portal.search.lexicon import commonest_stems, read_lexicon
from portal.search.model import Answer, Question, Suggestion
from portal.search.store import IndexStore
from portal.search.suggesting import suggest
from portal.search.synonyms import read_synonyms
from portal.web.logs import describe, log

T = TypeVar("T")

_RETRY_AFTER_S = 30.0
"""After a failed build the next one waits, so that a fault does not keep a processor busy."""


_MANY_DOCUMENTS = 5_000
"""From so many on, the collector's look at everything in memory is felt: at 15,000 a question waited 0.25 s for it."""

_WARMED = 450
"""Words whose documents are read before an index is put in place; at 15,000 documents that takes a second or two."""


class _Generation:
    """The indexes that were made from one library; closed when it is replaced and nobody reads it any more."""

    def __init__(
        self, library: Library, fingerprint: str, languages: Mapping[str, LanguageIndex], hold: IO[bytes] | None
    ) -> None:
        self.library = library
        self.fingerprint = fingerprint
        self.languages = languages
        # Also runs when the whole searcher is dropped without a word, as at the end of a process.
        self._close = weakref.finalize(self, _close, tuple(languages.values()), hold)
        self._lock = threading.Lock()
        self._readers = 1
        """The searcher itself is one until it lets go."""

    def take(self) -> bool:
        """Begin to read; False when it is closed already."""
        with self._lock:
            if self._readers == 0:
                return False
            self._readers += 1
            return True

    def release(self) -> None:
        """Stop reading."""
        with self._lock:
            self._readers -= 1
            unread = self._readers == 0
        if unread:
            self._close()


def _close(languages: Iterable[LanguageIndex], hold: IO[bytes] | None) -> None:
    for language in languages:
        language.opened.close()
    if hold:
        hold.close()


Measure = Callable[[str, float], None]
"""Told what was asked for, ``results`` or ``suggestions``, and how many seconds the answer took."""


class Reader:
    """The indexes of one library, for as long as somebody asks them; answers say when there are none yet."""

    def __init__(
        self,
        generation: _Generation | None,
        lose: Callable[[_Generation, IndexDamaged], None] | None = None,
        measure: Measure = lambda *_: None,
    ) -> None:
        self._generation = generation
        self._lose = lose
        """Told when the indexes turn out to be damaged."""
        self._measure = measure

    @property
    def library(self) -> Library | None:
        """What the indexes were made from: for a moment after a change, the library before it."""
        return self._generation.library if self._generation else None

    def search(self, question: Question) -> Answer:
        """The answer of these indexes."""
        started = time.perf_counter()
        answer = self._read(lambda generation: _answer(generation, question)) or Answer(question, building=True)
        took = time.perf_counter() - started
        self._measure("results", took)
        return replace(answer, took_ms=round(took * 1000, 2))

    def suggest(self, text: str, language: Language, limit: int = 8) -> tuple[Suggestion, ...]:
        """What may be meant by what has been typed so far; nothing while there is no index."""
        started = time.perf_counter()
        found = self._read(lambda generation: suggest(generation.languages[language.tag], text, limit)) or ()
        self._measure("suggestions", time.perf_counter() - started)
        return found

    def _read(self, read: Callable[[_Generation], T]) -> T | None:
        if self._generation is None:
            return None
        try:
            return read(self._generation)
        except IndexDamaged as error:
            if self._lose:
                self._lose(self._generation, error)
            return None


class Searcher:
    """Answers questions; safe to use from several threads.

    When the library has changed, its index is made in the background while the previous one answers. Before there
    is any, answers say that it is being built.
    """

    def __init__(
        self, library: Callable[[], Library], render: Render, store: IndexStore, measure: Measure = lambda *_: None
    ) -> None:
        self._library = library
        self._render = render
        self._store = store
        self._measure = measure
        self._current: _Generation | None = None
        self._building = threading.Lock()
        self._swapping = threading.Lock()
        self._failed_at: float | None = None

    def search(self, question: Question) -> Answer:
        """The answer of the newest finished index."""
        with self.open() as reader:
            return reader.search(question)

    def suggest(self, text: str, language: Language, limit: int = 8) -> tuple[Suggestion, ...]:
        """What may be meant by what has been typed so far; nothing while there is no index."""
        with self.open() as reader:
            return reader.suggest(text, language, limit)

    def refresh(self) -> None:
        """Bring the index up to date now, in this thread; for commands and for the start of a server."""
        with self._building:
            self._make(self._library())

    def close(self) -> None:
        """Give back files and memory; questions are answered as if there were no index."""
        with self._building:
            self._replace(None)

    @contextmanager
    def open(self) -> Iterator[Reader]:
        """The newest finished indexes, kept open for the block; newer ones are begun when the library has changed."""
        self._follow()
        generation = self._current
        while generation and not generation.take():
            generation = self._current
        try:
            yield Reader(generation, self._lose, self._measure)
        finally:
            if generation:
                generation.release()

    @property
    def has_index(self) -> bool:
        """Whether questions are answered, if only from the library before."""
        return self._current is not None

    @property
    def is_behind(self) -> bool:
        """Whether the index is not that of the library in service: a moment after a change, or when building fails."""
        current = self._current
        return current is None or current.fingerprint != index_fingerprint(self._library(), self._store.form)

    def _follow(self) -> None:
        library = self._library()
        if self.is_behind and not self._waits() and self._building.acquire(blocking=False):
            threading.Thread(target=self._make_in_background, args=(library,), name="search-index", daemon=True).start()

    def _waits(self) -> bool:
        return self._failed_at is not None and time.monotonic() - self._failed_at < _RETRY_AFTER_S

    def _make_in_background(self, library: Library) -> None:
        try:
            self._make(library)
        except Exception as error:  # noqa: BLE001 - whatever it was, the previous index goes on answering
            self._failed_at = time.monotonic()
            log.error("search_index_failed", error=describe(error))
        finally:
            self._building.release()

    def _make(self, library: Library) -> None:
        """Make the indexes of a library and put them in place of the previous ones; the caller holds the lock."""
        fingerprint = index_fingerprint(library, self._store.form)
        if self._current and self._current.fingerprint == fingerprint:
            return
        with ExitStack() as undo:
            hold = self._store.hold(fingerprint)
            if hold:
                undo.callback(hold.close)
            languages = {}
            for language in LANGUAGES:
                languages[language.tag] = self._open(library, fingerprint, language)
                undo.callback(languages[language.tag].opened.close)
            undo.pop_all()
        self._replace(_Generation(library, fingerprint, languages, hold))
        self._failed_at = None
        self._store.remove_others(fingerprint)
        if sum(index.size for index in languages.values()) > _MANY_DOCUMENTS:
            _leave_to_stay()

    def _replace(self, generation: _Generation | None) -> None:
        with self._swapping:
            previous, self._current = self._current, generation
        if previous:
            previous.release()

    def _lose(self, damaged: _Generation, error: IndexDamaged) -> None:
        """Let go of indexes whose files were changed by somebody; the next question has them made again."""
        with self._swapping:
            if self._current is not damaged:
                return
            self._current = None
        log.error("search_index_lost", error=describe(error))
        damaged.release()

    def _open(self, library: Library, fingerprint: str, language: Language) -> LanguageIndex:
        opened = self._store.obtain(fingerprint, language, lambda: library_documents(library, language, self._render))
        synonyms = read_synonyms(library.synonyms.get(language.tag, ""), language)
        lexicon = read_lexicon(opened.index, language, synonyms, library.error_codes.numbers)
        if len(library.articles) > _MANY_DOCUMENTS:
            opened.index.warm(commonest_stems(lexicon, _WARMED))
        return LanguageIndex(opened, lexicon, len(library.articles), library.error_codes)


def _leave_to_stay() -> None:
    """Keep the collector from looking again and again at words that stay until the next index; what went, goes."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def index_fingerprint(library: Library, form: str) -> str:
    """Names an index by everything it is made of: the library, the way words are analysed, the form of its files."""
    return blake2b("\0".join((library.fingerprint, ANALYSER_VERSION, form)).encode(), digest_size=12).hexdigest()


def _answer(generation: _Generation, question: Question) -> Answer:
    """The answer in the reader's language, or in English when that language has none.

    Filters have no part in that choice, or the numbers beside them would be those of another language.
    A question whose words only English knows as they are written is an English one: it is not bent into words of the
    reader's language.
    """
    own = generation.languages[question.language.tag]
    plan = own.plan(question)
    answer = own.answer(question, plan)
    if question.language == DEFAULT_LANGUAGE or (plan.understood and answer.unrestricted):
        return answer
    english = generation.languages[DEFAULT_LANGUAGE.tag]
    english_plan = english.plan(question)
    if answer.unrestricted and not english_plan.understood:
        return answer
    in_english = english.answer(question, english_plan)
    return in_own_language(in_english, own, answer.errors) if in_english.unrestricted else answer
