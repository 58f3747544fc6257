"""What happens to the counts in the database, within the caller's transaction."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.articles.readership.model import ArticleCount, Measure, Noted

KEPT = timedelta(days=180)
"""As long as the counts of questions, so that both can be compared."""
POPULAR_FOR = timedelta(days=30)
"""The whole days before today that decide what is popular: long enough that one busy day does not, and the same in
every web process until midnight (UTC)."""
LEAST_READS = 10
"""What fewer people read in that time is not popular, whatever its place in the order."""


def add_counts(session: Session, counts: Mapping[Noted, int]) -> int:
    """Add to what is stored; nothing is ever left out, since only articles that exist are counted."""
    # In one order whoever writes: two processes that lock the same rows in different orders would wait for each other.
    rows = [{**noted._asdict(), "measure": noted.measure.value, "count": counts[noted]} for noted in sorted(counts)]
    # Both databases know the same statement; SQLAlchemy has it once for each.
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(ArticleCount)
    added = {"count": ArticleCount.__table__.c.count + statement.excluded["count"]}
    if rows:
        session.execute(statement.on_conflict_do_update(index_elements=list(Noted._fields), set_=added), rows)
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
