from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from portal.incidents.model import Health, Impact, Phase, Reading
from portal.incidents.monitor import FolderMonitor
from portal.incidents.rules import health_of, indicate, is_stale, touching
from portal.incidents.sources.files import read_folder, read_incidents

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KNOWN = frozenset({"api", "webhooks"})


def write(folder: Path, slug: str, front: str, body: str = "", locale: str = "en") -> None:
    place = folder / "incidents" / slug
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{locale}.md").write_text(f"---\n{front}---\n{body}", encoding="utf-8")


OPEN = (
    "title: Events are late\nstatus: investigating\nimpact: {impact}\n"
    "components: [webhooks]\nstarted_at: 2026-11-23T11:00Z\n"
)


def reading_of(tmp_path) -> Reading:
    return read_folder(tmp_path / "incidents", KNOWN, NOW)


@pytest.mark.parametrize(
    ("impact", "component", "touched"),
    [
        ("minor", "webhooks", True),
        ("minor", "api", False),
        ("critical", "api", True),
        ("critical", "unheard-of", True),
        ("maintenance", "webhooks", False),
    ],
)
def test_incident_touches_its_components_and_a_critical_one_touches_all(tmp_path, impact, component, touched):
    write(tmp_path, "late", OPEN.format(impact=impact))

    assert bool(touching(reading_of(tmp_path), component)) is touched


def test_what_is_over_touches_nobody(tmp_path):
    write(tmp_path, "late", OPEN.format(impact="major").replace("investigating", "resolved"))
    reading = reading_of(tmp_path)

    assert touching(reading, "webhooks") == ()
    assert [event.slug for event in reading.past] == ["late"]
    assert indicate(reading, NOW) == "none"


def test_planned_work_is_never_an_incident(tmp_path):
    write(
        tmp_path,
        "work",
        "title: Upgrade\nstatus: scheduled\nimpact: maintenance\ncomponents: [api]\nscheduled_for: 2026-11-24T02:00Z\n",
    )
    reading = reading_of(tmp_path)

    assert reading.incidents == ()
    assert [event.slug for event in reading.maintenances] == ["work"]
    assert indicate(reading, NOW) == "none"


def test_updates_come_newest_first_in_each_language(tmp_path):
    write(
        tmp_path,
        "late",
        OPEN.format(impact="major"),
        "\n## 2026-11-23T11:05Z investigating\n\nWe look.\n\n## 2026-11-23T11:40Z monitoring\n\nIt is\nbetter.\n",
    )
    write(tmp_path, "late", "title: Ereignisse verspätet\n", "\n## 2026-11-23T11:40Z monitoring\n\nBesser.\n", "de")
    event = reading_of(tmp_path).incidents[0]

    assert [update.text for update in event.words["en"].updates] == ["It is better.", "We look."]
    assert event.words["en"].updates[0].phase is Phase.MONITORING
    assert event.words["de"].title == "Ereignisse verspätet"


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("title: x\nstatus: broken\nstarted_at: 2026-11-23T11:00Z\n", "incident-status", 3),
        ("title: x\nstatus: resolved\nimpact: huge\nstarted_at: 2026-11-23T11:00Z\n", "incident-impact", 4),
        ("title: x\nstatus: resolved\ncomponents: [fax]\nstarted_at: 2026-11-23T11:00Z\n", "incident-component", 4),
        ("title: x\nstatus: resolved\n", "incident-start", 1),
        ("title: x\nstatus: resolved\nstarted_at: soon\n", "incident-time", 1),
        ("title: x\nstatus: resolved\nstarted_at: 2026-11-23T11:00Z\nfoo: 1\n", "incident-key", 5),
        ("status: resolved\nstarted_at: 2026-11-23T11:00Z\n", "incident-file", 1),
        ("title: [\n", "incident-file", 1),
        ("title:\nstatus: resolved\nstarted_at: 2026-11-23T11:00Z\n", "incident-file", 1),
        ("title: 5\nstatus: resolved\nstarted_at: 2026-11-23T11:00Z\n", "incident-file", 1),
        ("title: x\nstatus: resolved\ncomponents: true\nstarted_at: 2026-11-23T11:00Z\n", "incident-component", 4),
        ("title: x\nstatus: resolved\ncomponents: 5\nstarted_at: 2026-11-23T11:00Z\n", "incident-component", 4),
        ("title: x\nstatus: resolved\ncomponents: all\nstarted_at: 2026-11-23T11:00Z\n", "incident-component", 4),
        ("title: x\nstatus: resolved\ncomponents: [1]\nstarted_at: 2026-11-23T11:00Z\n", "incident-component", 4),
        ("title: x\nstatus: resolved\nstarted_at: 2026-11-23T11:00Z\n1: x\n", "incident-key", 5),
        ("title: x\nstatus: resolved\nstarted_at: 0001-01-01T00:00+14:00\n", "incident-time", 1),
        ("title: x\nstatus: [resolved]\nstarted_at: 2026-11-23T11:00Z\n", "incident-status", 3),
    ],
)
def test_a_mistake_is_named_by_file_and_line_and_leaves_the_others_in_force(tmp_path, front, code, line):
    write(tmp_path, "bad", front)
    write(tmp_path, "good", OPEN.format(impact="major"))

    incidents, problems = read_incidents(tmp_path / "incidents", KNOWN)

    assert [event.slug for event in incidents] == ["good"]
    assert [(problem.code, problem.line) for problem in problems] == [(code, line)]
    assert problems[0].path.endswith("incidents/bad/en.md")


def test_unknown_keys_of_different_kinds_are_each_named(tmp_path):
    write(tmp_path, "bad", "title: x\nstatus: resolved\nstarted_at: 2026-11-23T11:00Z\nowner: Lea\n12: x\n")

    _, problems = read_incidents(tmp_path / "incidents", KNOWN)

    assert sorted(problem.line for problem in problems) == [5, 6]


def test_update_at_the_end_of_the_calendar_is_a_mistake(tmp_path):
    write(tmp_path, "bad", OPEN.format(impact="major"), "\n## 9999-12-31T23:59-14:00 investigating\n\nText\n")

    _, problems = read_incidents(tmp_path / "incidents", KNOWN)

    assert [problem.code for problem in problems] == ["incident-file"]


def test_folder_that_may_not_be_read_ends_no_incident(tmp_path, monkeypatch):
    write(tmp_path, "late", OPEN.format(impact="major"))
    good = reading_of(tmp_path)

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    reading = read_folder(tmp_path / "incidents", KNOWN, NOW, good.events)

    assert [event.slug for event in reading.incidents] == ["late"]
    assert "incidents:1: unreadable: cannot be read: Permission denied" in reading.problem


def test_mistake_is_logged_once_with_its_file_and_line(tmp_path):
    monitor = FolderMonitor(tmp_path / "incidents", lambda: (), lambda: NOW, look_again_s=0)
    write(tmp_path, "bad", "title: x\nstatus: broken\nstarted_at: 2026-11-23T11:00Z\n")

    with capture_logs() as lines:
        for _ in range(3):
            monitor.reading()

    assert [line["event"] for line in lines] == ["content_problem"]
    assert "incidents/bad/en.md:3: incident-status" in lines[0]["problem"]


def test_fault_of_ours_leaves_the_last_reading_and_is_told(tmp_path, monkeypatch):
    write(tmp_path, "late", OPEN.format(impact="major"))
    components = tuple(SimpleNamespace(id=each) for each in KNOWN)
    monitor = FolderMonitor(tmp_path / "incidents", lambda: components, lambda: NOW, look_again_s=0)
    assert [event.slug for event in monitor.reading().incidents] == ["late"]

    def fail(*_):
        raise TypeError("nobody thought of this")

    monkeypatch.setattr("portal.incidents.monitor.read_folder", fail)
    with capture_logs() as lines:
        reading = monitor.reading()

    assert [event.slug for event in reading.incidents] == ["late"]
    assert reading.problem == "incidents cannot be read: TypeError"
    assert [line["event"] for line in lines] == ["incidents_not_read"]


def test_a_broken_file_makes_the_reading_doubtful_and_never_fine(tmp_path):
    write(tmp_path, "bad", "title: [\n")
    reading = reading_of(tmp_path)

    assert is_stale(reading, NOW)
    assert indicate(reading, NOW) == "unknown"
    assert health_of(reading, "api", NOW) is Health.UNKNOWN


def test_no_folder_is_no_incident(tmp_path):
    assert indicate(reading_of(tmp_path), NOW) == "none"


def test_the_worst_incident_speaks_for_the_whole(tmp_path):
    write(tmp_path, "a", OPEN.format(impact="minor"))
    write(tmp_path, "b", OPEN.format(impact="critical"))
    reading = reading_of(tmp_path)

    assert indicate(reading, NOW) == "critical"
    assert reading.incidents[0].impact is Impact.CRITICAL
    assert health_of(reading, "webhooks", NOW) is Health.MAJOR_OUTAGE
    assert health_of(reading, "api", NOW) is Health.OPERATIONAL


def test_an_incident_whose_file_gets_a_mistake_stays_as_it_was(tmp_path):
    write(tmp_path, "late", OPEN.format(impact="major"))
    good = reading_of(tmp_path)
    write(tmp_path, "late", "title: [\n")

    reading = read_folder(tmp_path / "incidents", KNOWN, NOW, good.events)

    assert [event.slug for event in reading.incidents] == ["late"]
    assert reading.problem


def test_an_incident_whose_folder_is_gone_is_gone(tmp_path):
    write(tmp_path, "late", OPEN.format(impact="major"))
    good = reading_of(tmp_path)

    assert read_folder(tmp_path / "elsewhere", KNOWN, NOW, good.events).events == ()


def test_a_translation_that_lags_shows_the_newer_update_in_english(tmp_path):
    first, second = "\n## 2026-11-23T11:05Z investigating\n\n{}\n", "\n## 2026-11-23T11:40Z monitoring\n\n{}\n"
    write(tmp_path, "late", OPEN.format(impact="major"), first.format("We look.") + second.format("It is better."))
    write(tmp_path, "late", "title: Verspätet\n", first.format("Wir untersuchen es."), "de")

    updates = reading_of(tmp_path).incidents[0].words["de"].updates

    assert [(update.text, update.language.tag) for update in updates] == [
        ("It is better.", "en"),
        ("Wir untersuchen es.", "de"),
    ]
