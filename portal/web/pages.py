"""The two kinds of page: the same for everyone, or somebody's own. Every route says which it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.web.page_cache import KNOWN_TO_CLIENT, matches

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

# A browser asks again after a minute; a CDN may serve the old page while it fetches the new one.
PUBLIC = "public, max-age=60, stale-while-revalidate=600"
PRIVATE = "private, no-store"


def public(view: View[P]) -> Callable[P, Response]:
    """Mark a view whose page is the same for everyone: no session, no cookie, no database.

    Its 200 answers may be kept by the page cache, by browsers and by a CDN (contract, section 5).
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", PUBLIC)
        return response

    marked.portal_access = "public"  # type: ignore[attr-defined]
    return marked


def personal(view: View[P]) -> Callable[P, Response]:
    """Mark a view that may read the session: its answer belongs to one person and is kept nowhere."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = make_response(view(*args, **kwargs))
        response.headers["Cache-Control"] = PRIVATE
        return response

    marked.portal_access = "personal"  # type: ignore[attr-defined]
    return marked


def unless_known(version: str, make: Callable[[], str]) -> Response:
    """What ``make`` gives, with ``version`` as its strong ETag; 304, and nothing is made, when the client has that."""
    etag = f'"{version}"'
    known = request.environ.get(KNOWN_TO_CLIENT) or request.headers.get("If-None-Match", "")
    response = Response(status=304) if matches(known, etag) else make_response(make())
    response.headers["ETag"] = etag
    return response


def page(template: str, **context: Any) -> str:
    """A whole page in the current language."""
    return render_template(template, **context)
