"""What a chat elsewhere is told of a customer and of a case, and how it can tell that the portal says so."""

import hmac
from hashlib import sha256

from portal.cases.model import Case


def name_customer(secret: str, email: str) -> str:
    """What a chat calls a customer: the same for the same address, and nothing that anybody else could make up."""
    return "customer-" + _digest(secret, f"chat customer {email}")[:32]


def name_contact(secret: str, reference: str) -> str:
    """What a chat calls the customer of one case, so that an attempt that is repeated makes no second one."""
    return "case-" + _digest(secret, f"chat contact {reference}")[:32]


def sign_identifier(key: str, identifier: str) -> str:
    """The proof that the portal named a customer: HMAC-SHA256 of the name with the chat's key, in lower-case hex."""
    return _digest(key, identifier)


def describe_case(case: Case, base_url: str) -> dict[str, str]:
    """What agents see beside a conversation: nothing empty, since chats refuse that, and no customer's words."""
    told = {
        "reference": case.reference,
        "severity": str(case.severity),
        "component": case.component,
        "plan": case.plan or "",
        "language": case.language,
        "first_response_due": case.first_response_due.isoformat(),
        "case_url": f"{base_url}/desk/{case.reference}",
    }
    return {name: value for name, value in told.items() if value}


def _digest(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), sha256).hexdigest()
