"""What readers make of each article, so that an editor knows which one to mend."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.articles.current import current_holder
from portal.articles.readership.actions import KEPT
from portal.articles.readership.model import REASONS, Measure
from portal.articles.readership.wording import measure_name
from portal.identity.guards import staff_only
from portal.insights import questions
from portal.insights.readers import sum_articles
from portal.insights.views import keep_language, read_wish
from portal.web.current import current_clock, current_database
from portal.web.i18n import current_language
from portal.web.pages import page

blueprint = Blueprint("readers", __name__, template_folder="templates")
blueprint.after_request(keep_language)


@blueprint.get("/insights/articles")
@staff_only
def show() -> ResponseReturnValue:
    """Each article with how often it was read, whether it helped, and the reasons why it did not."""
    wish, today = read_wish(request.args), current_clock.get()().date()
    with current_database.get().read() as session:
        received = sum_articles(session, wish, today)
    library, language = current_holder.get().state.library, wish.language or current_language()
    found = [(each, received[str(each.id)]) for each in library.list_named(received, language)]
    return page(
        "insights/readers.html",
        wish=wish,
        rows=found,
        periods=questions.PERIODS,
        columns=(Measure.READ, Measure.HELPED, Measure.NOT_HELPED),
        reasons=REASONS,
        measure_name=measure_name,
        kept=KEPT,
    )
