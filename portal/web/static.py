"""Where the portal's own scripts, styles and pictures lie."""

from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
