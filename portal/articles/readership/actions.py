"""What happens to the counts in the database, within the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from portal.articles.readership.model import ArticleCount, Measure, Noted
from portal.db.counting import add_up

KEPT = timedelta(days=180)
"""As long as the counts of questions, so that both can be compared."""
POPULAR_FOR = timedelta(days=30)
"""The whole days before today that decide what is popular: long enough that one busy day does not, and the same in
every web process until midnight (UTC)."""
LEAST_READS = 10
"""What fewer people read in that time is not popular, whatever its place in the order."""


def add_counts(session: Session, counts: Mapping[Noted, int]) -> int:
    """Add to what is stored; nothing is ever left out, since only articles that exist are counted."""
    rows = [{**noted._asdict(), "measure": noted.measure.value, "count": counts[noted]} for noted in sorted(counts)]
    add_up(session, ArticleCount, rows, Noted._fields, ["count"])
    return 0


def list_popular(session: Session, today: date, most: int) -> tuple[str, ...]:
    """The articles read most in the days before today, in all languages together, most read first."""
    reads = func.sum(ArticleCount.count)
    found = session.scalars(
        select(ArticleCount.article)
        .where(
            ArticleCount.measure == Measure.READ.value,
            ArticleCount.day >= today - POPULAR_FOR,
            ArticleCount.day < today,
        )
        .group_by(ArticleCount.article)
        .having(reads >= LEAST_READS)
        .order_by(reads.desc(), ArticleCount.article)
        .limit(most)
    )
    return tuple(found)


def forget_old_counts(session: Session, now: datetime) -> int:
    """Delete what is older than counts are kept; gives the number of rows."""
    old = delete(ArticleCount).where(ArticleCount.day < (now - KEPT).date())
    return session.connection().execute(old).rowcount
