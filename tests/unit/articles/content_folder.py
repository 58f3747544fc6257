"""A content folder of a test's own, written file by file."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from portal.articles.model import Library
from portal.articles.source import ContentFolder, Reading, load_library
from portal.kernel.language import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
BODY = "Some words.\n"


class Writer:
    """An editor: ``write("messages/late", "de", "…")`` puts an article into the folder."""

    def __init__(self, path: Path, featured: tuple[str, ...] = ()) -> None:
        self.path = path
        path.mkdir()
        for name in ("policy.yml", "components.yml"):
            shutil.copy(ROOT / "content" / name, path / name)
        self.write_site("messages", "webhooks", featured=featured)

    @classmethod
    def of(cls, path: Path) -> "Writer":
        """An editor of a folder that is there already."""
        writer = cls.__new__(cls)
        writer.path = path
        return writer

    def write_site(self, *categories: str, featured: tuple[str, ...] = ()) -> None:
        names = {language.tag: f"Name in {language.tag}" for language in LANGUAGES}
        site = {
            "brand": {
                "name": "Help",
                "company": "Example",
                "status_page": "https://a.example",
                "hub": "https://b.example",
            },
            "locales": [language.tag for language in LANGUAGES],
            "featured": list(featured),
            "categories": {slug: {"icon": "key", "name": names, "description": names} for slug in categories},
        }
        (self.path / "site.yml").write_text(yaml.safe_dump(site, sort_keys=False), encoding="utf-8")

    def write(self, article: str, tag: str = "en", body: str = BODY, **front: Any) -> Path:
        """An article that is sound unless the test says otherwise; a key set to None is left out."""
        keys = {"title": f"About {article}", "summary": "What helps.", "kind": "guide"} | front
        kept = {key: value for key, value in keys.items() if value is not None}
        return self.put(f"articles/{article}/{tag}.md", f"---\n{yaml.safe_dump(kept, sort_keys=False)}---\n{body}")

    def put(self, relative: str, content: str | bytes) -> Path:
        """Any file."""
        file = self.path / relative
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def read(self) -> Reading:
        return ContentFolder(self.path).read()

    def load(self) -> Library:
        return load_library(self.path)

    @property
    def findings(self) -> list[str]:
        """What is wrong, as ``articles/…:line: code``."""
        return [
            f"{problem.path.removeprefix('content/')}:{problem.line}: {problem.code}"
            for problem in self.read().problems
        ]

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.read().problems]
