"""What the queue shows, as tests read it."""

from tests.html_document import text_of
from tests.page import Page


def subjects(page: Page) -> list[str]:
    """The subjects of its rows, from the first to the last."""
    links = page.document.list_elements("a")
    return [text_of(link) for link in links if link.get("data-row") is not None]
