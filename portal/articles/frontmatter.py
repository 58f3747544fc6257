"""The first lines of an article: a small form that editors fill in, checked field by field.

Every plain value is read as text, since YAML's guesses hurt editors: a fingerprint of digits would become a
number, ``no`` a refusal and ``12:30`` seventy-five minutes. The schema then says what each text means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from portal.articles.links import SEGMENT, ArticleId
from portal.articles.model import Kind, Origin
from portal.articles.staleness import FINGERPRINT_LENGTH, SECTION_DIGEST_LENGTH
from portal.kernel.problem import Problem

FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
"""The front matter with its dashes at the start of a file; the YAML is the first group."""

MAX_TITLE = 75
"""Characters of a title: search engines cut longer ones, and ours stay on two lines of a telephone."""
MAX_SUMMARY = 160
"""Characters of a summary, which is also the page's description: search engines cut longer ones in mid-sentence."""

FIRST_LINE = 2
"""Where the YAML begins: below the opening dashes."""


def _parse_id(value: object) -> ArticleId:
    return ArticleId.parse(value if isinstance(value, str) else "")


# Written out here, since pydantic cannot know what a class of ours looks like in YAML.
_ID_SCHEMA = {"type": "string", "pattern": f"^{SEGMENT.pattern}/{SEGMENT.pattern}$", "examples": ["messages/late"]}

LinkedId = Annotated[ArticleId, BeforeValidator(_parse_id), PlainSerializer(str), WithJsonSchema(_ID_SCHEMA)]
Word = Annotated[str, Field(min_length=1)]
SectionMark = Annotated[str, Field(pattern=rf"^[\w-]+=[0-9a-f]{{{SECTION_DIGEST_LENGTH}}}$")]
"""A section of the English text by its anchor, and what its words were; written by `portal content stamp`."""


class FrontMatter(BaseModel):
    """The keys an article may carry (contract, section 4)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)

    # Their lengths are only warnings, so the schema has them for editors' programs alone.
    title: Word = Field(
        description=f"What stands over the article and in results: at most {MAX_TITLE} characters.",
        json_schema_extra={"maxLength": MAX_TITLE},
    )
    summary: Word = Field(
        description=f"One sentence for results and for search engines: at most {MAX_SUMMARY} characters.",
        json_schema_extra={"maxLength": MAX_SUMMARY},
    )
    kind: Kind = Field(description="What the article is for.")
    component: Word | None = Field(None, description="What the article is about: an id of components.yml.")
    error_codes: tuple[int, ...] = Field((), description="Codes that this article is the one for.")
    keywords: tuple[Word, ...] = Field((), description="What customers type; searched, not shown.")
    related: tuple[LinkedId, ...] = Field(
        (), description="Articles to read next, as category/slug; the first four are shown."
    )
    draft: bool = Field(default=False, description="Only the preview shows a draft.")
    translates: Annotated[str, Field(pattern=rf"^[0-9a-f]{{{FINGERPRINT_LENGTH}}}$")] | None = Field(
        None, description="Translations only: the English text this was made from; `portal content stamp` writes it."
    )
    translated_sections: tuple[SectionMark, ...] = Field(
        (), description="Translations only: its sections at that time; `portal content stamp` writes them."
    )
    origin: Origin = Field(Origin.HUMAN, description="Who wrote the text; readers are told when it was a machine.")


def describe_front_matter() -> dict[str, Any]:
    """The front matter as a JSON Schema, from which an editor's program completes keys and values."""
    schema = FrontMatter.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Front matter of an article",
        "description": "The first lines of content/articles/<category>/<slug>/<locale>.md.",
    }


@dataclass(frozen=True, slots=True)
class Split:
    """A file taken apart."""

    front: FrontMatter
    lines: dict[str, int]
    """The line of each key."""
    body_start: int
    """Byte offset of the body."""
    body_line: int


class _Loader(yaml.CSafeLoader):
    """PyYAML's C loader without its guesses about plain values."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool] | None) -> str:
        """Everything is a text, whatever it looks like."""
        return "tag:yaml.org,2002:str"


def find_block(source: bytes, path: str) -> re.Match[bytes] | Problem:
    """Where the front matter of a file stands, its YAML as the first group; or why it cannot be read."""
    try:
        source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "encoding", f"is not UTF-8: byte {source[error.start]:#04x}")
    missing = Problem(path, 1, "front-matter-missing", "must begin with front matter between two lines of ---")
    return FRONT_MATTER.match(source) or missing


def read_front_matter(source: bytes, path: str) -> Split | tuple[Problem, ...]:
    """The front matter of a file, or everything that is wrong with it."""
    block = find_block(source, path)
    if isinstance(block, Problem):
        return (block,)
    try:
        node = _Loader(block[1].decode()).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + FIRST_LINE if mark else 1
        return (Problem(path, line, "front-matter-yaml", " ".join(filter(None, (error.context, error.problem)))),)
    except yaml.YAMLError as error:
        return (Problem(path, 1, "front-matter-yaml", str(error).splitlines()[0]),)
    if not isinstance(node, yaml.MappingNode):
        return (Problem(path, FIRST_LINE, "front-matter-yaml", "must be a list of keys with values"),)
    return _judge(node, path, block)


def _judge(node: yaml.MappingNode, path: str, block: re.Match[bytes]) -> Split | tuple[Problem, ...]:
    pairs = [(str(key.value), key.start_mark.line + FIRST_LINE, _plain(value)) for key, value in node.value]
    lines = {key: line for key, line, _ in pairs}
    problems = list(_duplicates(pairs, path))
    try:
        # A key without a value is a key left out.
        front = FrontMatter.model_validate({key: value for key, _, value in pairs if value != ""})
    except ValidationError as error:
        problems += [_problem(detail, lines, path) for detail in error.errors(include_url=False)]
        return tuple(sorted(problems))
    if problems:
        return tuple(problems)
    return Split(front, lines, block.end(), block[0].count(b"\n") + 1)


def _plain(node: yaml.Node) -> Any:
    """A text or a list of texts; nothing deeper has a place here, and YAML's constructors would take twice as long."""
    if isinstance(node, yaml.SequenceNode):
        return [item.value if isinstance(item, yaml.ScalarNode) else None for item in node.value]
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _duplicates(pairs: list[tuple[str, int, Any]], path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, line, _ in pairs:
        if key in seen:
            yield Problem(path, line, "duplicate-key", f"{key} stands here a second time")
        seen.add(key)


def _problem(detail: ErrorDetails, lines: dict[str, int], path: str) -> Problem:
    key = str(detail["loc"][0])
    line = lines.get(key, 1)
    match detail["type"], key:
        case "missing", _:
            return Problem(path, line, "missing-key", f"{key} is missing")
        case "extra_forbidden", _:
            known = ", ".join(FrontMatter.model_fields)
            return Problem(path, line, "unknown-key", f"{key} is not a key of an article; known are {known}")
        case "enum", "kind":
            known = ", ".join(Kind)
            return Problem(path, line, "unknown-kind", f"{detail['input']!r} is not a kind; known are {known}")
        case _:
            message = detail["msg"].removeprefix("Value error, ")
            return Problem(path, line, "bad-value", f"{key}: {message[:1].lower()}{message[1:]}")
