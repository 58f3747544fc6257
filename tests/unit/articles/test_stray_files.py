"""A file that nothing reads is named, so that a slip in a name does not look as if it had worked."""

from io import BytesIO

import pytest
from PIL import Image

from portal.articles.checks.files import check_files


def draw() -> bytes:
    content = BytesIO()
    Image.new("RGB", (4, 2)).save(content, "PNG")
    return content.getvalue()


def strays(writer) -> list[str]:
    problems = list(check_files(writer.path))
    assert {(problem.code, problem.fatal, problem.line) for problem in problems} <= {("orphan-file", False, 1)}
    return [problem.path.removeprefix("content/") for problem in problems]


@pytest.mark.parametrize(
    "name",
    [
        "glosary.yml",
        "brand/old-mark.svg",
        "policy.yml~",
        "artikles/messages/late/en.md",
        "synonyms/fr.txt",
        "synonyms/en.txt~",
        "incidents/slow.md",
        "incidents/slow/fr.md",
        "incidents/slow/en.md~",
    ],
)
def test_file_that_nothing_reads_is_named(writer, name):
    writer.put(name, "Words.\n")

    assert strays(writer) == [name.partition("/")[0] if name.startswith("artikles") else name]


@pytest.mark.parametrize("name", ["articles/messages/late", "articles/unused", "notices/sunday"])
def test_folder_without_files_is_named(writer, name):
    (writer.path / name).mkdir(parents=True)
    writer.put(f"{name}/.keep", "")

    assert strays(writer) == [name]


def test_known_layout_passes(writer):
    writer.write("messages/late")
    for name in (
        "glossary.yml",
        "schemas/article.schema.json",
        "synonyms/pt-br.txt",
        "incidents/slow/en.md",
        "notices/sunday/en.md",
        "error-codes/codes.yml",
        "macros/key.en.md",
        "trees/late.yml",
        ".DS_Store",
    ):
        writer.put(name, "Words.\n")

    assert strays(writer) == []


def test_picture_that_no_text_shows_is_named(writer):
    writer.write("messages/late", body="![Screen](shown.png)\n")
    writer.put("articles/messages/late/shown.png", draw())
    writer.put("articles/messages/late/forgotten.png", draw())

    reading = writer.read()

    assert [str(problem) for problem in reading.problems] == [
        "content/articles/messages/late/forgotten.png:1: orphan-picture: is shown by no text"
    ]
    assert reading.library is not None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("articles/messages/late/de.md", "---\ntitle: A\nsummary: B\nkind: guide\n---\n![Bild](screen.png)\n"),
        ("articles/messages/other/en.md", "---\ntitle: A\nsummary: B\nkind: guide\n---\n[See](../late/screen.png)\n"),
        (
            "articles/messages/draft/en.md",
            "---\ntitle: A\nsummary: B\nkind: guide\ndraft: true\n---\n![S](screen.png)\n",
        ),
        ("notices/sunday/en.md", "---\ntitle: A\n---\n![Screen](../../articles/messages/late/screen.png)\n"),
    ],
)
def test_picture_may_be_shown_by_any_text(writer, path, text):
    owner = "draft" if "draft" in path else "late"
    writer.write("messages/late")
    writer.put(f"articles/messages/{owner}/screen.png", draw())
    writer.put(path, text)

    assert "orphan-picture" not in writer.codes
