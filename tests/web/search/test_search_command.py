"""``portal search`` gives the same answer as the site."""

import json

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from portal.search.commands import search

KEY = "D360-API-KEY: AbCdEfGhIjKlMnOpQrStUvWxYz0123_AK"


@pytest.fixture
def run(app):
    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(search, arguments, obj=ScriptInfo(create_app=lambda: app))
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_answer_for_a_terminal(run):
    printed = run("131047")

    assert "error 131047: Re-engagement message" in printed
    assert "http://127.0.0.1:8000/en/messages/window-closed-131047" in printed
    assert "<mark>" not in printed
    assert "&#34;" not in printed


def test_json_is_that_of_the_site(run, browse):
    printed = json.loads(run("Vorlage abgelehnt", "--locale", "de", "--json"))
    served = browse.get("/api/v1/search?q=Vorlage+abgelehnt&locale=de").json

    for document in (printed, served):
        document.pop("took_ms")
    assert printed == served


def test_correction_and_reduction_are_told(run):
    assert "did you mean: template rejected" in run("tempalte rejected")
    assert "searched for: invalid api key" in run('{"developer_message": "Invalid api key"}')


def test_nothing_found_is_no_fault(run):
    assert "0 results" in run("qqqqqqqq")


def test_unknown_locale_is_bad_usage(run):
    assert "fr" in run("webhook", "--locale", "fr", code=2)


def test_results_can_be_narrowed(run):
    everything, narrowed = (
        json.loads(run("message", "--json", *more)) for more in ((), ("--kind", "guide", "--component", "webhooks"))
    )

    assert 0 < narrowed["total"] < everything["total"]
    assert {(result["kind"], result["component"]) for result in narrowed["results"]} == {("guide", "webhooks")}


def test_unknown_filter_is_bad_usage(run):
    assert "category: 'nowhere' is not one of getting-started" in run("message", "--category", "nowhere", code=2)


def test_secret_is_not_printed(run):
    assert "IjKlMnOpQr" not in run(f"webhook {KEY}", "--json")
