"""Pages for staff: the content in service, its translations, what people look for and how far they get.

Nothing here can be changed.
"""

from collections.abc import Mapping

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from portal.articles.current import current_holder
from portal.articles.notices import list_active
from portal.articles.translations import Filter, State, count_states, list_rows
from portal.articles.trees.wording import plain
from portal.identity.guards import staff_only
from portal.insights import questions, walks, wording
from portal.insights.questions import Order, Wish
from portal.insights.tree_drawing import WIDTH
from portal.insights.tree_sheets import list_sheets
from portal.intake.measuring import STILL_FOR
from portal.kernel.language import find_language
from portal.search.learning.actions import KEPT
from portal.search.learning.model import Counts
from portal.web.current import current_clock, current_database, current_settings
from portal.web.i18n import current_language, remember_language
from portal.web.pages import page
from portal.web.site import Site

blueprint = Blueprint("insights", __name__, template_folder="templates")

MACHINE = "machine"
"""In the filter it stands among the states, though a text from a machine has one of them as well."""


@blueprint.after_request
def keep_language(response: Response) -> Response:
    """Let the browser remember the language that was chosen from the menu: these addresses name none."""
    language = find_language(request.args.get("language", ""))
    return remember_language(response, language) if language else response


@blueprint.get("/insights/")
@staff_only
def show() -> ResponseReturnValue:
    """What readers get, since when, and what keeps the newest state of the folder from them."""
    state, now = current_holder.get().state, current_clock.get()()
    rows = list_rows(state.library)
    return page(
        "insights/show.html",
        state=state,
        now=now,
        totals=count_states(rows),
        texts=sum(map(len, state.library.articles.values())),
        drafts=sum(map(len, state.library.drafts.values())),
        notices=len(list_active(state.library.notices, now)),
        preview=current_settings.get().preview,
        **_words(),
    )


@blueprint.get("/insights/translations")
@staff_only
def show_translations() -> ResponseReturnValue:
    """Every article in every language, or those that the filter in the address leaves."""
    library = current_holder.get().state.library
    wanted, rows = _read_filter(request.args), list_rows(library)
    return page(
        "insights/translations.html",
        rows=[row for row in rows if wanted.fits(row)],
        all_rows=rows,
        totals=count_states(rows),
        columns=[language for language in library.languages if wanted.language in {None, language}],
        wanted=wanted,
        category_name=lambda slug: _category_name(library.site, slug),
        machine=MACHINE,
        **_words(),
    )


@blueprint.get("/insights/search")
@staff_only
def show_questions() -> ResponseReturnValue:
    """What people looked for in a period and what came of it, so that an editor knows what to write next."""
    wish, today = read_wish(request.args), current_clock.get()().date()
    with current_database.get().read() as session:
        by_language = questions.sum_by_language(session, wish.days, today)
        rows = questions.list_questions(session, wish, today)
        different = questions.count_questions(session, wish, today)
    chosen = [by_language.get(wish.language.tag, Counts())] if wish.language else by_language.values()
    total = sum(chosen, Counts())
    return page(
        "insights/questions.html",
        wish=wish,
        rows=rows,
        different=different,
        by_language=by_language,
        total=total,
        shares=questions.shares_of(total),
        periods=questions.PERIODS,
        kept=KEPT,
        columns=[order for order in Order if order != Order.NEXT],
        column_name=wording.column_name,
    )


@blueprint.get("/insights/intake")
@staff_only
def show_walks() -> ResponseReturnValue:
    """How far people get in the wizard, step by step, how it ends and how long it takes."""
    wish, today = read_wish(request.args), current_clock.get()().date()
    with current_database.get().read() as session:
        by_language = walks.sum_walks(session, wish, today)
        under_way = walks.count_under_way(session, wish)
    return page(
        "insights/walks.html",
        wish=wish,
        total=walks.choose(by_language, wish),
        by_language=by_language,
        under_way=under_way,
        ends=walks.ENDS,
        end_name=wording.end_name,
        step_name=wording.step_name,
        time_taken=wording.time_taken,
        periods=questions.PERIODS,
        still_for=STILL_FOR,
        kept=KEPT,
    )


@blueprint.get("/insights/intake.csv")
@staff_only
def download_walks() -> ResponseReturnValue:
    """The counts behind the page, for a spreadsheet."""
    wish, today = read_wish(request.args), current_clock.get()().date()
    with current_database.get().read() as session:
        response = make_response(walks.write_file(session, wish, today))
    name = f"intake-{wish.since(today):%Y%m%d}-{today:%Y%m%d}{f'-{wish.language.tag}' if wish.language else ''}.csv"
    response.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/insights/trees")
@staff_only
def show_trees() -> ResponseReturnValue:
    """Guided troubleshooting: each tree as a graph and as a list, and what its translations lack."""
    sheets = list_sheets(current_holder.get().state.library)
    return page("insights/trees.html", sheets=sheets, plain=plain, box_width=WIDTH)


def _read_filter(asked: Mapping[str, str]) -> Filter:
    """The filter of an address; what cannot be meant is left out."""
    state, language = asked.get("state", ""), find_language(asked.get("locale", ""))
    return Filter(State(state) if state in set(State) else None, state == MACHINE, language)


def read_wish(asked: Mapping[str, str]) -> Wish:
    """What an address wants to see of the questions; what cannot be meant is left out."""
    days, order = asked.get("days", ""), asked.get("order", "")
    return Wish(
        days=next((each for each in questions.PERIODS if str(each) == days), Wish.days),
        language=find_language(asked.get("locale", "")),
        order=Order(order) if order in set(Order) else Order.NEXT,
    )


def _category_name(site: Site, slug: str) -> str:
    """A draft may lie on a shelf that does not exist yet."""
    category = site.find_category(slug)
    return category.name(current_language()) if category else slug


def _words() -> dict[str, object]:
    return {"State": State, "state_name": wording.state_name, "tones": wording.TONES}
