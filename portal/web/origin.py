"""Where a request comes from, as far as browsers tell: for what needs no token, but no help from other sites either."""

from urllib.parse import urlsplit

from flask import request

from portal.web.current import current_settings


def is_from_own_page() -> bool:
    """Browsers say which site a request comes from: all by ``Origin``, and on https by ``Sec-Fetch-Site``, too."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    own = {request.host, urlsplit(current_settings.get().base_url).netloc}
    return urlsplit(request.headers.get("Origin", "")).netloc in own
