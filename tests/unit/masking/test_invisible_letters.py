"""What cannot be seen does not hide a secret: texts are cleaned of it before they are masked."""

import pytest

from portal.masking.mask import mask_text
from portal.notify.mail_in.masked import mask_mail
from portal.notify.mail_in.model import IncomingMail, Nature
from portal.policy.model import Attachments
from portal.web.forms import clean_text


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
@pytest.mark.parametrize(("before", "after"), [("D360-API-KEY: Xy12Zw34", "Qr56Tu78Vb90Nm"), ("pass", "word: hunter2")])
def test_secret_with_an_invisible_letter_is_masked(invisible, before, after):
    masked = mask_text(clean_text(f"{before}{invisible}{after}"))

    assert masked == mask_text(before + after)
    assert masked.findings


@pytest.mark.parametrize("text", ["می\u200cخواهم", "👩\u200d💻"])
def test_joiners_that_a_script_needs_stay(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_mail_is_cleaned_before_it_is_masked(invisible):
    text = f"Hello\nD360-API-KEY: Xy12Zw34{invisible}Qr56Tu78Vb90Nm"
    mail = IncomingMail("d", "", "a@example.org", "Mara", (), (), "Help", Nature.PERSON, answerable=True, text=text)

    masked = mask_mail(mail, (), Attachments(max_files=1, max_mb=1))

    assert masked.text == "Hello\nD360-API-KEY: Xy1…0Nm"
