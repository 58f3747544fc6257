"""Articles that other rooms lead to by name; a library without one of them links nothing."""

from portal.articles.current import request_library
from portal.articles.links import ArticleId, article_address
from portal.articles.model import Found
from portal.web.i18n import current_language

LEAKED_KEY = ArticleId("api-keys", "leaked-key")
"""What to do about a key that others may have seen."""
LOST_ACCESS = ArticleId("account", "lost-access")
"""Whoever asks from here cannot sign in; a library without it asks as usual."""


def find_leaked_key() -> tuple[str, Found] | None:
    """The article about exposed keys with its address, in the current language."""
    found = request_library().find(LEAKED_KEY.category, LEAKED_KEY.slug, current_language())
    return (article_address(current_language(), LEAKED_KEY), found) if found else None
