from dataclasses import replace

import pytest

from portal.notify.mail_in.addresses import make_reply_address, read_reply_address
from portal.notify.mail_in.model import Bounced, IncomingMail, Nature, Obstacle
from portal.notify.mail_in.rules import (
    ALL_ANSWERS_AN_HOUR,
    ANSWERS_AN_HOUR,
    CASES_A_DAY,
    MAILS_AN_HOUR,
    STRANGERS_CASES_AN_HOUR,
    AddReply,
    Apart,
    Ignore,
    NamedCase,
    OpenCase,
    Refuse,
    Reply,
    Sender,
    SetAside,
    Traffic,
    WriteNote,
    bounced_references,
    clean_subject,
    decide,
    match,
    named_in_bounce,
    named_references,
)

SECRET = "a secret of this portal"
DOMAIN = "example.org"
MAIL = IncomingMail(
    digest="d",
    message_id="<1@premium.example>",
    sender="ana@premium.example",
    name="Ana",
    recipients=("support@example.org",),
    identifiers=(),
    subject="Hello",
    nature=Nature.PERSON,
    answerable=True,
    text="Hello",
)
ANA, STRANGER = Sender(is_customer=True), Sender(is_customer=False)
REPLY, APART = Reply("K7Q2-9XHM"), Apart()


def test_signed_address_names_its_case_in_any_spelling():
    address = make_reply_address("support@example.org", "K7Q2-9XHM", SECRET)

    assert address.startswith("support+k7q29xhm-")
    assert len(address.partition("@")[0]) <= 64
    assert read_reply_address(address, SECRET) == "K7Q2-9XHM"
    assert read_reply_address(address.upper(), SECRET) == "K7Q2-9XHM"


@pytest.mark.parametrize(
    "address",
    [
        "support@example.org",
        "support+@example.org",
        "support+k7q29xhm@example.org",
        "support+k7q29xhm-@example.org",
        "support+k7q29xhm-aaaaaaaaaa@example.org",
        "support+k7q29xhm-ääää@example.org",
    ],
)
def test_address_without_the_right_signature_names_nothing(address):
    assert read_reply_address(address, SECRET) is None


def test_signature_holds_for_one_case_and_one_portal():
    signed = make_reply_address("support@example.org", "K7Q2-9XHM", SECRET)

    assert read_reply_address(signed.replace("k7q2", "k7q3"), SECRET) is None
    assert read_reply_address(signed, "the secret of another one") is None


def test_surest_sign_comes_first():
    mail = replace(
        MAIL,
        recipients=(make_reply_address("support@example.org", "AAAA-1111", SECRET),),
        identifiers=("<x@example.org>", "<case-BBBB-2222@example.org>", "<case-CCCC-3333@elsewhere.example>"),
        subject="Re: [dddd-4444] and [AAAA-1111] but not [long-word] or EEEE-5555",
    )

    assert named_references(mail, DOMAIN, SECRET) == ("AAAA-1111", "BBBB-2222", "DDDD-4444")


def test_bounce_is_proven_by_the_address_answers_were_to_go_to():
    signed = make_reply_address("support@example.org", "AAAA-1111", SECRET)
    bounce = replace(MAIL, bounced=Bounced(("ana@premium.example",), ("<case-BBBB-2222@example.org>",), (signed,)))

    assert bounced_references(bounce, SECRET) == ("AAAA-1111",)
    assert named_in_bounce(bounce, DOMAIN) == ("BBBB-2222",)
    assert bounced_references(MAIL, SECRET) == named_in_bounce(MAIL, DOMAIN) == ()


def test_first_case_in_which_the_sender_may_write_gets_the_message():
    foreign = NamedCase("AAAA-1111", may_reply=False)
    ended = NamedCase("BBBB-2222", may_reply=True, takes_replies=False)
    own = NamedCase("CCCC-3333", may_reply=True)

    assert match([foreign, ended, own]) == Reply("CCCC-3333")
    assert match([foreign, ended]) == Apart(ended="BBBB-2222")
    assert match([foreign]) == Apart(elsewhere="AAAA-1111")
    assert match([]) == Apart()


@pytest.mark.parametrize(
    ("change", "found", "sender", "decision"),
    [
        ({}, REPLY, ANA, AddReply("K7Q2-9XHM")),
        ({}, APART, STRANGER, OpenCase(APART, answer=True)),
        ({"answerable": False}, APART, ANA, OpenCase(APART, answer=False)),
        ({"nature": Nature.OWN}, REPLY, ANA, Ignore(Nature.OWN)),
        ({"nature": Nature.RECEIPT}, REPLY, ANA, Ignore(Nature.RECEIPT)),
        ({"nature": Nature.AUTOMATIC}, REPLY, ANA, WriteNote("K7Q2-9XHM", Nature.AUTOMATIC)),
        ({"nature": Nature.AUTOMATIC}, APART, ANA, Ignore(Nature.AUTOMATIC)),
        ({"nature": Nature.BOUNCE, "sender": ""}, REPLY, STRANGER, WriteNote("K7Q2-9XHM", Nature.BOUNCE)),
        ({"nature": Nature.BOUNCE}, APART, STRANGER, Ignore(Nature.BOUNCE)),
        ({"nature": Nature.BULK, "answerable": False}, APART, STRANGER, Ignore(Nature.BULK)),
        ({"nature": Nature.BULK, "answerable": False}, APART, ANA, OpenCase(APART, answer=False)),
        ({"nature": Nature.BULK, "answerable": False}, REPLY, ANA, AddReply("K7Q2-9XHM")),
        ({"sender": ""}, APART, STRANGER, SetAside("no_sender")),
        ({"obstacle": Obstacle.TOO_LARGE}, APART, STRANGER, Refuse(Obstacle.TOO_LARGE, answer=True)),
        ({"obstacle": Obstacle.EMPTY}, REPLY, ANA, WriteNote("K7Q2-9XHM", Obstacle.EMPTY, answer=True)),
    ],
)
def test_what_follows_from_a_message(change, found, sender, decision):
    assert decide(replace(MAIL, **change), found, sender) == decision


@pytest.mark.parametrize(
    ("traffic", "found", "decision"),
    [
        (Traffic(mails=MAILS_AN_HOUR), REPLY, SetAside("too_many_mails")),
        (Traffic(cases=CASES_A_DAY), APART, SetAside("too_many_cases")),
        (Traffic(cases=CASES_A_DAY), REPLY, AddReply("K7Q2-9XHM")),
        (Traffic(strangers_cases=STRANGERS_CASES_AN_HOUR), APART, SetAside("too_many_cases")),
        (Traffic(answers=ANSWERS_AN_HOUR), APART, OpenCase(APART, answer=False)),
        (Traffic(all_answers=ALL_ANSWERS_AN_HOUR), APART, OpenCase(APART, answer=False)),
    ],
)
def test_floods_are_bounded(traffic, found, decision):
    assert decide(MAIL, found, Sender(is_customer=False, traffic=traffic)) == decision


def test_flood_of_strangers_keeps_no_customer_out():
    full = Traffic(strangers_cases=STRANGERS_CASES_AN_HOUR)

    assert decide(MAIL, APART, Sender(is_customer=True, traffic=full)) == OpenCase(APART, answer=True)


def test_loop_of_automatic_mails_ends():
    loop = replace(MAIL, nature=Nature.AUTOMATIC)

    assert decide(loop, REPLY, Sender(is_customer=True, traffic=Traffic(mails=MAILS_AN_HOUR))) == SetAside(
        "too_many_mails"
    )


@pytest.mark.parametrize(
    ("subject", "clean"),
    [
        ("Re: AW: Fwd: [K7Q2-9XHM]  Messages  fail", "Messages fail"),
        ("RES: Re[2]: Mensagens", "Mensagens"),
        ("Отв: Сообщения", "Сообщения"),
        ("Refund: wrong", "Refund: wrong"),
        ("Re:", ""),
    ],
)
def test_subject_loses_what_replying_put_before_it(subject, clean):
    assert clean_subject(subject, ("K7Q2-9XHM",)) == clean
