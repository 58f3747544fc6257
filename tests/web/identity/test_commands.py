import pytest

from portal.identity.commands import accounts, staff

HEADING = "account_id,name,plan,chat_enabled,emails,domains\n"


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda command, *arguments: runner.invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path):
    def write(rows, encoding="utf-8"):
        path = tmp_path / "accounts.csv"
        path.write_text(HEADING + rows, encoding=encoding)
        return path

    return write


def test_accounts_are_imported_and_listed(run, file):
    done = run(accounts, "import", file("a1,Größe AG,premium,yes,x@a.example;y@a.example,a.example\n"))
    assert (done.exit_code, done.output) == (0, "1 accounts imported\n")

    listed = run(accounts, "list").output
    for words in ("a1", "Größe AG", "premium", "x@a.example", "demo-basic"):
        assert words in listed


def test_bad_rows_are_told_with_file_and_line_and_nothing_is_imported(run, file):
    path = file("a1,Good,premium,yes,x@a.example,\na2,Bad,gold,maybe,nobody,gmail.com\n")

    done = run(accounts, "import", path)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert [line.split(": ")[:2] for line in done.stderr.splitlines()] == [[f"{path}:3", "account-row"]] * 4
    assert "a1" not in run(accounts, "list").output


def test_address_of_another_account_is_told_with_its_line(run, file):
    done = run(accounts, "import", file("a1,Name,premium,yes,ana@premium.example,\n"))

    assert done.exit_code == 1
    assert "ana@premium.example belongs to account demo-premium" in done.stderr


def test_file_in_another_encoding_is_refused_in_words(run, file):
    done = run(accounts, "import", file("a1,Größe AG,premium,yes,x@a.example,\n", "cp1252"))

    assert done.exit_code == 1
    assert "is not encoded in UTF-8" in done.output


def test_missing_file_is_bad_usage(run, tmp_path):
    assert run(accounts, "import", tmp_path / "none.csv").exit_code == 2


def test_staff_is_added_listed_and_removed(run):
    assert run(staff, "add", "Sam@Support.example").output == "sam@support.example may open the desk\n"
    assert "sam@support.example" in run(staff, "list").output
    assert run(staff, "remove", "SAM@support.example").exit_code == 0
    assert run(staff, "list").output == ""


def test_mistakes_about_staff_are_told(run):
    assert run(staff, "add", "sam").exit_code == 2
    assert run(staff, "remove", "nobody@support.example").exit_code == 1


@pytest.mark.parametrize("command", [accounts, staff])
def test_help_is_complete(run, command):
    for name, each in command.commands.items():
        page = run(command, name, "--help").output
        assert each.help.splitlines()[0] in " ".join(page.split())
