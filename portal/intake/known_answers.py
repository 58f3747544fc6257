"""Answers that what was told already gives: chosen beforehand, and there to be changed.

Only what follows is chosen. A guess about how bad something is would decide the severity.
"""

from collections.abc import Sequence

from portal.articles.error_codes import ErrorCode
from portal.cases.vocabulary.reading import read_words

_SIGNING_IN = frozenset(["login", "password", "access"])
_FAILS = frozenset(["not", "fail", "lock", "forget", "reject", "invalid", "expire", "unlock", "hang"])


def known_access(said: str, part: str, part_of_access: str) -> str:
    """Whether somebody can sign in: ``yes``, ``no``, or empty when their words do not tell.

    Whoever has a problem with another part has an account, and nearly always gets into it. ``part`` is the part that
    is affected, if known, ``part_of_access`` the one of those who cannot sign in.
    """
    if not part:
        return ""
    if part != part_of_access:
        return "yes"
    words = read_words(said)
    return "no" if words & _SIGNING_IN and words & _FAILS else ""


def known_impact(said: str, codes: Sequence[ErrorCode]) -> dict[str, str]:
    """The answers about the impact that follow from the codes, or from naming a place where nothing is live."""
    known: dict[str, str] = {}
    if codes and all(code.affects_all for code in codes):
        known["scope"] = "all"
    if "sandbox" in read_words(said):
        known["production"] = "no"
    return known
