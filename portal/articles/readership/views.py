"""Where pages of articles say that they were read, and readers whether they helped. No session, no cookie."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles.current import request_library
from portal.articles.model import Found
from portal.articles.readership.current import current_reads
from portal.articles.readership.model import REASONS, Measure, Noted
from portal.articles.readership.verdict import ANSWERS, THANKS, about_verdict
from portal.articles.views import help_address
from portal.web.current import current_clock
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.origin import is_from_own_page
from portal.web.pages import page, public
from portal.web.problems import problem_response

blueprint = Blueprint("readership", __name__, template_folder="../templates")

# More than a person reads and judges, also with colleagues behind the same address; too little to bend the figures.
READS = "60 per minute; 600 per hour"
VERDICTS = "30 per minute; 200 per hour"


@blueprint.post("/<language:language>/<category>/<slug>/read")
@limiter.limit(READS)
@public
def note_read(category: str, slug: str) -> ResponseReturnValue:
    """Count that an article stood open for a while, which its page says once a visit."""
    if not is_from_own_page():
        return problem_response(403, "Not from here", "Only the portal's own pages may send this.")
    _note(_get(category, slug), Measure.READ)
    return Response(status=204)


@blueprint.get("/<language:language>/<category>/<slug>/helpful")
@public
def ask(category: str, slug: str) -> ResponseReturnValue:
    """The question whether an article helped, and what follows each answer, for readers without scripts."""
    said = request.args.get("said", "")
    found = _get(category, slug)
    article = found.article
    return page(
        "articles/helpful.html", found=found, article=article, help_address=help_address(article), **about_verdict(said)
    )


@blueprint.post("/<language:language>/<category>/<slug>/helpful")
@limiter.limit(VERDICTS)
@public
def answer(category: str, slug: str) -> ResponseReturnValue:
    """Count whether an article helped, or why not; what makes no sense counts as nothing."""
    found = _get(category, slug)
    verdict, reason = ANSWERS.get(request.form.get("helpful", "")), _read_reason()
    # A form on another site would send its visitors' opinion of that site.
    if is_from_own_page():
        for measure in filter(None, (verdict, reason)):
            _note(found, measure)
    said = THANKS if reason else request.form.get("helpful", "")
    return redirect(url_for("readership.ask", category=category, slug=slug, said=said or None), 303)


def _read_reason() -> Measure | None:
    given = request.form.get("reason", "")
    return next((reason for reason in REASONS if reason.value == given), None)


def _get(category: str, slug: str) -> Found:
    return request_library().find(category, slug, current_language()) or abort(404)


def _note(found: Found, measure: Measure) -> None:
    today = current_clock.get()().date()
    current_reads.get().add(Noted(today, found.requested.tag, str(found.id), measure), 1)
