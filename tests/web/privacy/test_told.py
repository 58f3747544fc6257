"""The page on privacy tells of every table, column of a person and cookie, and of nothing that is not there."""

import re

from sqlalchemy import JSON, LargeBinary, String

import portal.app  # noqa: F401 - all tables are mapped somewhere
from portal.articles.readership import actions as reads
from portal.cases import deliveries
from portal.db import outbox, rounds
from portal.db.base import Base
from portal.identity import rules as identity
from portal.identity.tokens import rules as tokens
from portal.notify.mailbox import failed
from portal.search.learning import actions as questions
from portal.worker import RECEIVED_ROWS_KEPT
from tests.house.sources import ROOT

PAGE = ROOT / "docs/privacy.md"
# Columns of text that hold a word of ours, an identifier of ours or a counter's name, whoever the row is about.
OF_OURS = {
    "id",
    "idempotency_key",
    "kind",
    "message_id",
    "last_error",
    "plan",
    "channel",
    "side",
    "severity",
    "status",
    "component",
    "lasting",
    "policy_version",
    "incident",
    "related_to",
    "merged_into",
    "actor",
    "media_type",
    "outcome",
    "reason",
    "step",
    "measure",
    "article",
    "job",
    "key",
    "leased_by",
    "problem",
    "begun",
    "mailbox",
    "receiver",
    "last_answer",
    "origin",
    "place",
    "title",
}
_ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)


def read_rows(page: str) -> dict[str, tuple[set[str], str, str]]:
    """By table: the columns that are named, why they are there, until when."""
    section = page.partition("## In the database")[2].partition("\n## ")[0]
    return {name: (set(re.findall(r"`(\w+)`", of)), why, until) for name, of, why, until in _ROW.findall(section)}


def compare(page: str) -> list[str]:
    """What is not told, or told of nothing."""
    told, found = read_rows(page), []
    tables = Base.metadata.tables
    found += [f"{name} is not told of" for name in sorted(set(tables) - set(told))]
    found += [f"{name} is no table" for name in sorted(set(told) - set(tables))]
    for name in sorted(set(told) & set(tables)):
        columns, why, until = told[name]
        texts = {each.name for each in tables[name].columns if isinstance(each.type, String | JSON | LargeBinary)}
        found += [f"{name}.{each} is no column" for each in sorted(columns - set(tables[name].columns.keys()))]
        # A table that names no column says that it holds nothing of anybody; then it may hold words of ours only.
        found += [f"{name}.{each} is not told of" for each in sorted(texts - columns - OF_OURS - _harmless(name))]
        if not (why.strip() and until.strip()):
            found.append(f"{name} says neither why nor until when")
    return found


def _harmless(table: str) -> set[str]:
    """Texts that tell of nobody in one table and of somebody in others."""
    return {
        "article_counts": {"language"},
        "walk_counts": {"language"},
        "question_counts": {"language"},
        "deleted_cases": {"language"},
        "accounts": {"account_id"},
        "case_tickets": {"helpdesk", "state"},
        "api_tokens": {"name", "visible", "digest", "scopes"},
    }.get(table, set())


def test_every_table_and_every_text_of_a_person_is_told_of():
    assert compare(PAGE.read_text()) == []


def test_what_is_missing_or_too_much_is_found():
    page = PAGE.read_text()

    assert compare(page.replace("| `staff` |", "| `crew` |")) == ["staff is not told of", "crew is no table"]
    assert compare(page.replace("`opened_by`, ", "")) == ["cases.opened_by is not told of"]
    assert compare(page.replace("`opened_by`", "`opened_by`, `shoe_size`")) == ["cases.shoe_size is no column"]


def test_durations_are_those_of_the_code():
    page, told = PAGE.read_text(), read_rows(PAGE.read_text())

    def days(table: str, *wanted: int) -> None:
        assert [int(number) for number in re.findall(r"(\d+) days", told[table][2])] == list(wanted)

    days("outbox", outbox.SENT_ROWS_KEPT.days, outbox.SET_ASIDE_ROWS_KEPT.days)
    days("received_mails", RECEIVED_ROWS_KEPT.days)
    days("failed_mails", failed.KEPT.days)
    days("case_deliveries", deliveries.KEPT.days, deliveries.UNDELIVERED_KEPT.days)
    days("api_tokens", tokens.KEPT_AFTER_END.days)
    days("job_rounds", rounds.FORGET_AFTER.days)
    days("question_counts", questions.KEPT.days)
    days("article_counts", reads.KEPT.days)
    assert f"| {identity.VISIT_LIFETIME.days} days, or signing out |" in page


def test_every_cookie_is_told_of(ana):
    names = {cookie.key for cookie in ana.client._cookies.values()}

    assert names
    for name in names:
        assert f"`{name}`" in PAGE.read_text().partition("## In the browser")[2]
