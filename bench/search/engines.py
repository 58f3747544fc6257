"""The engines that the portal can keep its index in."""

from importlib import import_module
from importlib.util import find_spec

from portal.search.index.protocol import SearchIndex

_ENGINES = {"whoosh": ("whoosh_index", "WhooshIndex"), "tantivy": ("tantivy_index", "TantivyIndex")}


def find_engines() -> dict[str, type[SearchIndex]]:
    """Those that can be used on this machine, by the names that the setting has for them."""
    found = {}
    for name, (module, engine) in _ENGINES.items():
        place = f"portal.search.index.{module}"
        if find_spec(name) and find_spec(place):
            found[name] = getattr(import_module(place), engine)
    return found
