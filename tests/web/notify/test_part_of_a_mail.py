"""What part of the platform a mail is about: what it says, and never what a search for its words happens to find."""

import pytest
from sqlalchemy import select

from portal.cases.model import Case
from portal.db.outbox import OutboxRow
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.messages import compose
from portal.web.current import current_database
from tests.web.notify.builders import leased
from tests.web.notify.test_mail_in import EVE, letter


@pytest.mark.parametrize(
    ("subject", "text", "part", "told"),
    [
        ("Hello", "Please call me back.", "", "Not known yet"),
        ("Hallo", "Guten Tag,\n\nseit heute früh kommen keine Webhooks an.", "webhooks", "Webhooks"),
        ("Webhooks", "And our invoice is wrong.", "", "Not known yet"),
        ("Help", "Error 131026 since 9:00.", "delivery", "Message delivery by Meta"),
        ("Messages do not arrive", "Since 9:00.", "delivery", "Message delivery by Meta"),
    ],
)
def test_mail_is_about_the_part_it_speaks_of_and_about_none_if_that_is_not_sure(app, subject, text, part, told):
    receipt = receive_mail(app, letter(EVE, subject=subject, text=text))

    with app.app_context():
        database = current_database.get()
    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == receipt.reference)).one()
        payload = session.scalars(select(OutboxRow.payload)).one()
    assert case.component == part
    assert (case.resolution_due is None) is (case.error == "131026"), "only a known error takes the target away"
    assert f": {told}" in compose(app, leased("case_opened_by_mail", **payload)).text
