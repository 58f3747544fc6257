"""To the provider and back, and the provider's own word that a visit is over."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.identity.account_claims import take_over
from portal.identity.claims import UnprovenAddress
from portal.identity.ended import end_visits, mark_of
from portal.identity.oidc.begun import Begun, note_begun, take_begun
from portal.identity.oidc.coming_back import Proven, Refused, check_return
from portal.identity.oidc.current import current_provider
from portal.identity.oidc.logout import read_logout
from portal.identity.oidc.model import RETURN_PATH, Cancelled, NotBegun, ProofRefused, ProviderAway
from portal.identity.oidc.provider import Provider
from portal.identity.oidc.rules import challenge_of, derive
from portal.identity.rules import safe_next
from portal.identity.trouble import Trouble
from portal.identity.visitor import Way, begin_visit, current_visitor
from portal.web.current import current_clock, current_database, current_secret, current_site
from portal.web.i18n import current_language
from portal.web.limits import limiter
from portal.web.logs import log
from portal.web.pages import page, personal
from portal.web.problems import problem_response

blueprint = Blueprint("oidc", __name__, template_folder="../templates")
programs = Blueprint("oidc_programs", __name__)

LIMIT = "60 per minute; 600 per hour"
"""Ways to the provider and back from one network address: as for codes."""
ENDINGS = "600 per minute"
"""The provider tells of everybody who leaves, from one address."""
MOST_BYTES = 32_000


@blueprint.get("/<language:language>/sign-in/account")
@limiter.limit(LIMIT)
@personal
def begin() -> ResponseReturnValue:
    """To the provider, with a state that is worth something in this browser alone."""
    provider = _provider()
    target = safe_next(request.args.get("next")) or f"/{current_language().tag}/requests/"
    state, secret = note_begun(current_language(), target, current_clock.get()()), current_secret.get()
    challenge = challenge_of(derive(secret, "verifier", state))
    try:
        there = provider.way_there(state, derive(secret, "nonce", state), challenge, current_language().html)
    except ProviderAway:
        return _back_to_page(Begun(current_language(), target), Trouble.AWAY)
    return redirect(there, code=302)


@blueprint.get(RETURN_PATH)
@limiter.limit(LIMIT)
@personal
def come_back() -> ResponseReturnValue:
    """From the provider. It is a GET that signs in, since the standard wants it so: the state makes it work once."""
    provider, state = _provider(), request.args.get("state", "")
    begun = take_begun(state, current_clock.get()())
    if begun is None:
        _log(NotBegun())
        # The same way back twice, such as by the button Back: whoever is signed in by it already is where they wanted.
        home = Begun(current_language(), f"/{current_language().tag}/requests/")
        return redirect(home.next, code=303) if current_visitor() else _back_to_page(home, Trouble.NOT_BEGUN)
    try:
        outcome = check_return(provider, state, request.args)
    except ProviderAway as error:
        log.warning("sign_in_by_provider", outcome="ProviderAway", reason=str(error))
        return _back_to_page(begun, Trouble.AWAY)
    _log(outcome)
    if not isinstance(outcome, Proven):
        return _back_to_page(begun, _TROUBLES[type(outcome)])
    take_over(outcome.person, Way.PROVIDER)
    begin_visit(outcome.person.email, Way.PROVIDER, outcome.marks)
    return redirect(begun.next, code=303)


@blueprint.get("/<language:language>/sign-out/account")
@personal
def leave() -> ResponseReturnValue:
    """Signed out here; the browser goes on to the provider by itself, to sign out there as well.

    It is a page of its own, since a form's answer may lead to no other host (the page's security policy).
    """
    there = _provider().way_out()
    shown = page("identity/signed_out.html", there=there, company=current_site.get()().company)
    return shown, {"Refresh": f"0; url={there}"} if there and not current_visitor() else {}


@programs.post("/hooks/sign-out")
@limiter.limit(ENDINGS)
@personal
def end() -> ResponseReturnValue:
    """The provider says that somebody has left (OpenID Connect Back-Channel Logout 1.0): their visits end here, too."""
    provider, now = _provider(), current_clock.get()()
    request.max_content_length = MOST_BYTES
    try:
        left = read_logout(provider, request.form.get("logout_token", ""), now)
    except ProviderAway:
        response = problem_response(503, "Service Unavailable", "The keys cannot be had.", retry_after=30)
        response.headers["Retry-After"] = "30"
        return response
    if isinstance(left, ProofRefused):
        log.warning("visit_not_ended", reason=left.reason)
        return problem_response(400, "Not a logout token", "The token proves nothing to us.")
    with current_database.get().write() as session:
        end_visits(session, mark_of("sid", left.session) or mark_of("sub", left.subject), now)
    log.info("visit_ended_by_provider", of="visit" if left.session else "person")
    return Response(status=200)


_TROUBLES: dict[type[Refused], Trouble] = {
    NotBegun: Trouble.NOT_BEGUN,
    Cancelled: Trouble.CANCELLED,
    ProofRefused: Trouble.REFUSED,
    UnprovenAddress: Trouble.UNPROVEN,
}


def _provider() -> Provider:
    """The provider; where there is none, these addresses are none."""
    provider = current_provider.get()
    return provider or abort(404)


def _back_to_page(begun: Begun, trouble: Trouble) -> ResponseReturnValue:
    there = url_for("identity.show_sign_in", language=begun.language, next=begun.next, trouble=trouble.value)
    return redirect(there, code=303)


def _log(outcome: Proven | Refused) -> None:
    """What came of it, and never for whom."""
    told = {"reason": outcome.reason} if isinstance(outcome, ProofRefused) else {}
    log.info("sign_in_by_provider", outcome=type(outcome).__name__, **told)
