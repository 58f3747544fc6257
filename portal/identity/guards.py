"""Doors that open only for people who proved an address."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.identity.actions import is_staff
from portal.identity.visitor import current_visitor, get_visitor, staff_claim
from portal.web.current import current_database
from portal.web.pages import personal

P = ParamSpec("P")


def signed_in(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Let signed-in visitors through and send everybody else to sign in, then back to this page."""

    @personal
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current_visitor() is None:
            return redirect_to_sign_in()
        return view(*args, **kwargs)

    return guarded


def staff_only(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
    """Let the support team through; whoever else is signed in learns that the page is not theirs, and no more."""

    @signed_in
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        visitor = get_visitor()
        claimed = staff_claim(visitor)
        with current_database.get().read() as session:
            allowed = claimed or is_staff(session, visitor.email)
        if allowed:
            return view(*args, **kwargs)
        return _ask_provider_again() if claimed is None else abort(403)

    return guarded


def redirect_to_sign_in() -> Response:
    """The way to the sign-in page and back here; what a form held is not carried along."""
    return _by_way_of("identity.show_sign_in")


def _ask_provider_again() -> Response:
    """Whoever was staff by the provider's word, longer ago than it holds: the provider knows whether they still are."""
    return _by_way_of("oidc.begin")


def _by_way_of(endpoint: str) -> Response:
    target = request.full_path.rstrip("?") if request.method == "GET" else request.path
    response: Response = redirect(url_for(endpoint, next=target), code=303)  # type: ignore[assignment]
    return response
