"""What somebody typed as a mail they can send themselves, for the hour in which the database is away."""

from collections.abc import Mapping
from urllib.parse import quote

from portal.intake.questions import MASKED_FIELDS
from portal.masking.mask import mask_text
from portal.web.forms import clean_text

# Mail programs cut longer addresses; the page holds the whole text to copy.
_MAX_BODY = 1_500
# What somebody wants to be removed must not come back in a mail.
_LEFT_OUT = {"csrf_token", "token", "code", "searched", "upload", "words"}


def compose_mail(address: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """A ``mailto:`` address and the full text, made of the posted fields with their secrets masked."""
    lines = [
        f"{name}: {mask_text(clean_text(value)).text if name in MASKED_FIELDS else clean_text(value)}"
        for name, value in fields.items()
        if value.strip() and name not in _LEFT_OUT
    ]
    text = "\n\n".join(lines)
    subject = mask_text(clean_text(fields.get("subject", ""))).text
    return f"mailto:{address}?subject={quote(subject)}&body={quote(text[:_MAX_BODY])}", text
