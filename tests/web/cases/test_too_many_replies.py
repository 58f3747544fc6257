from limits import RateLimitItemPerHour

from portal.cases import views
from portal.web.limits import Allowance
from tests.web.cases.builders import address, opened


def write(browser, case, text, **options):
    return browser.submit(browser.get(address(case)), {"message": text}, button="Send", **options)


def test_request_that_gets_too_many_replies_pauses_and_gives_the_text_back(portal_database, ana, monkeypatch):
    monkeypatch.setattr(views, "REPLIES_TO_ONE", Allowance("few", RateLimitItemPerHour(1)))
    case = opened(portal_database)
    write(ana, case, "The first one.")

    page = write(ana, case, "The second one, which must not be lost.", status=429)

    assert page.says("The second one, which must not be lost.")
    assert not ana.get(address(case)).says("The second one")
