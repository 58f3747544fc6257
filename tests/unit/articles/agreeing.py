"""A content folder in which everything says one number, so that a page made from two states of it gives itself away."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from portal.kernel.language import LANGUAGES
from tests.unit.articles.content_folder import ROOT, Writer

PATHS = (
    "/en/",
    "/de/messages/",
    "/en/messages/late",
    "/ru/messages/late",
    "/en/webhooks/set-up",
    "/en/messages/late.md",
    "/en/search?q=agreement",
    "/api/v1/search?q=agreement",
    "/api/v1/articles",
    "/api/v1/articles/en/messages/late",
    "/en/feed.xml",
    "/llms.txt",
    "/en/nothing/here",
)
_NUMBER = re.compile(r"No(\d+)")


class AgreeingContent:
    """Writes states of the folder; each is several files that belong together."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._policy = (ROOT / "content" / "policy.yml").read_text(encoding="utf-8")
        self._site = yaml.safe_load((writer.path / "site.yml").read_text(encoding="utf-8"))
        self._site["featured"] = ["messages/late"]

    def write(self, number: int, *, broken: bool = False, pause_s: float = 0) -> None:
        """The state with this number, with a pause between two files; a broken one has a mistake in the articles."""
        kind = "no-such-kind" if broken else "guide"
        body = "Agreement: {{ policy.plans.basic.name }}, {{ policy.support.email }}.\n"
        for article in ("messages/late", "webhooks/set-up"):
            related = ["webhooks/set-up" if article == "messages/late" else "messages/late"]
            self._writer.write(article, title=f"Title No{number}", body=body, kind=kind, related=related)
            time.sleep(pause_s)
        names = {language.tag: f"Shelf No{number}" for language in LANGUAGES}
        for category in self._site["categories"].values():
            category["name"] = names
        self._site["brand"]["company"] = f"Company No{number}"
        self._writer.put("site.yml", yaml.safe_dump(self._site, allow_unicode=True, sort_keys=False))
        time.sleep(pause_s)
        policy = self._policy.replace("name: Basic", f"name: Basic No{number}")
        self._writer.put("policy.yml", policy.replace("support@360dialog.com", f"support@No{number}.example"))

    @contextmanager
    def under_lock(self) -> Iterator[None]:
        """Write as git does, which holds this lock until all files of a commit are there."""
        lock = self._writer.path / ".git" / "index.lock"
        lock.parent.mkdir(exist_ok=True)
        lock.touch()
        yield
        lock.unlink()


def find_numbers(text: str) -> set[int]:
    """Every number that a page says; more than one means that it was made from two states."""
    return {int(number) for number in _NUMBER.findall(text)}


def begin(path: Path, number: int) -> AgreeingContent:
    """A new folder in its first state."""
    content = AgreeingContent(Writer(path))
    content.write(number)
    return content
