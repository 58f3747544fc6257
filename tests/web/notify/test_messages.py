import html
import re
from email import message_from_bytes
from email.policy import default
from urllib.parse import urlsplit

import pytest

from portal.kernel.language import LANGUAGES
from portal.notify.messages import compose
from tests.html_document import parse_html
from tests.web.notify.builders import ANA, PAYLOADS, leased

CASE_KINDS = [kind for kind in PAYLOADS if kind.startswith("case_")]


@pytest.fixture
def mail(app):
    return lambda kind, **changes: compose(app, leased(kind, **changes))


def test_code_is_in_the_subject_and_alone_on_a_line(mail):
    made = mail("sign_in_code")

    assert made.to == ANA
    assert made.subject.startswith("012345 ")
    assert "012345" in [line.strip() for line in made.text.splitlines()]
    assert "requests/" not in made.text


def test_acknowledgement_says_what_was_understood_and_promised(mail):
    text = mail("case_opened").text

    for words in (
        "Hello Ana Silva,",
        "Your reference (chat ID): K7Q2-9XHM",
        "Concerns: Messaging API",
        "Error: 131047",
        "Severity: Severity 2",
        "Channel: Live chat",
        "First response: by November 23, 2026, 13:30",
        "which is within 30 minutes",
        "our aim is November 25, 2026, 13:00",
        "which is within 48 hours",
        "It does not count as our first response.",
        "Reply from ana@premium.example only.",
        "open one request for each other issue",
        "Never send a password or a whole API key.",
        "> Every message fails.",
        "> Since 08:10.",
    ):
        assert words in text


def test_metas_side_gets_no_target_instead_of_a_late_one(mail):
    text = mail("case_opened", resolution_due=None).text

    assert "There is no resolution target" in text
    assert "our aim is" not in text


def test_case_without_chat_has_a_reference_and_no_chat_id(mail):
    text = mail("case_opened", channel="email").text

    assert "Your reference: K7Q2-9XHM" in text
    assert "chat ID" not in text


def test_reminder_and_closing_say_until_when(mail):
    assert "the request is closed on November 25, 2026, 13:00" in mail("case_reminder").text
    assert "write to us until December 2, 2026, 13:00" in mail("case_closed").text
    assert "Added: Also templates" in mail("case_added").text


def test_reply_of_the_team_keeps_its_lines_and_is_no_automatic_mail(mail):
    made = mail("case_answered", closes_at="2026-11-25T12:00:00+00:00")

    assert "Sam wrote about your request:" in made.text
    assert "    We found it.\n    Which key?" in made.text
    assert "Without one, this request is closed on November 25, 2026, 13:00" in made.text
    assert made.headers["Auto-Submitted"] == "no"
    assert "We need your answer" not in mail("case_answered").text


def test_resolution_brings_the_summary_and_asks_how_it_went(mail):
    text = mail("case_resolved").text

    assert "A new key helped." in text
    assert "write to us until December 2, 2026, 13:00" in text
    assert "How did we handle your request?" in text


def test_each_answer_of_the_resolution_is_a_link_that_opens_the_form_of_this_request(mail):
    made = mail("case_resolved", language="de")

    links = re.findall(r"https?://\S+/feedback\?\S+", made.text)
    assert [link[-1] for link in links] == ["5", "4", "3", "2", "1"]
    assert all("/de/requests/K7Q2-9XHM/feedback?key=" in link for link in links)
    assert all(html.escape(link) in made.html for link in links)
    assert "feedback" not in mail("case_closed").text


def test_merged_request_names_the_one_that_goes_on(mail):
    assert "your request M3RG-ED22" in mail("case_merged").text


@pytest.mark.parametrize("kind", ["follow_confirm", "incident_over"])
def test_mail_about_an_incident_can_be_ended_with_one_click(mail, browse, kind):
    made = mail(kind, language="de")
    headers = made.as_message()

    address = headers["List-Unsubscribe"].strip("<>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert browse.post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"}, status=200).language == "de"
    assert ANA not in address


def test_end_of_an_incident_brings_its_last_words_and_the_ways_on(mail):
    text = mail("incident_over").text

    for words in ("Webhooks are late", "The queue is empty again.", "November 23, 2026, 11:40", "/en/status/unfollow/"):
        assert words in text
    assert "/en/status#webhooks-late" in text


def test_request_to_confirm_holds_the_link_and_no_news(mail):
    text = mail("follow_confirm").text

    assert "/en/status/follow/proof" in text
    assert "The link can be used for 72 hours" in text


def test_title_with_line_breaks_makes_no_header(mail):
    made = mail("incident_over", title="Late\r\nBcc: all@stranger.example")

    assert made.as_message()["Bcc"] is None
    assert made.subject == "It is over: Late Bcc: all@stranger.example"


def test_acknowledgement_names_the_incidents_that_were_ruled_out(mail):
    text = mail("case_opened", told_incidents=["Webhooks are late", "All is down"]).text

    assert "Known incident, but yours is different: Webhooks are late; All is down" in text


@pytest.mark.parametrize("kind", CASE_KINDS)
def test_link_in_the_mail_opens_the_case_and_no_other(mail, browse, kind):
    (link,) = re.findall(r"http\S+/requests/[^/\s]+\?key=\S+", mail(kind).text)

    parts = urlsplit(link)
    assert link in html.unescape(mail(kind).html)
    # The case does not exist here, so whoever may ask for it is told that it is missing.
    browse.get(f"{parts.path}?{parts.query}", status=404)
    browse.get(f"{parts.path.replace('K7Q2', 'AAAA')}?{parts.query}", status=303)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
@pytest.mark.parametrize("kind", PAYLOADS)
def test_mail_is_whole_in_every_language(mail, kind, language):
    made = mail(kind, language=language.tag)

    document = parse_html(made.html)
    assert not document.mistakes
    assert document.root.get("lang") == language.html
    assert made.as_message()["Content-Language"] == language.tag
    for text in (made.subject, made.text, made.html):
        assert not re.search(r"%\(\w+\)|\{\{|None", text)
    facts = {"sign_in_code": "012345", "follow_confirm": "Webhooks are late", "incident_over": "Webhooks are late"}
    facts |= {"mail_not_taken": "/help/", "data_deleted": "360dialog Support"}
    for fact in (facts.get(kind, "K7Q2-9XHM"),):
        assert fact in made.text
        assert fact in made.html


def test_language_nobody_speaks_is_english(mail):
    assert "Hello Ana Silva," in mail("case_opened", language="tlh").text


def test_mails_about_a_case_keep_together(mail):
    mails = [mail(kind) for kind in CASE_KINDS]

    assert {made.subject for made in mails} == {"[K7Q2-9XHM] Messages fail with 131047"}
    assert {made.headers["References"] for made in mails} == {"<case-K7Q2-9XHM@360dialog.com>"}
    assert {made.headers["In-Reply-To"] for made in mails} == {"<case-K7Q2-9XHM@360dialog.com>"}
    assert "References" not in mail("sign_in_code").headers


def test_robots_are_told_not_to_answer(mail):
    automatic = {kind: mail(kind).headers["Auto-Submitted"] for kind in PAYLOADS}

    assert automatic == {
        "sign_in_code": "auto-generated",
        "follow_confirm": "auto-generated",
        "incident_over": "auto-generated",
        "case_opened_by_mail": "auto-replied",
        "case_files_refused": "auto-replied",
        "data_deleted": "auto-generated",
        "mail_not_taken": "auto-replied",
        "case_opened": "auto-replied",
        "case_added": "auto-replied",
        "case_reminder": "auto-generated",
        "case_closed": "auto-generated",
        "case_answered": "no",
        "case_resolved": "no",
        "case_copy": "auto-generated",
        "case_merged": "auto-generated",
        "possible_incident": "auto-generated",
    }
    assert mail("case_opened").headers["X-Auto-Response-Suppress"] == "All"
    assert mail("case_opened").headers["List-Id"] == "<requests.360dialog.com>"
    assert mail("case_opened").headers["Reply-To"] == "support@360dialog.com"


def test_same_row_makes_the_same_mail(mail):
    first, second = mail("case_opened"), mail("case_opened")

    assert first.headers["Message-ID"] == "<row-token@360dialog.com>"
    assert first.headers["Date"] == "Mon, 23 Nov 2026 12:00:00 +0000"
    assert first == second


def test_message_travels_unharmed(mail):
    made = mail("case_opened", language="ru", subject="Ошибка “131047” — ñ", name="Аня Ñandú")

    read = message_from_bytes(bytes(made.as_message()), policy=default)

    assert read["Subject"] == "[K7Q2-9XHM] Ошибка “131047” — ñ"
    assert read["From"] == "360dialog Support <support@360dialog.com>"
    assert read.get_body(("plain",)).get_content().splitlines() == made.text.splitlines()
    assert read.get_body(("html",)).get_content().splitlines() == made.html.splitlines()
    assert max(len(line) for line in bytes(made.as_message()).splitlines()) <= 998


def test_customers_words_cannot_make_headers_or_markup(mail):
    made = mail(
        "case_opened", subject="Hi\r\nBcc: eve@evil.example", name="<b>Ana</b>\nX", description="<script>x</script>"
    )

    read = message_from_bytes(bytes(made.as_message()), policy=default)
    assert read["Bcc"] is None
    assert read["Subject"] == "[K7Q2-9XHM] Hi Bcc: eve@evil.example"
    assert "<script>" not in made.html
    assert "<b>Ana" not in made.html
    assert "> <script>x</script>" in made.text


def test_endless_words_are_cut(mail):
    made = mail("case_opened", subject="x" * 5_000, description="y" * 50_000)

    assert len(made.subject) == 180
    assert made.text.count("y") < 2_100


def test_unknown_kind_and_broken_payload_are_faults(app):
    with pytest.raises(KeyError):
        compose(
            app,
            leased("case_opened").__class__(
                1, "case_sung", PAYLOADS["case_opened"], "x", 0, leased("case_opened").created_at
            ),
        )
    with pytest.raises(ValueError, match="severity"):
        compose(app, leased("case_opened", severity="high"))
