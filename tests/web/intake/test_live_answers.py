"""What may already answer the words typed so far, while they are typed."""

import pytest

from tests.web.intake.walking import Customer

KEY = "Xy12Zw34Qr56Tu78Vb90Nm"


@pytest.fixture
def ask(browse):
    """Asks what answers a subject and an error, on the page of the problem."""
    customer = Customer(browse).starts().can_sign_in()
    token = customer.page.fields["csrf_token"]

    def ask(error="", subject="", *, with_token=True, status=200):
        sent = {"subject": subject, "error": error, **({"csrf_token": token} if with_token else {})}
        return browse.post(f"/en/help/{customer.draft}/live-answers", sent, status=status).source

    return ask


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("131047", "Error 131047"),
        ('{"error": {"code": 100, "error_subcode": 2388024}}', "Error 2388024"),
        ('{"meta": {"http_code": 400, "developer_message": "Lack of payment"}}', "Lack of payment"),
    ],
)
def test_error_is_explained_at_once(ask, error, told):
    assert told in ask(error)


def test_secret_is_named_and_not_repeated(ask):
    answer = ask(f"401 D360-API-KEY: {KEY}")

    assert "This will be masked before anything is stored:" in answer
    assert "API key <code>Xy1…0Nm</code>" in answer
    assert KEY not in answer


def test_nothing_typed_is_answered_by_nothing(ask):
    assert not ask().strip()


def test_other_sites_cannot_ask(ask):
    ask("131047", with_token=False, status=400)


def test_part_that_the_words_speak_of_is_named_for_the_script(ask):
    assert 'data-part="webhooks"' in ask(subject="No webhook arrives")
    assert 'data-part="delivery"' in ask(error="131026")
    assert "data-part" not in ask(subject="It does not work")
