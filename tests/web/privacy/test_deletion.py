"""Everything about an address goes, and nothing else."""

import pytest
from sqlalchemy import func, select

from portal.cases.actions import add_customer_message, lock_case
from portal.cases.events import Actor, CaseClosed, CaseResolved, Closing
from portal.cases.model import Case
from portal.cases.new_case import CustomerMessage
from portal.cases.remains import DeletedCase
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.transports import FolderTransport
from portal.privacy.deleting import Places, carry_out
from portal.privacy.model import Deletion, DeletionRequest
from portal.storage.folder import FolderStore
from portal.web.current import current_secret
from tests.cast import mailed_code, outbox
from tests.web.cases.builders import ANA, BO, DAY, HOUR, NOW, happened, opened
from tests.web.privacy.filling import BUTTON, CLOSE, KEEP, PATH, SUPPORT, ask, attach, fill


def test_one_row_tells_that_it_was_done_and_figures_keep_what_names_nobody(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)

    ask(ana)
    work()

    with portal_database.read() as session:
        done = session.scalars(select(Deletion)).one()
        assert (done.asked_at, done.cases, done.files) == (NOW, 1, 1)
        kept = session.scalars(select(DeletedCase)).one()
        assert (kept.plan, kept.severity, kept.feedback) == ("premium", 2, 2)
        assert kept.opened_at == NOW.replace(hour=0)
        assert kept.first_response_due - kept.opened_at == HOUR / 2
        assert session.scalars(select(DeletionRequest)).all() == []


def test_cases_of_colleagues_are_not_touched(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)
    of_bo = opened(portal_database, idempotency_key="2", opened_by=BO, related_to=None)
    attach(portal_database, uploads, "of-bo", case_id=of_bo.id)
    with portal_database.write() as session:
        message = CustomerMessage("reply-2", ANA, "Same here.")
        add_customer_message(session, lock_case(session, of_bo.reference), message, NOW)

    ask(ana)
    work()

    with portal_database.read() as session:
        left = session.scalars(select(Case)).one()
        assert left.reference == of_bo.reference
        assert [row.author for row in left.event_rows] == [BO, ANA]
    assert [path.name for path in uploads.iterdir()] == ["of-bo"]


def test_case_that_goes_on_is_deleted_once_it_is_closed(portal_database, ana, case, work, clock):
    ask(ana, KEEP)
    work()
    assert ana.get("/en/requests/my-data").says("1 request goes on. It is deleted once it is closed.")

    happened(portal_database, case.reference, CaseResolved("Fixed."), at=NOW + HOUR)
    clock.now = NOW + HOUR
    assert work() == 0, "its customer may still reopen it"
    happened(portal_database, case.reference, CaseClosed(Closing.RESOLVED), actor=Actor.SYSTEM, at=NOW + 8 * DAY)
    clock.now = NOW + 8 * DAY
    work()

    with portal_database.read() as session:
        assert session.scalars(select(Case)).all() == []
        assert session.scalars(select(Deletion)).one().cases == 1


def test_cases_that_go_on_can_be_closed_for_it(app, portal_database, ana, case, work):
    ask(ana, CLOSE)
    work()

    with portal_database.read() as session:
        assert session.scalars(select(Case)).all() == []
    assert len(outbox(app, "data_deleted")) == 1


def test_what_shall_become_of_going_on_cases_must_be_chosen(portal_database, ana, case):
    page = ask(ana, status=422)

    assert page.mistakes == ["Choose what should happen to requests that have not ended yet."]
    with portal_database.read() as session:
        assert session.scalars(select(DeletionRequest)).all() == []


def test_what_comes_after_the_wish_stays(app, portal_database, ana, case, work, clock):
    ask(ana, KEEP)
    clock.advance(hours=1)
    later = opened(portal_database, idempotency_key="2", now=clock())
    work()
    happened(portal_database, case.reference, CaseClosed(Closing.BY_CUSTOMER), actor=Actor.CUSTOMER, at=clock())
    work()

    with portal_database.read() as session:
        assert session.scalars(select(Case.reference)).all() == [later.reference]
    assert later.reference in [payload.get("reference") for payload in outbox(app, "case_opened")]


def test_asked_for_twice_it_is_done_once(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)
    page = ana.get(PATH)
    for _ in range(2):
        ana.submit(page, button=BUTTON, status=303, follow=False)
    work()

    assert len(outbox(app, "data_deleted")) == 1
    with portal_database.read() as session:
        assert session.scalar(select(func.count()).select_from(Deletion)) == 1


def test_worker_that_dies_at_any_step_leaves_a_deletion_that_goes_on(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)
    ask(ana)

    class Killed(Exception):
        """The worker is gone."""

    def die(_):
        raise Killed

    with app.app_context():
        dying = Places(FolderStore(uploads), current_secret.get(), die)
    with portal_database.write() as session:
        carry_out(session, dying, NOW)
    with pytest.raises(Killed), portal_database.write() as session:
        carry_out(session, dying, NOW)
    work()

    with portal_database.read() as session:
        assert session.scalars(select(Deletion)).one().cases == 1
        assert session.scalar(select(func.count()).select_from(DeletedCase)) == 1
    assert len(outbox(app, "data_deleted")) == 1


def test_mail_that_was_received_once_is_not_taken_again(app, portal_database, uploads, ana, work):
    fill(app, portal_database, uploads)
    ask(ana)
    work()

    head = f"From: {ANA}\nTo: {SUPPORT}\nSubject: Re: [{'X' * 4}]\nMessage-ID: <9@x.example>"
    first = receive_mail(app, f"{head}\n\nHello\n".encode())
    again = receive_mail(app, f"{head}\n\nHello\n".encode())

    assert (first.outcome.value, again.outcome.value) == ("opened", "duplicate")


def test_copies_of_mails_in_the_folder_go(tmp_path):
    from portal.identity.rules import normalise_address
    from portal.notify.messages import Mail

    transport = FolderTransport(tmp_path)
    for number, to in enumerate((ANA, BO)):
        headers = {"Message-ID": f"<{number}@x.example>", "From": SUPPORT}
        transport.send(Mail(normalise_address(to), "Hello", "Text", "<p>Text</p>", headers).as_message())

    assert transport.forget(ANA) == 1
    assert BO in next(tmp_path.glob("*.eml")).read_text()


def test_old_proof_is_not_enough(app, portal_database, uploads, ana, clock, work):
    fill(app, portal_database, uploads)
    page = ana.get(PATH)
    clock.advance(minutes=16)
    ana.submit(page, button=BUTTON, status=303, follow=False)
    with portal_database.read() as session:
        assert session.scalars(select(DeletionRequest)).all() == []

    page = ana.get(PATH)
    assert page.says("You signed in a while ago.")
    page = ana.submit(page, {}, button="Send me a code")
    page = ana.submit(page, {"code": mailed_code(app, ANA)})
    assert page.path == PATH
    ana.submit(page, button=BUTTON)

    with portal_database.read() as session:
        assert session.scalars(select(DeletionRequest.email)).all() == [ANA]


def test_strangers_can_ask_for_nothing(portal_database, browse, eve, case):
    assert browse.get(PATH, status=303).location.startswith("/en/sign-in")
    eve.post(PATH, {"going_on": CLOSE}, status=400)
    ask(eve)

    with portal_database.read() as session:
        assert session.scalars(select(DeletionRequest.email)).all() == ["eve@stranger.example"]
        assert session.scalars(select(Case)).one().opened_by == ANA


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_pages_are_sound_in_every_language(ana, case, clock, language):
    path = f"/{language}/requests/my-data"
    assert ana.get(f"{path}/delete").says(ANA)
    clock.advance(minutes=16)
    assert ana.get(f"{path}/delete").says(ANA)
