"""``POST /hooks/content``: the git host says that there is something new, and the portal fetches it.

Also for hosts that copy the folder here by themselves: without a checkout nothing is pulled, and the call only says
at once what the watch over the folder would find a moment later.
"""

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.articles.checkout import PullError
from portal.articles.current import current_holder, current_hook_secret
from portal.articles.publishing import Published, publish
from portal.articles.signature import is_signed
from portal.articles.snapshot import ContentState
from portal.web import logs
from portal.web.current import current_settings
from portal.web.limits import limiter
from portal.web.pages import personal
from portal.web.problems import json_response, problem_response

MAX_BODY = 5_000_000
"""Bytes; a push of thousands of commits is described in less."""

CALLS = "60 per minute"
"""A git host calls once a push; each call costs a digest of its body, whether it is signed or not."""

blueprint = Blueprint("publishing", __name__)


@blueprint.post("/hooks/content")
@limiter.limit(CALLS)
@personal
def receive() -> Response:
    """Pull the newest commit and serve it when it has no errors; the answer says what became of it."""
    request.max_content_length = MAX_BODY
    if not is_signed(request.get_data(), request.headers, current_hook_secret.get()):
        return problem_response(403, "Not signed", "The signature does not match PORTAL_CONTENT_HOOK_SECRET.")
    settings, holder = current_settings.get(), current_holder.get()
    published = publish(holder, settings.content_dir, settings.instance_dir)
    match published:
        case PullError():
            logs.log.error("content_pull_failed", reason=str(published))
            return problem_response(502, "The newest commit could not be fetched", str(published))
        case Published(commit=commit, is_read=True):
            return _answer(holder.state, commit)
    response = json_response({"live": False, "state": "under way"})
    response.status_code = 202
    return response


@blueprint.errorhandler(RequestEntityTooLarge)
def refuse_size(_: RequestEntityTooLarge) -> Response:
    """Programs read these answers, so this one is no page either."""
    return problem_response(413, "Too large", f"A call may have {MAX_BODY} bytes.")


def _answer(state: ContentState, commit: str | None) -> Response:
    fingerprint = state.library.fingerprint
    if state.problems:
        return problem_response(
            422,
            "Not published",
            "The content has errors; the last good state stays in service.",
            commit=commit,
            fingerprint=fingerprint,
            problems=[str(problem) for problem in state.problems],
        )
    return json_response({"live": True, "commit": commit, "fingerprint": fingerprint})
