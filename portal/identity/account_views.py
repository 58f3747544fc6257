"""The customer directory for programs: one account at a time, as billing knows it."""

from collections.abc import Callable

from flask import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from typing_extensions import TypedDict

from portal.identity.account_file import AccountRecord
from portal.identity.accounts import import_accounts
from portal.identity.current import known_plans
from portal.identity.model import Account
from portal.identity.rules import FREE_MAIL_DOMAINS, InvalidAddress, normalise_address, normalise_domain
from portal.identity.tokens.guards import for_token
from portal.identity.tokens.rules import Scope
from portal.web.current import current_database
from portal.web.interface.bodies import read_body
from portal.web.interface.describing import Proof, described
from portal.web.limits import limiter
from portal.web.problems import json_response, problem_response

blueprint = Blueprint("accounts", __name__)

CHANGES = "600 per minute"
"""From one network: a directory of thousands is brought up to date within minutes."""
MAX_BODY = 500_000
MAX_ADDRESSES = 5_000
MAX_ID = 64
MAX_NAME = 200


class AccountDocument(TypedDict):
    """A customer company: its plan, and whose requests are its."""

    account_id: str
    name: str
    plan: str
    chat_enabled: bool
    emails: list[str]
    domains: list[str]


class AccountSent(BaseModel):
    """The whole of an account; what is not named in the lists does not belong to it any more."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=MAX_NAME)
    plan: str
    chat_enabled: bool
    emails: list[str] = Field(default=[], max_length=MAX_ADDRESSES)
    domains: list[str] = Field(default=[], max_length=MAX_ADDRESSES)

    @field_validator("plan")
    @classmethod
    def _known(cls, value: str, info: ValidationInfo) -> str:
        plans = (info.context or {}).get("plans", ())
        if value not in plans:
            raise ValueError(f"must be one of {', '.join(plans)}")
        return value

    @field_validator("emails")
    @classmethod
    def _addresses(cls, value: list[str]) -> list[str]:
        return _normalise(value, _address, "is no address")

    @field_validator("domains")
    @classmethod
    def _company_domains(cls, value: list[str]) -> list[str]:
        return _normalise(value, _company_domain, "is no domain of a company")

    @model_validator(mode="after")
    def _reachable(self) -> "AccountSent":
        if not self.emails and not self.domains:
            raise ValueError("needs an address or a domain")
        return self


@blueprint.get("/api/v1/accounts/<account_id>")
@limiter.limit(CHANGES)
@for_token(Scope.ACCOUNTS_WRITE)
@described(
    "One account",
    AccountDocument,
    problems={404: "There is no such account."},
    proof=Proof.TOKEN,
    scope="accounts:write",
)
def show(account_id: str) -> Response:
    """An account of the customer directory."""
    with current_database.get().read() as session:
        account = session.get(Account, account_id)
        if account is None:
            return problem_response(404, "Not Found", "There is no such account.")
        return json_response(_document(account))


@blueprint.put("/api/v1/accounts/<account_id>")
@limiter.limit(CHANGES)
@for_token(Scope.ACCOUNTS_WRITE)
@described(
    "Add or replace an account",
    AccountDocument,
    body=AccountSent,
    problems={409: "An address or a domain belongs to another account.", 422: "A field is wrong; each one is named."},
    proof=Proof.TOKEN,
    scope="accounts:write",
)
def put(account_id: str) -> Response:
    """The account is as it was sent from now on; sent twice, nothing changes. Plans are those of the policy."""
    if len(account_id) > MAX_ID or not account_id.isprintable():
        return problem_response(422, "The account was not kept", f"Its id has more than {MAX_ID} letters.")
    sent = read_body(AccountSent, MAX_BODY, "The account was not kept", {"plans": known_plans.get()()})
    if isinstance(sent, Response):
        return sent
    lists = (tuple(sent.emails), tuple(sent.domains))
    record = AccountRecord(1, account_id, sent.name, sent.plan, sent.chat_enabled, *lists)
    with current_database.get().write() as session:
        mistakes = import_accounts(session, [record])
        if mistakes:
            return problem_response(409, "The account was not kept", "; ".join(each.message for each in mistakes))
        account = session.get_one(Account, account_id)
        return json_response(_document(account))


def _document(account: Account) -> AccountDocument:
    return {
        "account_id": account.account_id,
        "name": account.name,
        "plan": account.plan,
        "chat_enabled": account.chat_enabled,
        "emails": sorted(account.emails),
        "domains": sorted(account.domains),
    }


def _normalise(values: list[str], spell: Callable[[str], str | None], fault: str) -> list[str]:
    """Each value once, in the spelling in which it is stored."""
    spelt = {value: spell(value) for value in values}
    wrong = [value for value, found in spelt.items() if found is None]
    if wrong:
        raise ValueError(f"{', '.join(value[:80] for value in wrong[:5])} {fault}")
    return list(dict.fromkeys(found for found in spelt.values() if found))


def _address(value: str) -> str | None:
    address = normalise_address(value)
    return None if isinstance(address, InvalidAddress) else address


def _company_domain(value: str) -> str | None:
    """The domain, unless it is a free mail service's, which stands for no company."""
    domain = normalise_domain(value)
    return None if domain in FREE_MAIL_DOMAINS else domain
