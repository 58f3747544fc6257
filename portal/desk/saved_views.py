"""The views of the queue that somebody of the team has saved."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.desk.filters import Filter
from portal.desk.model import SavedView

MAX_VIEWS = 30
"""More would be no shortcut."""


def list_views(session: Session, owner: str) -> tuple[SavedView, ...]:
    """A member's views, by name."""
    return tuple(session.scalars(select(SavedView).where(SavedView.owner == owner).order_by(SavedView.name)))


def save_view(session: Session, owner: str, name: str, wish: Filter) -> bool:
    """Keep a filter under a name, in place of the one that had it; False when there are too many."""
    view = session.scalar(select(SavedView).where(SavedView.owner == owner, SavedView.name == name))
    if view is None:
        if (session.scalar(select(func.count()).where(SavedView.owner == owner)) or 0) >= MAX_VIEWS:
            return False
        view = SavedView(owner=owner, name=name)
    view.query = wish.as_address()
    session.add(view)
    return True


def remove_view(session: Session, owner: str, identifier: int) -> bool:
    """Forget a view; says whether it was the member's own."""
    view = session.get(SavedView, identifier)
    if view is None or view.owner != owner:
        return False
    session.delete(view)
    return True
