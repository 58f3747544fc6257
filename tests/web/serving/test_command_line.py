"""The command as operators type it: in a process and a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.building import ROOT
from tests.unit.articles.content_folder import Writer

COMMAND = str(Path(sys.executable).parent / "portal")


@pytest.fixture
def environment(tmp_path):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**inherited, "PORTAL_CONTENT_DIR": str(ROOT / "content"), "PORTAL_INSTANCE_DIR": str(tmp_path / "instance")}


@pytest.fixture
def run(tmp_path, environment):
    """Run the command to its end."""

    def run(*words, **settings):
        return subprocess.run(
            [COMMAND, *words],
            check=False,
            cwd=tmp_path,
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
def port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def assert_one_line(done, code, *words):
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1), done.stderr
    assert done.stderr.startswith("portal: ")
    for word in words:
        assert word in done.stderr


def test_port_in_use_is_told_and_never_shared(run, port):
    assert_one_line(run("serve", "--port", str(port)), 2, "cannot listen on 127.0.0.1", str(port))


def test_address_of_another_machine_is_told(run):
    assert_one_line(run("serve", "--host", "192.0.2.1"), 2, "cannot listen on 192.0.2.1")


def test_folder_that_cannot_be_written_to_is_told_by_its_variable(run, tmp_path):
    (tmp_path / "file").touch()
    serving = (("serve", "--port", str(_free_port())), ("worker", "--once"), ("demo",))

    for command in (*serving, ("db", "check"), ("db", "upgrade")):
        assert_one_line(run(*command, PORTAL_INSTANCE_DIR=str(tmp_path / "file")), 2, "PORTAL_INSTANCE_DIR")


def test_database_file_without_a_folder_is_told_by_its_variable(run, tmp_path):
    (tmp_path / "file").touch()

    done = run("db", "check", PORTAL_DATABASE_URL=f"sqlite:///{tmp_path}/file/portal.sqlite3")

    assert_one_line(done, 1, "PORTAL_DATABASE_URL")
    assert "Try" not in done.stderr


def test_instance_folder_is_closed_to_other_accounts(run, tmp_path):
    run("db", "upgrade")
    run("worker", "--once", PORTAL_INSTANCE_DIR=str(tmp_path / "another"))

    for name in ("instance", "another"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700


def test_database_without_tables_is_told_with_the_way_on(run):
    assert_one_line(run("staff", "list"), 1, "portal db check")
    assert_one_line(run("db", "check"), 1, "portal db upgrade")


def test_command_without_words_shows_its_help_as_bad_usage(run):
    for words in ((), ("db",), ("content",)):
        done = run(*words)

        assert done.returncode == 2
        assert done.stderr.startswith("Usage: portal")
        assert "Try" not in done.stderr


def test_mistake_with_many_choices_is_told_in_one_line(run):
    assert_one_line(run("tokens", "add", "t1"), 2, "--scope", "cases:read", "Try `portal tokens add --help`.")


def test_number_that_no_event_can_have_is_told(run):
    assert_one_line(run("webhooks", "replay", "99999999999999999999999"), 2, "99999999999999999999999", "range")


def test_settings_file_that_is_no_text_is_told(run, tmp_path):
    (tmp_path / ".env").write_bytes(b"PORTAL_ON_CALL=\xfc\n")

    assert_one_line(run("db", "check"), 2, ".env", "UTF-8")


def test_links_lead_to_the_port_it_serves_on(tmp_path, environment):
    port, printed = _free_port(), tmp_path / "printed.txt"
    command = [COMMAND, "serve", "--host", "0.0.0.0", "--port", str(port)]
    unnamed = {name: value for name, value in environment.items() if name != "PORTAL_BASE_URL"}
    with printed.open("wb") as output:
        server = subprocess.Popen(command, cwd=tmp_path, env=unnamed, stdout=output)
    try:
        until = time.monotonic() + 60
        while not printed.read_text().endswith("\n"):
            assert time.monotonic() < until
            time.sleep(0.002)
        # Whoever has read the line need not ask twice.
        with urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=20) as answer:
            robots = answer.read().decode()
    finally:
        server.terminate()
        server.wait(20)

    assert f"Sitemap: http://127.0.0.1:{port}/sitemap.xml" in robots
    assert printed.read_text() == f"Ready: http://127.0.0.1:{port}/\n"


def test_web_process_that_does_not_stop_is_ended_within_seconds(tmp_path, environment):
    """Two signals in a row can leave one waiting for itself; a frozen one stands for it here."""
    port = _free_port()
    server = subprocess.Popen([COMMAND, "serve", "--port", str(port), "--worker"], cwd=tmp_path, env=environment)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        children = _children_of(server.pid)
        web = [child for child in children if b"serve" in Path(f"/proc/{child}/cmdline").read_bytes()]
        assert len(children) > len(web) == 1
        os.kill(web[0], signal.SIGSTOP)

        server.terminate()
        server.wait(20)

        assert not any(Path(f"/proc/{child}").exists() for child in children)
    finally:
        for process in [*_children_of(server.pid), server.pid] if server.poll() is None else ():
            os.kill(process, signal.SIGKILL)
        server.wait()


def _free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def _children_of(process):
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _wait_for(address):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            return urlopen(address, timeout=2).read()
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_worker_follows_the_content_of_today(tmp_path, environment):
    writer = Writer(tmp_path / "content")
    printed = tmp_path / "printed.txt"
    with printed.open("wb") as output:
        worker = subprocess.Popen(
            [COMMAND, "worker"],
            cwd=tmp_path,
            env=environment | {"PORTAL_CONTENT_DIR": str(writer.path)},
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until(lambda: "worker_started" in printed.read_text(), worker)
        writer.write("messages/late")
        _wait_until(lambda: "content_live" in printed.read_text(), worker)
    finally:
        worker.terminate()
        worker.wait(20)


def _wait_until(condition, process) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
