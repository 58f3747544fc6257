import pytest

from portal.notify.mailbox.address import read_address
from portal.notify.mailbox.folder_names import encode_folder
from portal.notify.mailbox.turns import LONGEST_WAIT, wait_after


@pytest.mark.parametrize(
    ("url", "port", "tls", "folder"),
    [
        ("imaps://support:a@mail.example", 993, "ssl", "INBOX"),
        ("imap://support:a@mail.example/", 143, "starttls", "INBOX"),
        ("imap://support:a@mail.example:1143/Team/Replies?tls=none", 1143, "none", "Team/Replies"),
    ],
)
def test_address_says_how_and_where(url, port, tls, folder):
    found = read_address(url)

    assert (found.host, found.port, found.tls, found.folder) == ("mail.example", port, tls, folder)


def test_what_is_special_comes_percent_encoded_and_is_never_shown():
    found = read_address(
        "imaps://support%40portal.example:p%40ss%2Fw%C3%B6rt@mail.example/%D0%9E%D1%82%D0%B2%D0%B5%D1%82"
    )

    assert (found.user, found.password, found.folder) == ("support@portal.example", "p@ss/wört", "Ответ")
    assert "wört" not in repr(found)
    assert "support" not in found.key


def test_mailbox_is_the_same_with_another_password():
    first, second = (read_address(f"imaps://support:{password}@mail.example") for password in ("a", "b"))

    assert first.key == second.key
    assert first.key != read_address("imaps://support:a@mail.example/Other").key


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("Q&A", '"Q&-A"'),
        # The example of RFC 3501, section 5.1.3.
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),
        ('say "a\\b"', '"say \\"a\\\\b\\""'),
    ],
)
def test_folder_is_named_as_the_protocol_wants(name, written):
    assert encode_folder(name) == written


def test_wait_for_a_server_grows_and_ends_growing():
    assert [wait_after(failures).seconds for failures in (1, 2, 3)] == [10, 20, 40]
    assert wait_after(10_000) == LONGEST_WAIT
