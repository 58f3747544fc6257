"""Pictures of pages as seen from across the room: small, and compared by how much of them looks different."""

import io
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page

WIDTH = 320
"""Of a kept picture, in pixels: layout, colour and weight are told, single letters and a clock's minutes are not."""
MOST_HIGH = 1_200
"""Of a kept picture: what stands far below in a long page changes with every edit of its text."""
BLOCK = 8
"""Pixels of a kept picture that are judged together."""
VISIBLE = 20.0
"""Of 255: a block whose mean differs by more is another block to the eye."""

Picture = np.ndarray


def take(page: Page) -> Image.Image:
    """The page from its top, small."""
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled", caret="hide"))).convert("RGB")
    small = taken.resize((WIDTH, max(1, round(taken.height * WIDTH / taken.width))), Image.Resampling.BOX)
    return small.crop((0, 0, WIDTH, min(small.height, MOST_HIGH)))


def difference(one: Image.Image, other: Image.Image) -> float:
    """Which part of two pictures looks different, from 0 to 1; what one has below the other's end differs."""
    blocks = [_blocks(picture) for picture in (one, other)]
    height = max(each.shape[0] for each in blocks)
    padded = [np.pad(each, ((0, height - each.shape[0]), (0, 0), (0, 0)), constant_values=-255.0) for each in blocks]
    return float((np.abs(padded[0] - padded[1]).max(axis=2) > VISIBLE).mean())


def keep(picture: Image.Image, file: Path) -> None:
    """Write a picture in as few colours as pages have."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(64).save(file, optimize=True)


def _blocks(picture: Image.Image) -> Picture:
    """The mean colour of each block."""
    size = (WIDTH // BLOCK, max(1, picture.height // BLOCK))
    return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX), dtype=float)
