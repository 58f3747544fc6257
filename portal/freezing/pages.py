"""What the portal answers to an address, asked within this process, and its compressed forms."""

from dataclasses import dataclass

from werkzeug.test import Client

from portal.web.page_cache import OF_ONE_REQUEST, Headers, encode, is_compressible, lasts, may_keep

_ENDINGS = {".gz": "gzip", ".br": "br"}


class NotFrozen(Exception):
    """An address did not give what can be kept as a file."""


@dataclass(frozen=True)
class Answer:
    """What an address gives: the bytes without any encoding, and the headers that belong to them."""

    address: str
    body: bytes
    headers: Headers


def ask(portal: Client, address: str) -> Answer:
    """The portal's own answer to a GET of an address.

    Raises:
        NotFrozen: when it is no page for everyone that lasts.
    """
    with portal.get(address) as response:
        status, headers, body = response.status, response.headers.to_wsgi_list(), response.get_data()
    if not may_keep(status, headers) or not lasts(headers):
        raise NotFrozen(f"{address}: the portal answers {status}, and that cannot be kept as a file")
    return Answer(address, body, [each for each in headers if each[0].lower() not in OF_ONE_REQUEST])


def compress(answer: Answer) -> dict[str, bytes]:
    """The compressed forms by their endings; none where the portal itself sends none, or where it would not help."""
    if not is_compressible(answer.body, answer.headers):
        return {}
    forms = {ending: encode(answer.body, encoding, thoroughly=True) for ending, encoding in _ENDINGS.items()}
    return {ending: form for ending, form in forms.items() if len(form) < len(answer.body)}
