"""What portals of their own that only let people in read, instead of the whole library: they start in half the time."""

import pytest

from tests.web.freezing.sites import write_small_site


@pytest.fixture(scope="session")
def few_articles(tmp_path_factory):
    """A content folder with two articles, of the same company."""
    folder = write_small_site(tmp_path_factory.mktemp("few") / "content").path
    site = folder / "site.yml"
    site.write_text(site.read_text().replace("Example", "360dialog"))
    return folder
