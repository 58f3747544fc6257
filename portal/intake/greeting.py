"""What a chat is answered at once, by the portal itself: by when a person answers, and what may help until then."""

from collections.abc import Iterator, Sequence

from portal.articles.current import request_library
from portal.cases.events import AutomaticallyAnswered, OfferedArticle
from portal.intake.offering import LOOKED_AT, articles_of_visit, name_of, name_of_known
from portal.intake.situation import Situation
from portal.policy.model import Channel
from portal.search.current import current_search
from portal.search.model import Answer, Question
from portal.web.formatting import format_moment
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

MAX_OFFERED = 2
FITTING = 0.5
"""The share of the best result's score that an article needs: further down, they share one of many words only."""
MAX_WORDS = 600
"""Characters of the description that are looked up: what is wrong is said first."""


def greet(situation: Situation) -> AutomaticallyAnswered | None:
    """The first message in a chat, in the customer's language; None where the answer comes by email."""
    if situation.route.channel is not Channel.CHAT:
        return None
    due = format_moment(situation.promise.first_response_due, situation.zone)
    text = _("This is an automatic message. A person of the support team answers you here by %(moment)s.", moment=due)
    found, component = _search(situation), situation.component.id if situation.component else ""
    seen = frozenset(articles_of_visit(situation.draft))
    articles = choose_articles(found, component, _list_related(found), seen)
    if articles:
        text = "\n".join((text, _("Until then, this may help:")))
    return AutomaticallyAnswered(text, articles, current_language().tag)


def choose_articles(
    found: Answer, component: str, related: Sequence[OfferedArticle], seen: frozenset[str]
) -> tuple[OfferedArticle, ...]:
    """The articles that fit best and were neither read nor offered before; those about an error code come first.

    The wizard has offered the best ones already. Of what is left only articles about the part that is affected count,
    then ``related``, which editors named beside the best one: others share words with the problem and answer another
    question, and a wrong answer is worse than none.
    """
    ranked = (*_rank(found, component), *related)
    fitting = {each.name: each for each in ranked if each.name not in seen}
    return tuple(fitting.values())[:MAX_OFFERED]


def _rank(found: Answer, component: str) -> Iterator[OfferedArticle]:
    for error in found.errors:
        if error.article:
            yield OfferedArticle(name_of_known(error), error.article.title)
    least = max((each.score for each in found.results), default=0) * FITTING
    fitting = [each for each in found.results if each.component == component and each.score >= least]
    yield from (OfferedArticle(name_of(each), each.title) for each in sorted(fitting, key=lambda each: -each.score))


def _list_related(found: Answer) -> tuple[OfferedArticle, ...]:
    """What editors say to read next after the article that fits best, read or not, where it is on the same shelf."""
    library, language = request_library(), current_language()
    best = next((error.article for error in found.errors if error.article), None) or next(iter(found.results), None)
    article = library.find(best.category, best.slug, language) if best else None
    if article is None:
        return ()
    shelf = [
        other for other in library.list_related(article) if other.article.id.category == article.article.id.category
    ]
    return tuple(OfferedArticle(str(other.article.id), other.article.title) for other in shelf)


def _search(situation: Situation) -> Answer:
    """What the search finds for everything that was said; its words are masked already."""
    problem, details = situation.given("problem"), situation.given("details")
    said = (problem.get("subject", ""), problem.get("error", ""), details.get("description", "")[:MAX_WORDS])
    question = Question("\n".join(text for text in said if text), current_language(), limit=LOOKED_AT)
    return current_search.get().search(question)
