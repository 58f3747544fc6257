"""No table, folder or mail holds anything of an address once its data is deleted."""

from sqlalchemy import String, func, select

from portal.cases.chats import CaseChat
from portal.cases.model import Attachment
from portal.db.base import Base
from portal.desk.model import Look
from portal.insights.service_report import ServiceWish, list_handled, list_late
from tests.cast import outbox
from tests.web.cases.builders import ANA, DAY, NOW
from tests.web.intake.walking import Customer
from tests.web.privacy.filling import TICKET, ask, attach, fill


def everything(database, *, without=()):
    """Every row of every table as text."""
    with database.read() as session:
        return {
            table.name: [" | ".join(map(str, row)) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }


def where_found(database, *needles, without=("account_emails",)):
    found = everything(database, without=without)
    return {name for name, rows in found.items() for row in rows if any(needle in row for needle in needles)}


def test_no_table_holds_anything_of_the_address_or_of_its_cases_afterwards(
    app, portal_database, uploads, ana, browse, work
):
    case = fill(app, portal_database, uploads)
    draft = Customer(ana).comes_to_details().describes_it("Only in a draft.").draft
    elsewhere = Customer(browse).comes_to_details("no").describes_it("Typed elsewhere.").rates_it()
    elsewhere.answers(name="Ana", email=ANA)
    attach(portal_database, uploads, "of-draft", draft_id=draft)
    needles = (ANA, case.reference, TICKET, draft, elsewhere.draft, "I am Bo.", "Only in a draft.", "Typed elsewhere.")
    assert {"cases", "case_events", "drafts", "outbox", "case_tickets"} <= where_found(portal_database, *needles)

    ask(ana)
    work()

    assert where_found(portal_database, *needles) == {"outbox"}, "the last mail alone"
    with portal_database.read() as session:
        assert session.scalar(select(func.count()).select_from(Attachment)) == 0
        assert session.scalar(select(func.count()).select_from(Look)) == 0
        assert session.scalar(select(func.count()).select_from(CaseChat)) == 0
    assert list(uploads.iterdir()) == []
    assert [payload["to"] for payload in outbox(app, "data_deleted")] == [ANA]
    assert [payload for payload in outbox(app) if payload["to"] == ANA] == outbox(app, "data_deleted")


def test_every_column_that_may_name_a_person_or_a_case_is_known():
    """A new column with such a name needs its place in `portal.privacy`, and then in this list."""
    words = ("email", "address", "opened_by", "author", "owner", "sender", "case_id", "reference")
    words += ("dismissed_by", "dropped_by")
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(word in column.name for word in words) and (isinstance(column.type, String) or column.foreign_keys)
    }

    by_customer = {
        "cases.opened_by",
        "cases.reference",
        "case_events.case_id",
        "case_chats.case_id",
        "case_deliveries.case_id",
        "case_tickets.case_id",
        "case_events.author",
        "uploads.case_id",
        "drafts.case_reference",
        "incident_followers.email",
        "login_codes.email",
        "received_mails.sender_key",
        *("received_mails.reference", "deletion_requests.email"),
        "desk_looks.case_id",
    }
    by_team = {"account_emails.email", "staff.email", "desk_views.owner", "desk_looks.email"}
    by_team |= {"possible_incidents.dismissed_by", "outbox.dropped_by"}
    only_a_letter_and_a_domain = {"failed_mails.sender"}
    assert found == by_customer | by_team | only_a_letter_and_a_domain


def test_figures_of_service_stay_the_same_and_name_no_request(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)

    def figures():
        with portal_database.read() as session:
            handled = list_handled(session, ServiceWish(plan="premium"), NOW + DAY)
        return [(each.severity, each.first_response, each.resolution, each.feedback) for each in handled], handled

    before, _ = figures()
    ask(ana)
    work()
    after, handled = figures()

    assert before == after != []
    assert [each.reference for each in handled] == [""]
    assert list_late(handled) == ()
