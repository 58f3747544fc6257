"""What the portal has counted, carried into the database, and what a page counts by."""

from flask import Flask
from sqlalchemy import select

from portal.search.learning.current import current_question_log
from portal.search.learning.model import Counts, QuestionCount
from portal.web.current import current_database
from tests.page import Page


def counted(app: Flask) -> dict[tuple[str, str], Counts]:
    """The counts of all days by language and question."""
    with app.app_context():
        assert current_question_log.get().carry()
        with current_database.get().read() as session:
            rows = session.scalars(select(QuestionCount).order_by(QuestionCount.day)).all()
    found: dict[tuple[str, str], Counts] = {}
    for row in rows:
        counts = Counts(row.asked, row.without_result, row.only_english, row.opened, row.cases)
        found[row.language, row.question] = found.get((row.language, row.question), Counts()) + counts
    return found


def ticket_of(page: Page) -> str:
    """The ticket of the question that a page answers."""
    (ticket,) = (each.get("data-ticket") for each in page.document.elements if each.get("data-ticket"))
    return ticket
