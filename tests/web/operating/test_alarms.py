"""Rules and dashboard ask for what the portal tells, and each alarm has a page for whoever it wakes."""

import json
import re
from collections.abc import Iterator

import pytest
import yaml
from promql_parser import parse

from portal.db.rounds import RoundLog
from tests.building import START
from tests.house.sources import ROOT
from tests.web.operating.conftest import read_metrics

RULES = ROOT / "deploy/prometheus/alerts.yml"
DASHBOARD = ROOT / "deploy/grafana/dashboard.json"
GUIDE = ROOT / "docs/operations"
SECTIONS = ["What it means for customers", "How to check", "What to do", "When it is over"]

_SELECTOR = re.compile(r"\b(portal_\w+)(?:\{([^}]*)\})?")
_MATCHER = re.compile(r'(\w+)\s*(=~|=)\s*"([^"]*)"')
_GROUPED = re.compile(r"\b(?:by|without)\s*\(([^)]*)\)")


def list_alarms() -> list[dict]:
    rules = yaml.safe_load(RULES.read_text())
    return [rule for group in rules["groups"] for rule in group["rules"]]


def list_expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in list_alarms())
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def find_unknown(expression: str, told: dict[str, list[dict[str, str]]]) -> list[str]:
    """What an expression asks for and nobody tells: a metric, a label, a value that no label has."""
    found = []
    for name, matchers in _SELECTOR.findall(expression):
        if name not in told:
            found.append(f"{name} is not told")
            continue
        for label, operator, value in _MATCHER.findall(matchers):
            wanted = re.compile(value if operator == "=~" else re.escape(value))
            values = [labels[label] for labels in told[name] if label in labels]
            if not values:
                found.append(f"{name} has no label {label}")
            elif operator == "=" and not any(map(wanted.fullmatch, values)):
                found.append(f"{name} has no {label} {value}")
    labels = {label for name, _ in _SELECTOR.findall(expression) for each in told.get(name, ()) for label in each}
    asked = {label.strip() for group in _GROUPED.findall(expression) for label in group.split(",")}
    # Prometheus itself adds where something was scraped.
    return found + [f"nothing has a label {label}" for label in sorted(asked - labels - {"instance", "job"})]


@pytest.fixture
def told(app, stored, monkeypatch) -> dict[str, list[dict[str, str]]]:
    """Every metric of a portal that was used a little, with the labels of its samples."""
    client = app.test_client()
    client.get("/en/search?q=webhook")
    rounds = RoundLog()
    rounds.note("mail", 1, START)
    with stored.write() as session:
        rounds.write(session, START)
    samples: dict[str, list[dict[str, str]]] = {}
    for name, labels in read_metrics(client.get("/metrics").text):
        samples.setdefault(name, []).append(dict(labels))
    # Told where a mailbox is set, and by the page cache, which is not around the application of the tests.
    samples["portal_part_up"].append({"part": "mail_in"})
    samples["portal_page_cache_hits_total"] = [{"status": "200"}]
    return samples


@pytest.mark.parametrize("expression", list(dict.fromkeys(list_expressions())))
def test_expression_asks_for_what_is_told(told, expression):
    parse(expression)

    assert find_unknown(expression, told) == []


def test_unknown_metrics_labels_and_values_are_found():
    told = {"portal_part_up": [{"part": "worker"}]}

    assert find_unknown("portal_gone > 0", told) == ["portal_gone is not told"]
    assert find_unknown('portal_part_up{part="moon"}', told) == ["portal_part_up has no part moon"]
    assert find_unknown('portal_part_up{colour="red"}', told) == ["portal_part_up has no label colour"]
    assert find_unknown("sum by (colour) (portal_part_up)", told) == ["nothing has a label colour"]
    with pytest.raises(ValueError, match="unclosed"):
        parse("sum(rate(portal_requests_total[5m])")


def test_every_alarm_is_complete():
    alarms = list_alarms()

    assert len({alarm["alert"] for alarm in alarms}) == len(alarms) >= 15
    for alarm in alarms:
        assert re.fullmatch(r"Portal[A-Z]\w+", alarm["alert"])
        assert alarm["labels"]["severity"] in {"page", "ticket"}
        assert re.fullmatch(r"\d+[smh]", alarm.get("for", "0m"))
        assert set(alarm["annotations"]) == {"summary", "runbook"}


def test_every_alarm_has_its_page_and_every_page_its_alarm():
    pages = {alarm["annotations"]["runbook"]: alarm["alert"] for alarm in list_alarms()}

    assert set(pages) == {str(path.relative_to(ROOT)) for path in (GUIDE / "alarms").glob("*.md")}
    for path, alarm in pages.items():
        text = (ROOT / path).read_text()
        assert text.startswith(f"# {alarm}\n")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
        assert all(part.strip() for part in re.split(r"^## .*$", text, flags=re.MULTILINE))
        assert f"[{alarm}](alarms/{path.rpartition('/')[2]})" in (GUIDE / "README.md").read_text()


def test_every_panel_has_a_place_of_its_own():
    taken = set()
    for panel in json.loads(DASHBOARD.read_text())["panels"]:
        place = panel["gridPos"]
        rows, columns = range(place["y"], place["y"] + place["h"]), range(place["x"], place["x"] + place["w"])
        cells = {(x, y) for x in columns for y in rows}
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells


def test_links_of_the_guide_lead_somewhere():
    for page in GUIDE.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
