"""A tree as a graph: questions with their answers in columns, a line from each answer to what it leads to.

A page is drawn on the server and needs no script, so the layout is kept simple: a box stands one column behind the
last question that leads to it, and as high as the answer that led to it first, below what stands there already.
"""

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap

from portal.articles.trees.model import Node, Outcome, Question, Tree

WIDTH, GAP = 290, 60
"""Of a box, and between two columns; in pixels, as all lengths here."""
LINE, PADDING, SPACE = 18, 10, 18
"""Height of a line of text, distance to the border of its box, distance between two boxes."""
CHARACTERS = 30
"""How many fit into a line of a box; Cyrillic letters are the widest."""
BEND = 45

Say = Callable[[str], str]
"""The text of a name, see `Question` and `Outcome`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: where its letters stand, and the words."""

    y: int
    text: str
    is_answer: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A question with its answers, or an outcome."""

    name: str
    kind: str
    """``question``, ``article`` or ``support``: what it is, or who helps."""
    x: int
    y: int
    height: int
    lines: tuple[Line, ...]
    rules: tuple[int, ...]
    """Where a line divides it, above each answer."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, and the lines between them as SVG paths."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[str, ...]


def draw(tree: Tree, say: Say) -> Drawing:
    """The tree with the words that ``say`` gives."""
    columns = _find_columns(tree)
    free: dict[int, int] = {}
    boxes: dict[str, Box] = {}
    doors: list[tuple[Box, int, str]] = []

    def place(name: str, wanted: int) -> None:
        node = tree.find_node(name)
        if node is None or name in boxes:
            return
        column = columns[name]
        y = max(free.get(column, SPACE), wanted)
        boxes[name] = box = _make_box(node, column * (WIDTH + GAP) + 1, y, say)
        free[column] = y + box.height + SPACE
        if isinstance(node, Question):
            for answer, door in zip(node.answers, _find_doors(box), strict=True):
                doors.append((box, door, answer.target))
                place(answer.target, door - PADDING - LINE // 2)

    place(tree.begin, SPACE)
    edges = tuple(_draw_edge(box, door, boxes[target]) for box, door, target in doors)
    width = max(box.x for box in boxes.values()) + WIDTH + 1
    return Drawing(width, max(free.values()), tuple(boxes.values()), edges)


def _find_columns(tree: Tree) -> dict[str, int]:
    """How many questions lie before each page at most."""
    columns: dict[str, int] = {}

    def reach(name: str, column: int) -> None:
        if columns.get(name, -1) >= column:
            return
        columns[name] = column
        question = tree.questions.get(name)
        for answer in question.answers if question else ():
            reach(answer.target, column + 1)

    reach(tree.begin, 0)
    return columns


def _make_box(node: Node, x: int, y: int, say: Say) -> Box:
    name = node.title if isinstance(node, Outcome) else node.ask
    at, lines, rules = y + PADDING, list[Line](), list[int]()

    def add(text: str, *, is_answer: bool) -> None:
        nonlocal at
        for part in wrap(text, CHARACTERS) or [""]:
            at += LINE
            lines.append(Line(at - 5, part, is_answer))

    add(say(name), is_answer=False)
    for label in map(node.label, node.answers) if isinstance(node, Question) else ():
        at += PADDING
        rules.append(at - PADDING // 2)
        add(say(label), is_answer=True)
    return Box(node.id, _kind_of(node), x, y, at + PADDING - y, tuple(lines), tuple(rules))


def _kind_of(node: Node) -> str:
    if isinstance(node, Question):
        return "question"
    return "article" if node.article else "support"


def _find_doors(box: Box) -> list[int]:
    """The height at which the line of each answer leaves its box: the middle of the answer."""
    ends = (*box.rules[1:], box.y + box.height)
    return [(begin + end) // 2 for begin, end in zip(box.rules, ends, strict=True)]


def _draw_edge(box: Box, door: int, target: Box) -> str:
    begin, end, y = box.x + WIDTH, target.x, target.y + PADDING + LINE // 2
    return f"M{begin} {door}C{begin + BEND} {door} {end - BEND} {y} {end} {y}"
