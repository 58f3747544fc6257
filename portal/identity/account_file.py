"""The customer directory as a CSV file: read whole, every bad row told, or nothing is taken."""

import csv
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from io import StringIO

from portal.identity.rules import FREE_MAIL_DOMAINS, InvalidAddress, normalise_address, normalise_domain

COLUMNS = ("account_id", "name", "plan", "chat_enabled", "emails", "domains")
"""The file's heading (contract, section 2); the lists in the last two columns are split by semicolons."""

_YES_AND_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

# PostgreSQL takes no NUL in a text, and no name has any of the others.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class AccountRecord:
    """One row of the file, checked and normalised."""

    line: int
    account_id: str
    name: str
    plan: str
    chat_enabled: bool
    emails: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True)
class RowMistake:
    """What is wrong with a row; ``line`` is counted from 1, the heading being line 1."""

    line: int
    message: str


def read_accounts(text: str, plans: Collection[str]) -> tuple[AccountRecord, ...] | tuple[RowMistake, ...]:
    """The accounts of a file, or every mistake in it.

    ``plans`` are the identifiers of the policy's plans: a mistyped plan would become a wrong promise.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        heading = [name.strip() for name in next(reader, [])]
        if tuple(heading) != COLUMNS:
            return (RowMistake(1, f"the heading must be {','.join(COLUMNS)}"),)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        return (RowMistake(max(reader.line_num, 1), f"is not CSV: {error}"),)
    mistakes: list[RowMistake] = []
    records: list[AccountRecord] = []
    for line, row in rows:
        messages, record = _read_row(line, [cell.strip() for cell in row], plans)
        mistakes += [RowMistake(line, message) for message in messages]
        records += [record] if record else []
    mistakes += _repeated(records)
    return tuple(sorted(mistakes, key=lambda mistake: mistake.line)) if mistakes else tuple(records)


def _read_row(line: int, cells: list[str], plans: Collection[str]) -> tuple[list[str], AccountRecord | None]:
    """The mistakes of a row, and its record when there are none."""
    if len(cells) != len(COLUMNS):
        return [f"has {len(cells)} columns instead of {len(COLUMNS)}"], None
    account_id, name, plan, chat, emails_cell, domains_cell = cells
    chat_enabled = _YES_AND_NO.get(chat.lower())
    emails, bad_emails = _read_list(emails_cell, _address_or_none)
    domains, bad_domains = _read_list(domains_cell, normalise_domain)
    checks = (
        (not account_id, "account_id is empty"),
        (len(account_id) > 64, "account_id is longer than 64 characters"),
        (not account_id.isprintable(), "account_id holds a character that cannot be printed"),
        (not name, "name is empty"),
        (bool(_CONTROL.search(name)), "name holds a control character"),
        (len(name) > 200, "name is longer than 200 characters"),
        (plan not in plans, f"unknown plan {plan!r}; known are {', '.join(plans)}"),
        (chat_enabled is None, f"chat_enabled must be true or false, not {chat!r}"),
        (not emails_cell and not domains_cell, "needs an address or a domain"),
        *((True, f"{cell!r} is not an e-mail address") for cell in bad_emails),
        *((True, f"{cell!r} is not a domain") for cell in bad_domains),
        *(
            (True, f"{domain} is a free mail service and cannot stand for an account")
            for domain in domains
            if domain in FREE_MAIL_DOMAINS
        ),
    )
    messages = [message for wrong, message in checks if wrong]
    if messages:
        return messages, None
    return [], AccountRecord(line, account_id, name, plan, bool(chat_enabled), tuple(emails), tuple(domains))


def _read_list(cell: str, normalise: Callable[[str], str | None]) -> tuple[list[str], list[str]]:
    """The normalised parts of a list, each once, and the parts that could not be normalised."""
    good: dict[str, None] = {}
    bad: list[str] = []
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        normal = normalise(part)
        if normal is None:
            bad.append(part)
        else:
            good[normal] = None
    return list(good), bad


def _address_or_none(typed: str) -> str | None:
    address = normalise_address(typed)
    return None if isinstance(address, InvalidAddress) else address


def _repeated(records: Iterable[AccountRecord]) -> list[RowMistake]:
    """Identifiers, addresses and domains that a second row claims as well."""
    owners: dict[str, int] = {}
    mistakes: list[RowMistake] = []
    for record in records:
        claims = (f"account_id {record.account_id}", *record.emails, *record.domains)
        for claim in claims:
            first = owners.setdefault(claim, record.line)
            if first != record.line:
                mistakes.append(RowMistake(record.line, f"{claim} already stands in line {first}"))
    return mistakes
