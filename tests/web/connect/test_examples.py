"""The examples in the README work: the addresses are there, and the code that checks signatures is run."""

import json
import re
import subprocess
import time
from datetime import UTC, datetime

import pytest

from portal.connect.signatures import sign
from tests.building import ROOT
from tests.web.connect.signing import SECRET

BODY = '{"type": "case.opened", "title": "Größe"}'.encode()


def read_example(language):
    """The fenced blocks of a language in the section of examples, joined."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("### Examples")[2].partition("\n## ")[0]
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL))


def signed(now=None):
    return sign(SECRET, "msg_1", now or datetime.now(UTC), BODY)


def cases():
    """Headers and body with whether they are genuine."""
    good = signed()
    old = signed(datetime.fromtimestamp(time.time() - 600, UTC))
    two = {**good, "webhook-signature": f"v1,AAAA {good['webhook-signature']}"}
    return [(good, BODY, True), (two, BODY, True), (old, BODY, False), (good, BODY + b" ", False)]


@pytest.mark.parametrize("number", range(4))
def test_python_example_tells_genuine_messages(number):
    place = {}
    exec(read_example("python"), place)
    headers, body, genuine = cases()[number]

    assert place["is_genuine"](SECRET, headers, body) is genuine


@pytest.mark.requires_program("node")
def test_javascript_example_tells_genuine_messages():
    script = read_example("js") + "\nconst cases = JSON.parse(require('node:fs').readFileSync(0))\n"
    script += "console.log(JSON.stringify(cases.map(([secret, headers, body]) => isGenuine(secret, headers, body))))"
    given = json.dumps([[SECRET, headers, body.decode()] for headers, body, _ in cases()])

    done = subprocess.run(["node", "-e", script], input=given, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout) == [genuine for _, _, genuine in cases()]


def test_addresses_of_the_examples_are_there(app):
    adapter = app.url_map.bind("localhost")
    lines = re.sub(r"\\\n", " ", read_example("sh")).splitlines()
    addresses = [(re.search(r"https://help\.example\.org([^' ?]*)", line)[1], line) for line in lines if line]

    assert len(addresses) >= 9
    for path, line in addresses:
        method = "PUT" if "-X PUT" in line else "POST" if "-d '" in line else "GET"
        assert adapter.match(path, method=method)
        if "-d '" in line:
            assert json.loads(re.search(r"-d '(.*)'", line)[1])
