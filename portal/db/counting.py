"""Counts that are added to whatever is stored of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.db.base import Base

_ROWS_A_STATEMENT = 500


def add_up(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], key: Iterable[str], sums: Iterable[str]
) -> None:
    """Add each row's ``sums`` to the stored row with the same ``key``, or store it.

    The caller gives the rows in one order, whoever writes: two processes that lock the same rows in different orders
    would wait for each other.
    """
    # Both databases know the same statement; SQLAlchemy has it once for each, and one is loaded for nothing.
    if session.get_bind().dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    stored, wanted, names = table.__table__.c, list(key), list(sums)
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        statement = insert(table).values(rows[start : start + _ROWS_A_STATEMENT])
        added = {name: stored[name] + statement.excluded[name] for name in names}
        session.execute(statement.on_conflict_do_update(index_elements=wanted, set_=added))
