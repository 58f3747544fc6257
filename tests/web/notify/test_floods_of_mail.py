"""A flood of mails costs no search for secrets: what will be set aside is not looked through before."""

import pytest

from portal.notify.mail_in import receiving
from portal.notify.mail_in.model import Outcome, ReceivedMail
from portal.notify.mail_in.receiving import receive_mail, sender_key
from portal.notify.mail_in.rules import CASES_A_DAY, MAILS_AN_HOUR, TOO_MANY_CASES, TOO_MANY_MAILS
from portal.web.current import current_database, current_secret
from tests.building import StandingClock, put_clock
from tests.web.cases.builders import NOW
from tests.web.notify.test_mail_in import EVE, letter


@pytest.fixture
def searched(app, monkeypatch):
    """The texts of all mails that were looked through, in order."""
    put_clock(app, StandingClock(NOW))
    texts = []
    mask = receiving.mask_mail

    def mask_told(mail, *others):
        texts.append(mail.text.strip())
        return mask(mail, *others)

    monkeypatch.setattr(receiving, "mask_mail", mask_told)
    return texts


def came_before(app, number, outcome):
    """So many mails came from Eve just now."""
    with app.app_context(), current_database.get().write() as session:
        key = sender_key(EVE, current_secret.get())
        for each in range(number):
            row = ReceivedMail(digest=f"{each:064}", sender_key=key, received_at=NOW, outcome=outcome)
            row.stranger, row.reason, row.reference, row.answered = True, "", "", False
            session.add(row)


@pytest.mark.parametrize(
    ("number", "outcome", "reason"),
    [(MAILS_AN_HOUR, Outcome.IGNORED, TOO_MANY_MAILS), (CASES_A_DAY, Outcome.OPENED, TOO_MANY_CASES)],
)
def test_mail_over_a_limit_of_its_sender_is_never_searched(app, searched, number, outcome, reason):
    came_before(app, number, outcome)

    receipts = [receive_mail(app, letter(EVE, number=again, text="One more")) for again in (1, 1, 2)]

    assert {(receipt.outcome, receipt.reason) for receipt in receipts} == {(Outcome.SET_ASIDE, reason)}
    assert searched == []


@pytest.mark.parametrize(("number", "outcome"), [(MAILS_AN_HOUR, Outcome.IGNORED), (CASES_A_DAY, Outcome.OPENED)])
def test_the_last_mail_within_it_is_searched_and_taken(app, searched, number, outcome):
    came_before(app, number - 1, outcome)

    assert receive_mail(app, letter(EVE, text="The last one")).outcome is Outcome.OPENED
    assert searched == ["The last one"]
