"""What was measured is kept beside the benchmarks, and nothing stands between the lines of their tables."""

import json
from contextlib import contextmanager

import pytest

from bench import desk, mail, results
from portal.web.logs import log


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
