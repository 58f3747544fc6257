"""axe, which finds about half of what keeps people with disabilities out."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
DARK_IN = ("en", "ru")
"""Colours are the same in every language; looking at them once more costs half as much as everything else."""
_RUN = """what => axe.run({ runOnly: what, resultTypes: ["violations"] }).then((found) => found.violations)"""


def choose_schemes(language: str) -> tuple[tuple[str, dict], ...]:
    """Colour schemes in which a page of a language is looked at, and what is looked for: dark changes colours only."""
    return (("light", EVERYTHING), *([("dark", COLOURS)] if language in DARK_IN else []))


def find_serious_faults(page: Page, what: dict = EVERYTHING) -> list[str]:
    """What axe calls serious or critical in a page as it looks now: the rule, and where it is broken.

    The script is evaluated; as an element of the page, the content security policy would refuse it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    faults = [fault for fault in page.evaluate(_RUN, what) if fault["impact"] in {"serious", "critical"}]
    return [f"{fault['id']} at {', '.join(str(node['target']) for node in fault['nodes'])}" for fault in faults]
