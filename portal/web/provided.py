"""How a view finds what `portal.services` chose, without knowing who chose it."""

from typing import Generic, TypeVar, cast

from flask import Flask, current_app

T = TypeVar("T")


class Provided(Generic[T]):
    """A named place in the application that `services` fills once and views read.

    Rooms declare their places in ``current.py``. This keeps the direction of imports: a view asks for a type of
    its own room or a lower one, and only `services` knows the implementation.
    """

    def __init__(self, name: str) -> None:
        self.name = f"portal.{name}"

    def put(self, app: Flask, value: T) -> None:
        """Fill the place; done once while the application is put together."""
        app.extensions[self.name] = value

    def get(self) -> T:
        """What stands here in the current application.

        Raises:
            KeyError: when `services` forgot to fill the place, a fault of ours.
        """
        return cast("T", current_app.extensions[self.name])
