"""axe, which finds about half of what keeps people with disabilities out."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = {"runOnly": {"type": "rule", "values": _RULES_OF_COLOURS}}
ALL_BUT_COLOURS = {**EVERYTHING, "rules": {rule: {"enabled": False} for rule in _RULES_OF_COLOURS}}
COLOURS_IN = ("en", "ru")
"""They are the same in every language, and looking at them costs half as much as everything else."""
# The one frame of the portal shows a mail in a sandbox, which no script can look into.
_RUN = """what => axe.run({ ...what, iframes: false, resultTypes: ["violations"] }).then((found) => found.violations)"""


def choose_schemes(language: str) -> tuple[tuple[str, dict], ...]:
    """Colour schemes in which a page of a language is looked at, and what is looked for: dark changes colours only."""
    return (("light", EVERYTHING), ("dark", COLOURS)) if language in COLOURS_IN else (("light", ALL_BUT_COLOURS),)


def find_serious_faults(page: Page, what: dict = EVERYTHING) -> list[str]:
    """What axe calls serious or critical in a page as it looks now: the rule, and where it is broken.

    The script is evaluated; as an element of the page, the content security policy would refuse it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    faults = [fault for fault in page.evaluate(_RUN, what) if fault["impact"] in {"serious", "critical"}]
    return [f"{fault['id']} at {', '.join(str(node['target']) for node in fault['nodes'])}" for fault in faults]
