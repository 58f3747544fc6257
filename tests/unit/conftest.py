import pytest

from tests.unit.articles.content_folder import Writer


@pytest.fixture
def writer(tmp_path) -> Writer:
    """An empty content folder and somebody to fill it."""
    return Writer(tmp_path / "content")
