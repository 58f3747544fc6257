import pytest
from limits import RateLimitItemPerHour

from portal.cases import act_views
from portal.cases.copying import choose_newest
from portal.cases.events import AutomaticallyAnswered, NoteAdded, OfferedArticle, StaffReplied
from portal.notify.messages import compose
from portal.web.limits import Allowance
from tests.cast import outbox
from tests.web.cases.builders import ANA, BEA, BO, address, happened
from tests.web.notify.builders import leased

SEND = "Send me the copy"


def test_copy_goes_to_the_address_that_is_signed_in_and_holds_what_it_may_see(app, portal_database, ana, case):
    happened(portal_database, case.reference, StaffReplied("Which number?"), NoteAdded("Looks like their typo."))
    page = ana.click(ana.get(address(case)), "Send me a copy of this conversation by email")
    assert page.says(ANA)
    assert outbox(app, "case_copy") == []

    page = ana.submit(page, button=SEND)

    assert page.says("The copy is on its way")
    (payload,) = outbox(app, "case_copy")
    mail = compose(app, leased("case_copy", **payload))
    assert mail.to == ANA
    for body in (mail.text, mail.html):
        assert "Since this morning every message fails." in body
        assert "Which number?" in body
        assert "Sam, support team" in body
        assert "typo" not in body


def test_articles_that_a_greeting_offered_are_whole_addresses(app, portal_database, ana, case):
    offered = OfferedArticle("webhooks/set-up", "Set up webhooks")
    happened(portal_database, case.reference, AutomaticallyAnswered("Meanwhile:", (offered,), "en"))

    ana.submit(ana.get(f"{address(case)}/copy"), button=SEND)

    (payload,) = outbox(app, "case_copy")
    assert "http://127.0.0.1:8000/en/webhooks/set-up" in compose(app, leased("case_copy", **payload)).text


def test_colleague_gets_it_at_their_own_address(app, sign_in, case):
    bo = sign_in(BO)
    bo.submit(bo.get(f"{address(case)}/copy"), button=SEND)

    (payload,) = outbox(app, "case_copy")
    assert (payload["to"], payload["name"]) == (BO, "")


def test_copy_speaks_the_language_of_the_page(app, ana, case):
    page = ana.get(f"/de/requests/{case.reference}/copy")
    ana.submit(page, {"token": "x"}, status=303, follow=False, button="Kopie senden")

    (payload,) = outbox(app, "case_copy")
    assert payload["language"] == "de"
    assert payload["conversation"][0]["author"] == "Sie"


def test_double_click_sends_one(app, ana, case):
    page = ana.get(f"{address(case)}/copy")
    for _ in range(2):
        ana.submit(page, button=SEND, status=303, follow=False)

    assert len(outbox(app, "case_copy")) == 1


def test_strangers_get_none(app, sign_in, eve, case):
    for stranger in (eve, sign_in(BEA)):
        stranger.get(f"{address(case)}/copy", status=404)
        token = stranger.get("/en/requests/").fields["csrf_token"]
        stranger.post(f"{address(case)}/copy", {"csrf_token": token, "token": "x"}, status=404)

    assert outbox(app, "case_copy") == []


def test_too_many_copies_pause(app, ana, case, monkeypatch):
    monkeypatch.setattr(act_views, "COPIES", Allowance("few copies", RateLimitItemPerHour(1)))
    ana.submit(ana.get(f"{address(case)}/copy"), button=SEND)

    ana.submit(ana.get(f"{address(case)}/copy"), button=SEND, status=429)

    assert len(outbox(app, "case_copy")) == 1


def test_of_a_long_conversation_the_newest_part_is_kept():
    entries = [{"parts": [["", "x" * size]]} for size in (50, 40, 30, 20)]

    assert choose_newest(entries, 100) == entries[1:]
    assert choose_newest(entries, 10) == entries[3:]
    assert choose_newest([], 10) == []


def test_copy_says_what_it_leaves_out(app):
    text = compose(app, leased("case_copy")).text

    assert "2 older entries are not in this email" in text
    assert "- log.txt" in text
    assert '    {"code": 131047}\n    over' in text


@pytest.mark.parametrize("language", ["de", "es", "pt-br", "ru"])
def test_page_is_sound_in_every_language(ana, case, language):
    assert ana.get(f"/{language}/requests/{case.reference}/copy?sent=yes").says(ANA)
