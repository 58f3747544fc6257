"""What makes a process start sooner: a start is mostly the loading of code, and people wait for it."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Load code and content without looking for garbage meanwhile: there is none yet, and looking takes a fifth.

    What is there afterwards is never looked at again, so that processes forked from this one share its memory.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def without_package(name: str) -> Iterator[None]:
    """Let what is imported inside the block believe that an optional package is not installed.

    Nothing happens to one that is loaded already.
    """
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # Python's own way to say that there is no such module.
    try:
        yield
    finally:
        del sys.modules[name]
