"""The description of the interface, where programs look for it."""

from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app

from portal.connect.shapes import WebhookDocument
from portal.web.current import current_settings
from portal.web.interface.describing import described
from portal.web.interface.openapi import Webhook, make_openapi
from portal.web.pages import public
from portal.web.problems import json_response

blueprint = Blueprint("openapi", __name__)

WEBHOOKS = {
    "caseEvent": Webhook(
        "Something happened to a case",
        "Sent to every address of `PORTAL_WEBHOOK_URL`, signed, the events of one case in their order.",
        WebhookDocument,
    )
}
"""What the portal sends by itself."""


@blueprint.get("/api/v1/openapi.json")
@public
@described("This description", dict[str, Any])
def show() -> Response:
    """Every address of the interface with what it takes and gives, as OpenAPI 3.1."""
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
    return json_response(make_openapi(app, current_settings.get().base_url, WEBHOOKS))
