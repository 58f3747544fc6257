import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import func, select

from portal.cases.events import CaseMerged, CaseResolved, NoteAdded
from portal.cases.model import Case
from portal.db.outbox import OutboxRow
from portal.notify.mail_in.addresses import make_reply_address, read_reply_address
from portal.notify.mail_in.model import Outcome, ReceivedMail
from portal.notify.mail_in.receiving import receive_mail
from portal.notify.mail_in.rules import ANSWERS_AN_HOUR, CASES_A_DAY
from portal.notify.messages import compose
from portal.web.current import current_database, current_secret, current_settings
from tests.building import StandingClock, put_clock
from tests.cast import sign_in
from tests.web.cases.builders import ANA, BEA, NOW, happened, opened
from tests.web.notify.builders import leased

SUPPORT = "support@360dialog.com"
EVE = "eve@stranger.example"


@pytest.fixture
def now(app):
    clock = StandingClock(NOW)
    put_clock(app, clock)
    return clock


@pytest.fixture
def database(app, now):
    with app.app_context():
        return current_database.get()


def letter(sender=ANA, subject="Hello", text="Messages fail.", to=SUPPORT, number=1, **headers):
    """A message as a mail server hands it over."""
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{number}@mail.example>\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


def mails(database):
    """What waits in the outbox since the message, by kind and receiver."""
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind != "case_opened")).all()
    return [(row.kind, row.payload["to"]) for row in rows]


def count(database, table):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def events(database, reference):
    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == reference)).one()
        return [row.recorded.event for row in case.event_rows]


def test_reply_to_the_signed_address_needs_no_reference(app, database):
    case = opened(database)
    with app.app_context():
        address = make_reply_address(SUPPORT, case.reference, current_secret.get())

    receipt = receive_mail(app, letter(to=address, subject="No reference", text="It works."))

    assert (receipt.outcome, receipt.reference) == (Outcome.ADDED, case.reference)
    assert events(database, case.reference)[-1].text == "It works."
    assert mails(database) == []


def test_signed_address_lets_nobody_else_write(app, database):
    case = opened(database)
    with app.app_context():
        address = make_reply_address(SUPPORT, case.reference, current_secret.get())

    receipt = receive_mail(app, letter(EVE, to=address))

    assert receipt.outcome is Outcome.OPENED
    assert receipt.reference != case.reference
    assert len(events(database, case.reference)) == 1
    with database.read() as session:
        payload = session.scalars(select(OutboxRow).where(OutboxRow.kind == "case_opened_by_mail")).one().payload
    assert (payload["to"], payload["elsewhere"]) == (EVE, case.reference)


def test_stranger_cannot_tell_whether_a_request_exists(app, database):
    case = opened(database)
    texts = []
    for number, named in enumerate((case.reference, "AAAA-AAAA")):
        receipt = receive_mail(app, letter(EVE, subject=f"[{named}] Hello", number=number))
        with database.read() as session:
            row = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
        made = compose(app, leased("case_opened_by_mail", **row.payload))
        texts.append(without_links(made.text).replace(named, "NAMED").replace(receipt.reference, "OPENED"))

    assert "NAMED" in texts[0]
    assert texts[0] == texts[1]


def without_links(text):
    return re.sub(r"http\S+", "", text)


def test_reply_goes_where_the_merged_case_goes_on(app, database):
    first, second = opened(database), opened(database, idempotency_key="2")
    happened(database, first.reference, CaseMerged(second.reference))

    receipt = receive_mail(app, letter(subject=f"[{first.reference}] Hello"))

    assert receipt.reference == second.reference


def test_case_that_ended_long_ago_gets_a_successor_and_the_sender_is_told(app, database, now):
    case = opened(database)
    happened(database, case.reference, CaseResolved("Done."))
    now.advance(days=8)

    receipt = receive_mail(app, letter(subject=f"Re: [{case.reference}] Messages fail with 131047"))

    assert receipt.outcome is Outcome.OPENED
    with database.read() as session:
        successor = session.scalars(select(Case).where(Case.reference == receipt.reference)).one()
        payload = session.scalars(select(OutboxRow).where(OutboxRow.kind == "case_opened_by_mail")).one().payload
    assert (successor.related_to, successor.zone) == (case.reference, "Europe/Berlin")
    assert payload["ended"] == case.reference


def test_reply_in_time_reopens(app, database, now):
    case = opened(database)
    happened(database, case.reference, CaseResolved("Done."))
    now.advance(days=6)

    assert receive_mail(app, letter(subject=f"[{case.reference}] x")).outcome is Outcome.ADDED
    assert [event.kind for event in events(database, case.reference)][-2:] == ["reopened", "customer_replied"]


def test_case_by_mail_gets_the_promise_of_the_email_channel(app, database):
    receipt = receive_mail(app, letter(text="Alle Nachrichten kommen mit Fehler 131047 nicht an, was ist da los?"))

    with database.read() as session:
        case = session.scalars(select(Case).where(Case.reference == receipt.reference)).one()
    assert (case.opened_by, case.account_id, case.plan) == (ANA, "demo-premium", "premium")
    assert (case.channel, case.severity, case.language, case.error) == ("email", 3, "de", "131047")
    assert case.first_response_due - case.opened_at == timedelta(hours=24)
    assert mails(database) == [("case_opened_by_mail", ANA)]


def test_message_is_received_once_on_whatever_way_it_comes(app, database):
    raw = letter()
    first = receive_mail(app, raw)

    again = receive_mail(app, b"Received: by another server\nDelivered-To: other@example.org\n" + raw)
    with_other_line_ends = receive_mail(app, raw.replace(b"\n", b"\r\n"))

    assert again.outcome is with_other_line_ends.outcome is Outcome.DUPLICATE
    assert first.outcome is Outcome.OPENED
    assert (count(database, Case), count(database, ReceivedMail)) == (1, 1)


def test_same_identifier_with_other_words_is_another_message(app, database):
    receive_mail(app, letter(text="One."))

    assert receive_mail(app, letter(text="Two.")).outcome is Outcome.OPENED


def test_nothing_kept_about_received_mail_names_anybody(app, database):
    receive_mail(app, letter())

    with database.read() as session:
        row = session.scalars(select(ReceivedMail)).one()
    kept = " ".join(str(getattr(row, column.key)) for column in ReceivedMail.__table__.columns)
    assert "ana" not in kept
    assert "@" not in kept


def test_answers_to_one_sender_are_bounded(app, database):
    for number in range(ANSWERS_AN_HOUR + 2):
        receive_mail(app, letter(EVE, number=number, text=f"Number {number}"))

    assert len(mails(database)) == ANSWERS_AN_HOUR
    assert count(database, Case) == ANSWERS_AN_HOUR + 2


def test_flood_of_cases_is_set_aside_and_comes_in_later(app, database, now):
    for number in range(CASES_A_DAY):
        receive_mail(app, letter(EVE, number=number, text=f"Number {number}"))
    one_more = letter(EVE, number=99)

    assert receive_mail(app, one_more).outcome is Outcome.SET_ASIDE
    now.advance(hours=25)
    assert receive_mail(app, one_more).outcome is Outcome.OPENED


def test_strangers_words_are_not_sent_back(app, database):
    """A forged sender must not make the portal write somebody else's words to a third person."""
    receive_mail(app, letter(f"Visit my address <{EVE}>", subject="You have won", text="Visit this address."))
    receive_mail(app, letter(f"Bea <{BEA}>", subject="Mine", text="My own words.", number=2))

    with database.read() as session:
        said = {
            row.payload["to"]: [row.payload[part] for part in ("name", "subject", "answers")]
            for row in session.scalars(select(OutboxRow))
        }
    assert said == {EVE: ["", "Your request is with us", []], BEA: ["Bea", "Mine", [["", "My own words."]]]}


def test_giant_message_is_told_of_and_only_its_headers_are_read(app, database):
    case = opened(database)

    receipt = receive_mail(app, letter(subject=f"[{case.reference}] x"), too_large=True)

    assert (receipt.outcome, receipt.reason, receipt.answered) == (Outcome.NOTED, "too_large", True)
    note = events(database, case.reference)[-1]
    assert isinstance(note, NoteAdded)
    assert "too large" in note.text
    assert mails(database) == [("mail_not_taken", ANA)]


def test_giant_messages_without_identifiers_are_told_apart_by_what_their_sender_named_them(app, database):
    case = opened(database)
    heads = [
        f"From: {ANA}\r\nSubject: [{case.reference}] {name}\r\n\r\n".encode() for name in ("Log", "Recording", "Log")
    ]

    outcomes = [receive_mail(app, head, too_large=True).outcome for head in heads]

    assert outcomes == [Outcome.NOTED, Outcome.NOTED, Outcome.DUPLICATE]


def test_long_text_lies_beside_the_conversation_as_a_file(app, database):
    case = opened(database)

    receive_mail(app, letter(subject=f"[{case.reference}] x", text="All of it. " * 3_000 + "password: hunter2hunter2"))

    with database.read() as session:
        stored = session.scalars(select(Case).where(Case.reference == case.reference)).one()
        (file,) = stored.attachments
        assert (file.name, file.size > 30_000) == ("message.txt", True)
        assert len(stored.event_rows[-1].data["text"]) <= 20_000


def test_conversation_offers_the_whole_mail(app, database):
    case = opened(database)
    text = "It works.\n\nOn Mon, 23 Nov 2026, support@360dialog.com wrote:\n> the older words"
    receive_mail(app, letter(subject=f"[{case.reference}] x", text=text))

    page = sign_in(app, ANA).get(f"/en/requests/{case.reference}")

    assert "Show the whole email" in page.words
    assert "the older words" in page.words


def test_reply_address_is_signed_only_where_its_variants_arrive(app, settings):
    assert compose(app, leased("case_opened")).headers["Reply-To"] == SUPPORT

    with app.app_context():
        current_settings.put(app, settings.model_copy(update={"reply_address": "case@reply.example"}))
        try:
            address = compose(app, leased("case_opened")).headers["Reply-To"]
        finally:
            current_settings.put(app, settings)
        assert read_reply_address(address, current_secret.get()) == "K7Q2-9XHM"
    assert address.startswith("case+k7q29xhm-")
    assert address.endswith("@reply.example")


def test_answer_to_a_mail_follows_it(app):
    made = compose(app, leased("case_opened_by_mail", in_reply_to="<1@mail.example>"))

    assert made.headers["In-Reply-To"] == "<1@mail.example>"
    assert made.headers["References"] == "<case-K7Q2-9XHM@360dialog.com> <1@mail.example>"
    assert made.headers["Auto-Submitted"] == "auto-replied"
    assert message_from_bytes(made.as_message().as_bytes(), policy=default)["In-Reply-To"] == "<1@mail.example>"


def test_our_own_mail_that_comes_back_does_nothing(app, database):
    made = compose(app, leased("case_opened")).as_message().as_bytes()

    receipt = receive_mail(app, made.replace(b"To: ana@premium.example", b"To: support@360dialog.com"))

    assert (receipt.outcome, receipt.reason) == (Outcome.IGNORED, "own")
