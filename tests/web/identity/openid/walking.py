"""The way to a provider and back, as a browser goes it."""

from tests.checked_client import Browser
from tests.openid_provider import asked
from tests.web.identity.openid.provider_of_our_own import claims_of


def begin(browser):
    """Set out for the provider; gives what it is asked."""
    return asked(browser.get("/en/sign-in/account", status=302).location)


def come_back(browser, way, **brought):
    """The way back; gives the page that it leads to."""
    told = {"code": "a-code", "state": way["state"], **brought}
    return browser.get("/sign-in/return?" + "&".join(f"{name}={value}" for name, value in told.items()), status=303)


def sign_in(app, server, clock, **changes):
    """Somebody goes there and comes back with a token of these claims; gives their browser and where it was led."""
    browser = Browser(app)
    way = begin(browser)
    server.gives(claims_of(server, clock(), way["nonce"], **changes))
    return browser, come_back(browser, way).location
