"""How articles are received in a period: how often each was read, whether it helped, and why not."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.articles.readership.model import ArticleCount, Measure
from portal.insights.questions import Wish

Received = Mapping[Measure, int]


def sum_articles(session: Session, wish: Wish, today: date) -> dict[str, Received]:
    """The period's counts of each article, those first that helped least often; articles without any are left out."""
    statement = select(ArticleCount.article, ArticleCount.measure, func.sum(ArticleCount.count)).where(
        ArticleCount.day >= wish.since(today), ArticleCount.day <= today
    )
    if wish.language:
        statement = statement.where(ArticleCount.language == wish.language.tag)
    found: dict[str, Counter[Measure]] = {}
    for article, measure, count in session.execute(statement.group_by(ArticleCount.article, ArticleCount.measure)):
        if measure in set(Measure):
            found.setdefault(article, Counter())[Measure(measure)] = count
    return dict(sorted(found.items(), key=lambda entry: _first(*entry)))


def _first(article: str, received: Received) -> tuple[int, int, str]:
    return -received.get(Measure.NOT_HELPED, 0), -received.get(Measure.READ, 0), article
