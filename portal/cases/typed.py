"""What customers type into the forms of a request, made fit to be stored."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import Field

from portal.attachments.model import CleanFile
from portal.cases.events import MaskedSecret
from portal.kernel.ids import new_token
from portal.masking.mask import mask_text
from portal.web.forms import is_too_long


def mask_field(field: Field) -> tuple[str, tuple[MaskedSecret, ...]]:
    """A field's text with its secrets masked, and which they were.

    A text that is too long goes back to whoever typed it, as it is, and nowhere else, so it is not looked through.
    """
    if is_too_long(field):
        return "", ()
    masked = mask_text(field.data or "")
    return masked.text, tuple(MaskedSecret(finding.kind, finding.shown) for finding in masked.findings)


def secrets_in_files(files: Iterable[CleanFile]) -> tuple[MaskedSecret, ...]:
    """What was masked in files: each secret of a file once, with the line where it stands first."""
    first: dict[tuple[str, str, str], MaskedSecret] = {}
    for spot in (spot for file in files for spot in file.spots):
        secret = MaskedSecret(spot.kind, spot.shown, spot.place, spot.line)
        first.setdefault((secret.kind, secret.shown, secret.file), secret)
    return tuple(first.values())


def key_of(form: FlaskForm) -> str:
    """What a form is sent under, the same for every attempt; it is made up where none came."""
    form.token.data = (form.token.data or new_token())[:64]
    return str(form.token.data)
