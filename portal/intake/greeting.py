"""What a chat is answered at once, by the portal itself: by when a person answers, and what may help until then."""

from collections.abc import Iterator

from portal.cases.events import AutomaticallyAnswered, OfferedArticle
from portal.intake.offering import LEAST_SCORE, LOOKED_AT, SHARE_OF_BEST, articles_of_visit, name_of, name_of_known
from portal.intake.situation import Situation
from portal.policy.model import Channel
from portal.search.current import current_search
from portal.search.model import Answer, Question
from portal.web.formatting import format_moment
from portal.web.i18n import current_language
from portal.web.i18n import gettext as _

MAX_OFFERED = 2
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
    articles = choose_articles(found, component, seen)
    if articles:
        text = "\n".join((text, _("Until then, this may help:")))
    return AutomaticallyAnswered(text, articles, current_language().tag)


def choose_articles(found: Answer, component: str, seen: frozenset[str]) -> tuple[OfferedArticle, ...]:
    """The articles that fit best and were neither read nor offered before; those about an error code come first.

    The wizard has offered the best ones already. What is left has to clear the wizard's own bar and be about the part
    that is affected; often nothing does. What editors name beside an article is no answer to the problem at hand, and
    a wrong answer is worse than none.
    """
    fitting = {each.name: each for each in _rank(found, component) if each.name not in seen}
    return tuple(fitting.values())[:MAX_OFFERED]


def _rank(found: Answer, component: str) -> Iterator[OfferedArticle]:
    for error in found.errors:
        if error.article:
            yield OfferedArticle(name_of_known(error), error.article.title)
    bar = max(LEAST_SCORE, SHARE_OF_BEST * max((each.score for each in found.results), default=0))
    fitting = [each for each in found.results if each.component == component and each.score >= bar]
    yield from (OfferedArticle(name_of(each), each.title) for each in sorted(fitting, key=lambda each: -each.score))


def _search(situation: Situation) -> Answer:
    """What the search finds for everything that was said; its words are masked already."""
    problem, details = situation.given("problem"), situation.given("details")
    said = (problem.get("subject", ""), problem.get("error", ""), details.get("description", "")[:MAX_WORDS])
    question = Question("\n".join(text for text in said if text), current_language(), limit=LOOKED_AT)
    return current_search.get().search(question)
