"""The image and the composition fit the project: files, commands, settings, ports. No container runs here."""

import json
import re
import shlex
from fnmatch import fnmatch

import click
import pytest
import yaml

from portal.settings import Settings
from tests.building import ROOT
from tests.deploy.commands import check_command
from tests.deploy.nginx import CONFIGURATION

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
IGNORED = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
COMPOSITION = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSITION["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "portal"}


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


class TestImage:
    def test_whatever_is_copied_exists_and_is_let_in(self):
        copied = [word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
        let_in = {line.removeprefix("!") for line in IGNORED if line.startswith("!")}

        assert IGNORED[1] == "*"
        for path in copied:
            assert (ROOT / path).exists(), path
            assert path.partition("/")[0] in let_in, path

    def test_nothing_else_is_let_in(self):
        let_in = [line.removeprefix("!") for line in IGNORED if line.startswith("!")]

        assert not [name for name in let_in if any(fnmatch(name, each) for each in (".*", "instance", "tests"))]

    def test_versions_are_locked_with_hashes(self):
        installs = re.findall(r"pip install (.*?)(?:&&|$)", DOCKERFILE, re.MULTILINE)

        assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
        assert len(installs) == 2

    def test_it_runs_as_nobody_of_importance_and_says_how_it_is(self):
        assert instructions("USER") == ["portal"]
        assert DOCKERFILE.count("\nFROM ") == 2
        assert "/readyz" in instructions("HEALTHCHECK")[0]

    def test_its_commands_are_the_portals_own(self):
        assert json.loads(instructions("ENTRYPOINT")[0]) == ["portal"]
        check_command(json.loads(instructions("CMD")[0]))

    def test_its_settings_are_the_portals_own(self):
        known = {f"PORTAL_{field.upper()}" for field in Settings.model_fields}
        given = set(re.findall(r"\b(PORTAL_\w+)=", " ".join(instructions("ENV"))))

        assert given
        assert given <= known


class TestComposition:
    def test_two_web_servers_and_two_workers(self):
        assert [name for name in OURS if name.startswith("web")] == ["web-1", "web-2"]
        assert OURS["worker"]["deploy"]["replicas"] == 2

    @pytest.mark.parametrize("name", OURS)
    def test_commands_are_the_portals_own(self, name):
        service = OURS[name]
        if "entrypoint" in service:
            command = re.search(r"portal ([^;]+);", service["entrypoint"][2])[1]
            check_command(shlex.split(command))
        else:
            check_command(service.get("command", json.loads(instructions("CMD")[0])))

    @pytest.mark.parametrize("name", OURS)
    def test_settings_are_the_portals_own_and_sound(self, name, tmp_path):
        settings = {key: _fill_in(value) for key, value in OURS[name]["environment"].items()}

        assert set(settings) <= {f"PORTAL_{field.upper()}" for field in Settings.model_fields}
        plain = {key.removeprefix("PORTAL_").lower(): value for key, value in settings.items() if value}
        assert Settings(_env_file=None, **plain).trusted_proxies == 1

    def test_whatever_is_mounted_exists(self):
        for name, service in SERVICES.items():
            for volume in service.get("volumes", ()):
                source = volume.partition(":")[0]
                known = (DEPLOY / source).exists() if source.startswith(".") else source in COMPOSITION["volumes"]
                assert known, f"{name}: {volume}"

    def test_services_wait_for_services_that_exist_and_say_how_they_are(self):
        for name, service in SERVICES.items():
            for other, told in service.get("depends_on", {}).items():
                assert other in SERVICES, name
                if told["condition"] == "service_healthy":
                    is_ours = SERVICES[other]["image"] == "portal"
                    assert is_ours or "test" in SERVICES[other]["healthcheck"], other

    def test_nginx_is_led_to_the_web_servers(self):
        script = SERVICES["nginx"]["command"][2]
        configuration = CONFIGURATION.read_text(encoding="utf-8")

        led = dict(re.findall(r"s/([^/]+)/([^/]+)/", script))
        assert set(led.values()) == {"web-1:8000", "web-2:8000"}
        assert all(place in configuration for place in led)
        assert "https://help.example.org" in configuration
        assert "--port 8000" in " ".join(json.loads(instructions("CMD")[0]))

    def test_no_secret_is_written_down(self):
        text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")

        for variable in ("PORTAL_SECRET_KEY", "DATABASE_PASSWORD"):
            assert f"${{{variable}:?" in text


def _fill_in(value: str) -> str:
    """A value with its variables replaced: by their defaults, or by something that may stand there."""
    filled = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
    return re.sub(r"\$\{\w+:\?[^}]*\}", "a-secret-of-this-test", filled)


def test_command_that_does_not_exist_is_found():
    with pytest.raises(click.UsageError):
        check_command(["serve", "--wrokers", "2"])
