"""Draws plots of ``bench/results/`` into ``docs/plots/``: ``python -m bench plots``.

They are SVG made of a few lines, legible on light and dark pages alike, since a page shows them as pictures and the
colours are chosen by the reader's own setting. Nothing but the results is in them, so drawing again changes nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import click

from bench.growth import TARGETS
from bench.results import FOLDER as RESULTS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "plots"
WIDTH, HEIGHT = 300, 220
"""Of one plot; several stand side by side."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 16, 44, 30
_STYLE = """text { font: 12px system-ui, sans-serif; fill: #4a4a46 }
.title { font-weight: 600; fill: #1d1d1b } .axis { stroke: #b9b8b0 } .target { stroke: #a8591f; stroke-dasharray: 4 3 }
.line { fill: none; stroke-width: 2 } .a { stroke: #0b6e4f } .b { stroke: #4b6cb7; stroke-dasharray: 6 3 }
circle.a, text.a { fill: #0b6e4f } circle.b, text.b { fill: #4b6cb7 } text.target { fill: #a8591f }
text.a, text.b, text.target { stroke: none }
@media (prefers-color-scheme: dark) {
text { fill: #b5b4ac } .title { fill: #ecebe4 } .axis { stroke: #55544e } .target { stroke: #e0a070 }
.a { stroke: #5fc9a3 } .b { stroke: #9db4f0 } circle.a, text.a { fill: #5fc9a3 } circle.b, text.b { fill: #9db4f0 }
text.target { fill: #e0a070 } }"""


@dataclass(frozen=True)
class Line:
    """A curve: what it is, and its values at each size."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Plot:
    """One plot; ``target`` is a size and the most that is wanted there."""

    title: str
    lines: tuple[Line, ...]
    targets: tuple[tuple[int, float], ...] = ()


@click.command("plots")
def plots() -> None:
    """Draw the plots of the README from the results that are kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    results = json.loads((RESULTS / "growth.json").read_text(encoding="utf-8"))
    (FOLDER / "growth.svg").write_text(draw_growth(results), encoding="utf-8")


def draw_growth(results: dict[str, Any]) -> str:
    """Start, memory and rebuilding over the number of files."""
    sizes = tuple(int(size) for size in results["files"])

    def line(name: str, key: str) -> Line:
        return Line(name, tuple(float(figures[key]) for figures in results["files"].values()))

    def targets(key: str) -> tuple[tuple[int, float], ...]:
        return tuple((size, most) for (name, size), most in TARGETS.items() if name == key)

    return draw(
        sizes,
        (
            Plot("Start to ready, seconds", (line("again", "start_again_s"),), targets("start_again_s")),
            Plot("First start, seconds", (line("all rendered and indexed", "start_first_s"),)),
            Plot(
                "A change of one file, seconds",
                (line("live", "change_live_s"), line("found by the search", "change_found_s")),
                targets("change_live_s"),
            ),
            Plot("Megabytes", (line("memory", "memory_mb"), line("disk", "disk_mb"))),
        ),
        "files",
    )


def draw(sizes: Sequence[int], drawn: Sequence[Plot], unit: str) -> str:
    """Plots in rows of two, as one picture; every axis begins at nothing, so that growth looks as it is."""
    rows = (len(drawn) + 1) // 2
    parts = [_draw_one(plot, sizes, unit, WIDTH * (n % 2), HEIGHT * (n // 2)) for n, plot in enumerate(drawn)]
    told = escape("; ".join(_put_into_words(plot, sizes, unit) for plot in drawn))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" '
        f'width="{2 * WIDTH}" height="{rows * HEIGHT}" role="img">'
    )
    return "\n".join([head, f"<title>{told}</title>", f"<style>{_STYLE}</style>", *parts, "</svg>", ""])


def _put_into_words(plot: Plot, sizes: Sequence[int], unit: str) -> str:
    def tell(line: Line) -> str:
        pairs = zip(sizes, line.values, strict=True)
        return f"{line.name} {', '.join(f'{value:g} at {size:,} {unit}' for size, value in pairs)}"

    return f"{plot.title}: {'; '.join(map(tell, plot.lines))}"


def _draw_one(plot: Plot, sizes: Sequence[int], unit: str, left: int, top: int) -> str:
    highest = max([value for line in plot.lines for value in line.values] + [most for _, most in plot.targets])
    upper, widest = _round_up(highest), max(sizes)

    def x(size: float) -> float:
        return round(_LEFT + size / widest * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - value / upper * (HEIGHT - _TOP - _BOTTOM), 1)

    parts = [
        f'<g transform="translate({left} {top})">',
        f'<text class="title" x="8" y="18">{escape(plot.title)}</text>',
    ]
    for share in (0, 0.5, 1):
        level = y(upper * share)
        parts.append(f'<line class="axis" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{level}" y2="{level}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{level + 4}" text-anchor="end">{upper * share:g}</text>')
    for size in sizes:
        end = size == widest
        text = f"{size:,} {unit}" if end else f"{size:,}"
        anchor = "end" if end else "start" if size < widest / 20 else "middle"
        parts.append(f'<text x="{x(size)}" y="{HEIGHT - 10}" text-anchor="{anchor}">{text}</text>')
    for number, line in enumerate(plot.lines):
        kind = "ab"[number]
        points = [(x(size), y(value)) for size, value in zip(sizes, line.values, strict=True)]
        parts.append(f'<polyline class="line {kind}" points="{" ".join(f"{h},{v}" for h, v in points)}"/>')
        parts += [f'<circle class="{kind}" cx="{h}" cy="{v}" r="3"/>' for h, v in points]
        parts.append(f'<text class="{kind}" x="{_LEFT + 90 * number}" y="36">{escape(line.name)}</text>')
    for size, most in plot.targets:
        parts.append(f'<line class="target" x1="{x(size) - 14}" x2="{x(size) + 14}" y1="{y(most)}" y2="{y(most)}"/>')
        parts.append(f'<text class="target" x="{x(size) + 18}" y="{y(most) + 4}">{most:g} wanted</text>')
    return "\n".join([*parts, "</g>"])


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20 … that is not smaller."""
    step = 0.01
    while True:
        for factor in (1, 2, 5):
            if step * factor >= value:
                return round(step * factor, 2)
        step *= 10
