from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from portal.web.current import current_database

Samples = dict[tuple[str, frozenset], float]


def read_metrics(text: str) -> Samples:
    """Every sample of an answer, by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def measured(app) -> Callable[..., float]:
    """A figure of the moment, by its name and labels."""

    def measured(name, **labels):
        return read_metrics(app.test_client().get("/metrics").text)[name, frozenset(labels.items())]

    return measured


@pytest.fixture
def stored(app):
    with app.app_context():
        return current_database.get()
