"""What people are told while files can be neither kept nor handed out."""

from flask import Flask, Response, request

from portal.storage.store import UploadsUnavailable
from portal.web import logs
from portal.web.errors import error_page
from portal.web.i18n import gettext as _
from portal.web.metrics import name_route


def install(app: Flask) -> None:
    """Answer with the page that says so and when to come back, where a room says nothing of its own."""
    app.register_error_handler(UploadsUnavailable, _on_outage)


def explain_outage(error: UploadsUnavailable) -> str:
    """The words beside a form whose files could not be kept; the log gets the reason."""
    logs.log.error("files_not_kept", reason=str(error), route=name_route(request))
    return _(
        "Your files could not be kept at the moment. What you typed is still here: try again in a few minutes, or go "
        "on without files and send them later."
    )


def _on_outage(error: UploadsUnavailable) -> Response:
    logs.log.error("files_unavailable", reason=str(error), route=name_route(request))
    response = error_page(503)
    response.headers["Retry-After"] = "30"
    return response
