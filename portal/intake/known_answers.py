"""Answers that what was told already gives: chosen beforehand, and there to be changed.

Only what follows is chosen. A guess about how bad something is would decide the severity.
"""

from collections.abc import Sequence

from portal.articles.error_codes import ErrorCode
from portal.cases.vocabulary.reading import read_words

_SIGNING_IN = frozenset(["login", "password", "access"])
_FAILS = frozenset(["not", "fail", "lock", "forget", "reject", "invalid", "expire", "unlock", "hang"])

_DOUBTFUL = (frozenset(["account", "lock"]), frozenset(["access", "missing"]), frozenset(["owner", "email"]))
"""Meanings that are said by people who are shut out as well as by those whose number is."""


def known_access(said: str, part: str, part_of_access: str) -> str:
    """Whether somebody can sign in: ``yes``, ``no``, or empty when their words do not tell.

    Whoever has a problem with another part has an account, and nearly always gets into it. ``part`` is the part that
    is affected, if known, ``part_of_access`` the one of those who cannot sign in. An account that is locked may be
    closed to its owner or barred from sending: that is asked.
    """
    if not part:
        return ""
    words = read_words(said)
    if any(signs <= words for signs in _DOUBTFUL):
        return ""
    if part != part_of_access:
        return "yes"
    return "no" if words & _SIGNING_IN and words & _FAILS else ""


def known_impact(said: str, codes: Sequence[ErrorCode]) -> dict[str, str]:
    """The answers about the impact that follow from the codes, or from naming a place where nothing is live."""
    known: dict[str, str] = {}
    if codes and all(code.affects_all for code in codes):
        known["scope"] = "all"
    if "sandbox" in read_words(said):
        known["production"] = "no"
    return known
