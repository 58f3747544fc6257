"""Ready-made texts of the support team: what a macro says, and which facts of a case are filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.kernel.language import Language, pick_own

PLACEHOLDERS = ("name", "reference", "subject", "component", "error", "agent")
"""What stands between braces: the customer's name, facts of the case, and the name of whoever answers."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class MacroText:
    """A macro in one language."""

    title: str
    """What the team chooses it by."""
    body: str
    """Plain text with placeholders, as the customer gets it."""
    path: str
    """As problems name it."""
    body_line: int
    """Where the body begins in its file."""

    @property
    def placeholders(self) -> frozenset[str]:
        """The names that stand between braces."""
        return frozenset(_PLACEHOLDER.findall(self.body))


@dataclass(frozen=True, slots=True)
class Macro:
    """One ready-made text in all its languages."""

    id: str
    texts: Mapping[str, MacroText]
    """By the language's tag; English is always among them."""

    def find_text(self, language: Language) -> tuple[MacroText, Language]:
        """What it says in a language, and the language it says it in: English where there is no translation."""
        return pick_own(self.texts, language)


def fill_in(body: str, facts: Mapping[str, str]) -> str:
    """The text with its facts. What a customer typed is put in as it is and never looked through again."""
    return _PLACEHOLDER.sub(lambda match: facts.get(match[1], match[0]), body)
