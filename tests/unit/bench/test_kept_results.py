"""What was measured is kept beside the benchmarks, and nothing stands between the lines of their tables."""

import json
from contextlib import contextmanager

import pytest
from rich.console import Console

from bench import desk, mail, results, submits
from bench.serving.commands import Found, Ratio, compare
from portal.web.logs import log
from tests.postgres import NoPostgres


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Gives what a benchmark has written down."""
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    return lambda name: json.loads((tmp_path / f"{name}.json").read_text())


@pytest.fixture
def measured_desk(monkeypatch):
    """The desk's benchmark without its hundred thousand cases; each page leaves the log's line of a request."""

    @contextmanager
    def no_portal():
        yield None

    def measure(_):
        log.info("request", route="desk.index")
        return {"queue": (29.04, 39.0), "a case, any": (34.0, 63.0)}

    monkeypatch.setattr(desk, "_fill_portal", no_portal)
    monkeypatch.setattr(desk, "_sign_in", lambda app: app)
    monkeypatch.setattr(desk, "_measure_all", measure)


def test_times_of_the_desk_are_kept(measured_desk, kept):
    desk.run()

    found = kept("desk")
    assert found["p50_ms"] == {"queue": 29.0, "a case, any": 34.0}
    assert found["p95_ms"] == {"queue": 39.0, "a case, any": 63.0}
    assert (found["cases"], found["target_p95_ms"]) == (100_000, 100)
    assert {"processor", "load_average", "python"} <= set(found["machine"])


def test_no_line_of_the_log_stands_in_the_output_of_the_desk(measured_desk, kept, capfd):
    desk.run()

    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_rates_of_mail_are_kept(monkeypatch, kept):
    monkeypatch.setattr(mail, "_measure", lambda workers: 146.04 * workers)

    mail.run()

    assert kept("mail")["mails_per_second_by_workers"] == {"1": 146.0, "2": 292.0, "4": 584.0}


def test_rates_of_submits_are_kept_and_compared_with_the_first(monkeypatch, kept):
    rates = {1: submits.Rates(50.04, 200.0, 400.0, 3_000.0), 2: submits.Rates(75.06, 150.0, 300.0, 3_000.0)}
    monkeypatch.setattr(submits, "_measure", lambda _, processes, __: rates[processes])

    table = submits.run(Console(quiet=True), 10)

    found = kept("submits")["by_database_and_web_processes"]
    assert found["sqlite"]["1"] == {
        "submits_a_second": 50.0,
        "p50_ms": 200.0,
        "p99_ms": 400.0,
        "rows_a_second": 3_000.0,
    }
    assert list(found) == ["sqlite", "postgresql"]
    assert list(table.columns[3].cells) == ["1.00", "1.50", "1.00", "1.50"]


def test_database_that_is_not_there_is_left_out_of_the_submits(monkeypatch, kept, capsys):
    def measure(opened, processes, count):
        if opened is submits._open_postgres:
            raise NoPostgres("initdb is not on this machine")
        return submits.Rates(50.0, 200.0, 400.0, 3_000.0)

    monkeypatch.setattr(submits, "_measure", measure)
    submits.run(Console(), 10)

    assert list(kept("submits")["by_database_and_web_processes"]) == ["sqlite"]
    assert "initdb is not on this machine" in capsys.readouterr().out


def test_ratio_is_the_median_of_those_within_a_round():
    """While the machine grows slower, both of a round do."""
    rounds = [{"ours": 50.0, "theirs": 100.0}, {"ours": 30.0, "theirs": 50.0}, {"ours": 4.0, "theirs": 10.0}]

    found = compare(Ratio("what", "ours", "theirs", 0.5), rounds)

    assert found == Found(median=0.5, lowest=0.4, highest=0.6)
