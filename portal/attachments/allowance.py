"""What looking through files may take: a processor's time for the texts, points of pictures for time and memory."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

SEARCH_SECONDS = 20.0
"""So much of a processor's time the files of one form may take; a log of 25 MB takes a third of it.

It is not time on the wall, or a busy hour would refuse what a quiet one takes.
"""
MAX_PIXELS_TOGETHER = 100_000_000
"""Points of all pictures of one form, those in archives too: eight photos of a phone's usual 12 million, or two of its
largest. A file of a kilobyte can claim 50 million, which cost two seconds and 500 MB."""


class SearchGivenUp(Exception):
    """The time for looking through files is over."""


def start_search(clock: Callable[[], float] = thread_time) -> Callable[[], None]:
    """Begin the time that one form has; what is given back is to be called on the way.

    ``clock`` gives the seconds spent. What is given back raises `SearchGivenUp` once the time is over.
    """
    deadline = clock() + SEARCH_SECONDS

    def pause() -> None:
        if clock() > deadline:
            raise SearchGivenUp

    return pause


@dataclass
class Allowance:
    """What the files of one form may still take; each of them takes its part of it."""

    pause: Callable[[], None] = lambda: None
    """Called again and again; what it raises ends the search."""
    pixels: int = MAX_PIXELS_TOGETHER

    def take_pixels(self, number: int) -> bool:
        """Take the points of a picture before it is opened; False, and nothing taken, when there are too many."""
        if number > self.pixels:
            return False
        self.pixels -= number
        return True
