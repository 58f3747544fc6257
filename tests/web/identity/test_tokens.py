"""Tokens of programs: shown once, stored as digests, ended at once, deleted in the end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.identity.tokens.actions import add_token, forget_tokens
from portal.identity.tokens.commands import tokens
from portal.identity.tokens.guards import for_token
from portal.identity.tokens.model import ApiToken
from portal.identity.tokens.rules import KEPT_AFTER_END, Scope, digest_of, make_secret, split_token
from portal.web.current import current_database
from tests.building import START

NAME = "helpdesk"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(tokens, [str(argument) for argument in arguments])


@pytest.fixture
def database(app):
    with app.app_context():
        return current_database.get()


def rows(database):
    with database.read() as session:
        return list(session.scalars(select(ApiToken).order_by(ApiToken.id)))


@pytest.fixture
def ask(app):
    """Asks behind a door that wants the scope `cases:read`; gives the answer."""
    door = for_token(Scope.CASES_READ)(lambda: "come in")

    def request(token="", header=None):
        sent = header if header is not None else f"Bearer {token}"
        with app.test_request_context("/api/v1/door", headers={"Authorization": sent} if sent else {}):
            return door()

    return request


def test_token_is_shown_once_and_stored_as_a_digest(run, database):
    made = run("add", NAME, "--scope", "cases:read", "--scope", "cases:write")

    token = made.output.strip()
    visible, secret = split_token(token)
    (row,) = rows(database)
    assert (row.name, row.visible, row.scopes) == (NAME, visible, ["cases:read", "cases:write"])
    assert row.digest == digest_of(secret)
    assert row.expires_at is None
    assert secret not in run("list").output


def test_token_can_end_by_itself(run, database, ask, clock):
    token = run("add", NAME, "--scope", "cases:read", "--expires", "90d").output.strip()

    assert rows(database)[0].expires_at == START + timedelta(days=90)
    assert ask(token).status_code == 200
    clock.advance(days=90)
    assert ask(token).status_code == 401


def test_token_is_ended_at_once_and_its_name_is_free_again(run, ask):
    token = run("add", NAME, "--scope", "cases:read").output.strip()
    taken = run("add", NAME, "--scope", "cases:read")
    ended = run("revoke", NAME)

    assert (taken.exit_code, ended.exit_code) == (1, 0)
    assert ask(token).status_code == 401
    assert run("revoke", NAME).exit_code == 1
    assert ask(run("add", NAME, "--scope", "cases:read").output.strip()).status_code == 200


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", NAME],
        ["add", NAME, "--scope", "everything"],
        ["add", NAME, "--scope", "cases:read", "--expires", "soon"],
        ["add", NAME, "--scope", "cases:read", "--expires", "0d"],
        ["add", " ", "--scope", "cases:read"],
        ["add", "a\nb", "--scope", "cases:read"],
        ["add", "n" * 101, "--scope", "cases:read"],
    ],
)
def test_mistakes_of_operators_are_bad_usage(run, arguments):
    assert run(*arguments).exit_code == 2


def test_door_says_what_is_missing(run, ask):
    without_scope = run("add", NAME, "--scope", "cases:write").output.strip()
    other = make_secret().text

    answers = {
        name: ask(**said)
        for name, said in {
            "nothing": {"header": ""},
            "other kind": {"header": "Basic YTpi"},
            "no token": {"token": "hello"},
            "unknown": {"token": other},
            "guessed": {"token": f"{without_scope[:-1]}{'a' if without_scope[-1] != 'a' else 'b'}"},
            "scope": {"token": without_scope},
        }.items()
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "nothing": 401,
        "other kind": 401,
        "no token": 401,
        "unknown": 401,
        "guessed": 401,
        "scope": 403,
    }
    assert answers["nothing"].headers["WWW-Authenticate"] == "Bearer realm=portal"
    assert 'error="invalid_token"' in answers["unknown"].headers["WWW-Authenticate"]
    assert 'scope="cases:read"' in answers["scope"].headers["WWW-Authenticate"]
    assert all(answer.content_type == "application/problem+json" for answer in answers.values())
    assert all(answer.headers["Cache-Control"] == "private, no-store" for answer in answers.values())


def test_last_use_is_noted_to_the_minute(run, database, ask, clock):
    token = run("add", NAME, "--scope", "cases:read").output.strip()

    ask(token)
    clock.advance(seconds=59)
    ask(token)
    assert rows(database)[0].last_used_at == START
    ask(token, header=f"bearer {token}")
    clock.advance(seconds=1)
    ask(token)
    assert rows(database)[0].last_used_at == START + timedelta(minutes=1)


def test_tokens_that_ended_long_ago_are_forgotten(database):
    with database.write() as session:
        add_token(session, "lasting", [Scope.CASES_READ], START)
        add_token(session, "short", [Scope.CASES_READ], START, START + timedelta(days=1))
    over = START + timedelta(days=1) + KEPT_AFTER_END

    with database.write() as session:
        assert forget_tokens(session, over) == 0
        assert forget_tokens(session, over + timedelta(seconds=1)) == 1
    assert [row.name for row in rows(database)] == ["lasting"]
