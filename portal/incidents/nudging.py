"""``POST /api/v1/status/nudge/{token}``: a status page says that something is new, and is asked sooner.

Webhooks of status pages are not signed, so nothing of theirs is believed or even read: they only shorten the pause.
The file's time is all that passes from the web process to the worker beside it.
"""

import hmac
from pathlib import Path

from flask import Blueprint, Response, abort

from portal.incidents.current import current_nudges
from portal.web import logs
from portal.web.current import current_settings
from portal.web.interface.describing import described
from portal.web.limits import limiter
from portal.web.pages import public

blueprint = Blueprint("nudging", __name__)

NUDGES = "120 per minute"
"""From one network. A page that counts a refusal as a failure would stop sending them."""


@blueprint.post("/api/v1/status/nudge/<token>")
@limiter.limit(NUDGES)
@public
@described("Have the status pages read anew", None, status=204, problems={404: "The token is another one."})
def nudge(token: str) -> Response:
    """For the webhook of a status page's subscribers. The body is not read; pages are asked within seconds."""
    wanted = current_settings.get().status_nudge_token
    if wanted is None or not hmac.compare_digest(token.encode(), wanted.get_secret_value().encode()):
        abort(404)
    note_nudge(current_nudges.get())
    return Response(status=204)


def note_nudge(file: Path) -> None:
    """Note that pages should be read soon; when nothing can be written, they are read at their usual time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError as error:
        logs.log.warning("nudge_not_noted", reason=type(error).__name__)
