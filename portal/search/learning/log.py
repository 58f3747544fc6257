"""The questions of this process that are not in the database yet."""

from portal.db.engine import Database
from portal.search.learning.actions import add_counts
from portal.search.learning.model import Asked, Counts
from portal.web.count_log import MOST_WAITING, CountLog


class QuestionLog(CountLog[Asked, Counts]):
    """Counts questions and what came of them."""

    def __init__(self, database: Database, most: int = MOST_WAITING) -> None:
        super().__init__("questions", database, add_counts, most)
