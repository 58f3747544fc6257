"""A small portal whose library holds every state that an article can be in."""

from collections.abc import Callable
from io import BytesIO

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from portal.articles.source import load_library
from portal.checking import content
from portal.kernel.language import ENGLISH
from tests.building import make_app, make_settings, tear_down
from tests.checked_client import Browser
from tests.unit.articles.content_folder import Writer

LATE = """!!! summary "In short"
    - **What is wrong:** nothing.

## Check in this order {#check}

First response: {{ policy.plans.basic.first_response }}. See [how to set it up](../../webhooks/set-up/%(tag)s.md#fix).

## Fix it {#fix}

![The screen with the key](screen.png)

## What to send us {#send}

Nothing.
"""


def draw() -> bytes:
    content = BytesIO()
    Image.new("RGB", (40, 20)).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
def writer(tmp_path) -> Writer:
    """An empty content folder and somebody to fill it."""
    return Writer(tmp_path / "content")


@pytest.fixture
def portal(writer, monkeypatch) -> Callable[..., Result]:
    """Runs `portal content …` on the folder of the test."""
    monkeypatch.setenv("PORTAL_CONTENT_DIR", str(writer.path))
    return lambda *arguments: CliRunner().invoke(content, arguments)


@pytest.fixture(scope="session")
def small_writer(tmp_path_factory) -> Writer:
    """``messages/late`` is stale in German, current in Spanish, missing in Russian."""
    writer = Writer(tmp_path_factory.mktemp("small") / "content")
    writer.write_site("messages", "webhooks", "empty")
    writer.put("articles/messages/late/screen.png", draw())
    writer.write("webhooks/set-up", body="## Fix {#fix}\n\nWords.\n", title="Set up webhooks")
    front = {"kind": "troubleshooting", "component": "api", "error_codes": [131047, 131026]}
    writer.write("messages/late", body=LATE % {"tag": "en"}, title="Messages are late", **front)
    today = load_library(writer.path).find("messages", "late", ENGLISH).article.fingerprint
    writer.write("messages/late", "de", body=LATE % {"tag": "de"}, title="Zu spät", translates="00000000", **front)
    writer.write("messages/late", "es", body=LATE % {"tag": "es"}, title="Tarde", translates=today, **front)
    writer.write("messages/early", title="Messages are early", kind="policy")
    writer.write("messages/hidden", title="A draft", draft=True)
    return writer


@pytest.fixture(scope="session")
def small_app(small_writer, tmp_path_factory):
    app = make_app(make_settings(tmp_path_factory.mktemp("instance"), content_dir=small_writer.path))
    yield app
    tear_down(app)


@pytest.fixture
def read(small_app) -> Browser:
    """The checked client of a reader of the small portal."""
    return Browser(small_app)
