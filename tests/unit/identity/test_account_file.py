import pytest

from portal.identity.account_file import AccountRecord, RowMistake, read_accounts

PLANS = ("basic", "regular", "premium")
HEADING = "account_id,name,plan,chat_enabled,emails,domains\n"


def test_rows_become_accounts():
    text = (
        "\ufeff"
        + HEADING
        + 'a1,"Parcels, Ltd",premium,true,Ana@Premium.example; bo@premium.example;,Premium.Example\n\n'
    )

    assert read_accounts(text, PLANS) == (
        AccountRecord(
            2,
            "a1",
            "Parcels, Ltd",
            "premium",
            True,
            ("ana@premium.example", "bo@premium.example"),
            ("premium.example",),
        ),
    )


def test_file_without_rows_is_fine():
    assert read_accounts(HEADING, PLANS) == ()


@pytest.mark.parametrize("text", ["", "a1,Name,premium,true,a@b.example,\n", "id,name\n"])
def test_heading_must_be_there(text):
    (mistake,) = read_accounts(text, PLANS)

    assert mistake.line == 1
    assert "account_id,name,plan,chat_enabled,emails,domains" in mistake.message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",Name,basic,true,a@b.example,", "account_id is empty"),
        ("a1,,basic,true,a@b.example,", "name is empty"),
        ("a\x001,Name,basic,true,a@b.example,", "account_id holds a character that cannot be printed"),
        ("a1,Na\x00me,basic,true,a@b.example,", "name holds a control character"),
        ("a1,Name,gold,true,a@b.example,", "unknown plan 'gold'; known are basic, regular, premium"),
        ("a1,Name,basic,maybe,a@b.example,", "chat_enabled must be true or false, not 'maybe'"),
        ("a1,Name,basic,true,,", "needs an address or a domain"),
        ("a1,Name,basic,true,nobody,", "'nobody' is not an e-mail address"),
        ("a1,Name,basic,true,,nodots", "'nodots' is not a domain"),
        ("a1,Name,basic,true,,gmail.com", "gmail.com is a free mail service and cannot stand for an account"),
        ("a1,Name,basic", "has 3 columns instead of 6"),
        (f"{'a' * 65},Name,basic,true,a@b.example,", "account_id is longer than 64 characters"),
        (f"a1,{'n' * 201},basic,true,a@b.example,", "name is longer than 200 characters"),
    ],
)
def test_bad_row_is_told_with_its_line(row, message):
    good = "a0,Name,basic,no,z@z.example,\n"

    assert read_accounts(HEADING + good + row + "\n", PLANS) == (RowMistake(3, message),)


def test_every_mistake_is_told_at_once():
    text = HEADING + "a1,,gold,true,a@b.example,\nb2,Name,basic,what,,gmail.com\n"

    assert [mistake.line for mistake in read_accounts(text, PLANS)] == [2, 2, 3, 3]


@pytest.mark.parametrize(
    ("second", "claim"),
    [
        ("a1,Other,basic,no,c@c.example,", "account_id a1"),
        ("a2,Other,basic,no,A@B.example,", "a@b.example"),
        ("a2,Other,basic,no,,b.example", "b.example"),
    ],
)
def test_nothing_is_claimed_twice(second, claim):
    text = HEADING + "a1,Name,basic,no,a@b.example,b.example\n" + second + "\n"

    assert read_accounts(text, PLANS) == (RowMistake(3, f"{claim} already stands in line 2"),)


def test_line_of_a_row_with_a_line_break_is_its_last():
    text = HEADING + 'a1,"Two\nlines",gold,true,a@b.example,\n'

    assert read_accounts(text, PLANS)[0].line == 3


def test_broken_quotes_are_a_mistake_not_a_crash():
    (mistake,) = read_accounts(HEADING + 'a1,"Name,basic\n', PLANS)

    assert "is not CSV" in mistake.message
