from portal.identity.account_file import AccountRecord, RowMistake
from portal.identity.accounts import find_account, import_accounts, list_accounts
from portal.identity.demo import load_demo_accounts
from portal.identity.model import Entitlement


def record(account_id, plan="basic", *, chat=False, emails=(), domains=(), line=2):
    return AccountRecord(line, account_id, account_id.title(), plan, chat, tuple(emails), tuple(domains))


def put(database, *records):
    with database.write() as session:
        return import_accounts(session, records)


def plan_of(database, email):
    with database.read() as session:
        found = find_account(session, email)
    return found.plan if found else None


def test_exact_address_goes_before_domain(database):
    put(
        database,
        record("whole", "regular", domains=["big.example"]),
        record("team", "premium", chat=True, emails=["ana@big.example"]),
    )

    with database.read() as session:
        assert find_account(session, "Ana@Big.example") == Entitlement("team", "Team", "premium", chat_enabled=True)
    assert plan_of(database, "rui@big.example") == "regular"


def test_stranger_has_no_account(database):
    put(database, record("whole", domains=["big.example"]))

    assert plan_of(database, "ana@small.example") is None
    assert plan_of(database, "ana@sub.big.example") is None
    assert plan_of(database, "ana@gmail.com") is None
    assert plan_of(database, "no address") is None


def test_free_mail_address_is_found_when_it_is_listed(database):
    put(database, record("single", "premium", emails=["ana@gmail.com"]))

    assert plan_of(database, "ana@gmail.com") == "premium"
    assert plan_of(database, "bea@gmail.com") is None


def test_import_replaces_by_identifier_and_leaves_the_rest(database):
    put(database, record("one", emails=["a@one.example", "b@one.example"]), record("two", emails=["c@two.example"]))

    assert put(database, record("one", "premium", emails=["b@one.example"], domains=["one.example"])) == ()

    assert plan_of(database, "b@one.example") == "premium"
    assert plan_of(database, "c@two.example") == "basic"
    with database.read() as session:
        first, second = list_accounts(session)
        assert (first.emails, first.domains) == (["b@one.example"], ["one.example"])
        assert second.account_id == "two"


def test_address_may_move_between_accounts_of_one_file(database):
    put(database, record("one", emails=["a@one.example"]), record("two", emails=["c@two.example"]))

    swapped = put(database, record("one", emails=["c@two.example"]), record("two", "premium", emails=["a@one.example"]))

    assert swapped == ()
    assert plan_of(database, "a@one.example") == "premium"


def test_address_of_an_account_outside_the_file_is_a_mistake_and_nothing_is_imported(database):
    put(database, record("one", emails=["a@one.example"], domains=["one.example"]))

    mistakes = put(
        database,
        record("new", "premium", emails=["n@new.example"], line=2),
        record("two", emails=["a@one.example"], domains=["one.example"], line=3),
    )

    assert mistakes == (
        RowMistake(3, "a@one.example belongs to account one"),
        RowMistake(3, "one.example belongs to account one"),
    )
    assert plan_of(database, "n@new.example") is None


def test_demo_has_one_account_of_each_kind(database):
    for _ in range(2):
        with database.write() as session:
            load_demo_accounts(session)

    with database.read() as session:
        kinds = {
            email: find_account(session, email)
            for email in ("ana@premium.example", "x@regular.example", "bea@basic.example")
        }
    assert [(found.plan, found.chat_enabled) for found in kinds.values()] == [
        ("premium", True),
        ("regular", True),
        ("basic", False),
    ]
