"""What was masked is shown in its place, and a customer removes what else should go, from answers and files alike."""

import json
from io import BytesIO

import pytest

from portal.attachments import allowance
from tests.unit.attachments.packing import pack, unpack
from tests.web.intake.test_files import stored_files
from tests.web.intake.walking import Customer

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"


def described(browser, *files, **fields):
    return (
        Customer(browser)
        .comes_to_details()
        .describes_it(attachments=[(BytesIO(content), name) for name, content in files], **fields)
    )


def remove(customer, words, status=200):
    page = customer.browse.get(f"/en/help/{customer.draft}/masked")
    customer.page = customer.browse.submit(page, {"words": words}, status=status)
    return customer


def in_another_tab(customer):
    other = Customer(customer.browse)
    other.page = customer.page
    return other


def stored_draft(app, customer):
    from portal.intake.model import Draft
    from portal.web.current import current_database

    with app.app_context(), current_database.get().read() as session:
        draft = session.get(Draft, customer.draft)
        return json.dumps([draft.answers, draft.context], ensure_ascii=False)


def test_every_place_is_shown_with_its_line_and_what_stands_around_it(ana):
    customer = described(
        ana, ("app.log", f"one\ntwo D360-API-KEY: {KEY} three\n".encode()), description="Hello\nmy password: hunter2."
    )

    page = ana.click(customer.page, "See every place or remove more")

    assert page.says("Password · What happens, and what did you expect?, line 2")
    assert "<code>my password: <mark>•••</mark></code>" in page.source
    assert page.says("API key · app.log, line 2")
    assert "<code>two D360-API-KEY: <mark>Zq8R…3cHf</mark> three</code>" in page.source


def test_words_go_from_all_answers_and_files_and_are_kept_nowhere(app, ana, caplog):
    customer = described(
        ana,
        ("Contoso trace.json", json.dumps({"customer": 'contoso "GmbH"', "n": 4711}).encode()),
        ("logs.zip", pack({"contoso.log": b"one\nfrom CONTOSO\n"})),
        description="Contoso cannot send.\nAsk contoso.",
        api_request='{"name": "Contoso"}',
    )

    remove(customer, 'Contoso\ncontoso "GmbH"\n4711')

    assert customer.page.says("It is removed")
    assert customer.page.says("Removed by you · logs.zip: •••.log, line 2")
    assert "contoso" not in stored_draft(app, customer).lower()
    (name, _, content), (_, _, packed) = stored_files(app)
    assert name == "••• trace.json"
    assert json.loads(content) == {"customer": "•••", "n": "•••"}
    assert unpack(packed) == {"•••.log": "one\nfrom •••".encode()}
    assert "contoso" not in caplog.text.lower()


def test_words_go_from_what_was_typed_and_not_sent_yet(app, ana):
    customer = described(ana)
    typed = {"csrf_token": customer.page.fields["csrf_token"], "impact_note": "Contoso loses orders.", "scope": "some"}
    ana.post(f"/en/help/{customer.draft}/impact/typed", typed, status=204)

    remove(customer, "Contoso\nsome")

    assert "Contoso" not in stored_draft(app, customer)
    fields = customer.opens("impact").page.fields
    assert (fields["impact_note"], fields["scope"]) == ("••• loses orders.", "some")


def test_the_part_that_is_affected_is_no_text(app, ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Template rejected for webhook")
    customer.goes_past_the_answers().describes_it()

    remove(customer, "webhook")

    assert customer.opens("").step == "impact"
    assert '"component": "webhooks"' in stored_draft(app, customer)


def test_the_support_team_is_not_told_the_words_either(app, ana):
    customer = described(ana, description="Contoso cannot send.")
    remove(customer, "Contoso")

    customer.opens("impact").rates_it()
    page = ana.click(customer.sends().page, "Open the conversation")

    assert page.says("••• cannot send.")
    assert page.says("Removed by you •••")
    assert not page.says("Contoso")


def test_part_of_a_word_at_the_edge_of_an_older_excerpt_goes_too(app, ana):
    customer = described(ana, description="x" * 5 + "Contosowithalongname" + "y" * 25 + " password: hunter2")
    assert "withalongname" in stored_draft(app, customer)

    remove(customer, "Contosowithalongname")

    assert "longname" not in stored_draft(app, customer)


def test_removing_words_asks_no_question_again(ana):
    customer = Customer(ana).starts().can_sign_in().names_the_problem(subject="Template rejected for Contoso webhook")
    assert customer.step == "answers"
    customer.goes_past_the_answers().describes_it()

    remove(customer, "Contoso")

    assert customer.opens("").step == "impact"


def test_a_word_in_the_name_of_a_file_leaves_it_a_name_that_is_safe(app, ana):
    customer = described(ana, ("trace.json", b"hello"))

    remove(customer, "json")

    assert [name for name, _, _ in stored_files(app)] == ["trace.•••.txt"]


@pytest.mark.parametrize(
    ("words", "mistake"),
    [
        ("", "Enter what should be removed."),
        ("ab", "Enter at least 3 characters on each line; with fewer, too much would be removed."),
        ("\n".join(f"word {number}" for number in range(31)), "At most 30 lines can be removed at once."),
        ("Fabrikam", "None of this stands in your answers or in the text of your files."),
    ],
)
def test_what_cannot_be_removed_is_told(app, ana, words, mistake):
    customer = described(ana)
    before = stored_draft(app, customer)

    remove(customer, words, status=422)

    assert customer.page.mistakes == [mistake]
    assert stored_draft(app, customer) == before


@pytest.mark.parametrize("words", [".*", "(a+)+$", "[\\", "•••", "…", "\u202e\u202e\u202e"])
def test_words_are_words_and_no_patterns(ana, words):
    customer = described(ana, description="A text without any of that.")

    remove(customer, words, status=422)


def test_another_visitors_draft_is_not_there(ana, eve):
    customer = described(ana)

    eve.get(f"/en/help/{customer.draft}/masked", status=404)


def test_what_was_sent_can_no_longer_be_changed_here(ana):
    customer = Customer(ana).comes_to_review().sends()

    page = ana.get(f"/en/help/{customer.draft}/masked", follow=True)

    assert page.path.endswith("/done")


def test_nothing_masked_is_said_so(ana):
    customer = described(ana)

    page = ana.get(f"/en/help/{customer.draft}/masked")

    assert page.says("We found no secrets in your answers and in the text of your files.")


def test_file_that_another_tab_has_changed_meanwhile_keeps_both_removals(app, ana, monkeypatch):
    from portal.intake import file_views

    customer = described(ana, ("log.txt", b"Contoso and Fabrikam"))
    change = file_views.change_files

    def change_late(*files):
        changed = change(*files)
        monkeypatch.setattr(file_views, "change_files", change)
        remove(in_another_tab(customer), "Fabrikam")
        return changed

    monkeypatch.setattr(file_views, "change_files", change_late)
    remove(customer, "Contoso")

    assert [content.decode() for _, _, content in stored_files(app)] == ["••• and •••"]


@pytest.mark.parametrize(("name", "pack_up"), [("log.json", None), ("logs.zip", pack)])
def test_search_for_words_that_takes_too_long_is_told_and_changes_nothing(app, ana, monkeypatch, name, pack_up):
    content = json.dumps({"log": "Contoso\n" * 100}).encode()
    customer = described(ana, (name, pack_up({"log.json": content}) if pack_up else content), description="Contoso")
    draft, files = stored_draft(app, customer), stored_files(app)
    monkeypatch.setattr(allowance, "SEARCH_SECONDS", -1.0)

    remove(customer, "Contoso", status=422)

    assert customer.page.mistakes == [
        f"Looking for secrets in {name} takes too long. Send only the part that shows the problem."
    ]
    assert (stored_draft(app, customer), stored_files(app)) == (draft, files)
