"""Promises typed by hand.

A promise is written in ``policy.yml`` and nowhere else, so a duration in a text about our support comes from a
placeholder. Other durations are allowed, since most articles speak of Meta's own times: which is which is told by
where the text stands, by the sentence around the duration and by the values of ``policy.yml``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from portal.articles.model import Article, Kind
from portal.articles.outline import blank_code
from portal.kernel.problem import Problem
from portal.policy.model import Policy
from portal.policy.placeholders import Value, list_values

POLICY_CATEGORY = "policy"
"""The shelf of the support policy (contract, section 5)."""

# The units of the five languages. A letter alone counts only right after its number: "30m", but not "5 m".
_UNITS = {
    "minutes": r"min(?:\.|s|ut[oe]?[ns]?|uten)?|минут(?:ы|у|а|ам|ах|ный|ная|ное|ной)?|мин\.?",
    "hours": r"h|hrs?\.?|hours?|std\.?|stunden?|horas?|ч\.?|час(?:а|ов|у|ам|ах|ами|овой|овая|овое|овых)?",
    "days": (
        r"(?:business |working |calendar )?days?|(?:werk|arbeits)?tage?n?|d[ií]as?|сут(?:ки|ок|кам|ках)"
        r"|дн(?:я|ей|ям|ях)|день|рабоч(?:ий|их|его) д(?:ень|ня|ней)"
    ),
    "weeks": r"weeks?|wochen?|semanas?|недел(?:я|и|ю|ь|ям|ях)",
}
_SHORT_UNITS = {"minutes": "m", "days": "d"}
# Found by the last figure and the unit, and the rest of the number looked up backwards: a pattern that begins with
# a figure skips ordinary text several times faster than one that begins by looking back.
_DURATION = re.compile(
    rf"\d(?:[ \t\u00a0\u202f-]?(?:{'|'.join(f'(?P<{unit}>{words})' for unit, words in _UNITS.items())})"
    rf"|{'|'.join(f'(?P<short_{unit}>{letter})' for unit, letter in _SHORT_UNITS.items())}"
    r"|(?P<always>[ \t]?[/x×][ \t]?7))(?![\w/])",
    re.IGNORECASE,
)
# A figure inside an address, an id, a date or a time of day is none of a duration's.
_COUNT = re.compile(r"(?<![\w/.,#&=:@-])(?:\d+[ \t]?[-–—][ \t]?)?(\d+(?:[.,]\d+)?)\Z")
_LONGEST_COUNT = 16
_ALWAYS = "24"
_ENDS = re.compile(r"\n[ \t]*\n|[.!?…](?=\s)|\n(?=[ \t]*(?:[-*+]|\d+\.)[ \t])|\n(?=[ \t]*\|)|\|[ \t]*\n")
_REACH = 400
"""Letters that a sentence reaches to either side, at most."""

_SUPPORT = re.compile(
    r"first[ -]response|resolution (?:time|target)"
    r"|support\b[^.\n]{0,40}\b(?:response time|answer|respon[ds]|repl(?:y|ies))"
    r"|erstantwort|erste[nr]? antwort|lösungszeit|support\b[^.\n]{0,40}\b(?:antwort|reagier|reaktionszeit)"
    r"|primera respuesta|tiempo de resolución|soporte\b[^.\n]{0,40}\b(?:respond|respuesta)"
    r"|primeira resposta|tempo de resolução|suporte\b[^.\n]{0,40}\b(?:respond|resposta)"
    r"|перв\w{2,3} ответ|время решения|поддержк\w\b[^.\n]{0,40}\bотве[тч]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration in a text."""

    words: str
    length: timedelta | None
    """None for "24/7", which is always."""
    sentence: str
    place: int
    """Where it begins in the text."""


def find_durations(text: str) -> Iterator[Duration]:
    """Every duration of minutes, hours, days or weeks that a text names in figures, in any of the five languages."""
    for match in _DURATION.finditer(text):
        count = _COUNT.search(text, max(0, match.start() - _LONGEST_COUNT), match.start() + 1)
        if count is None or (match["always"] and count[1] != _ALWAYS):
            continue
        length = None if match["always"] else _take_length(match.lastgroup or "", count[1])
        words = " ".join(text[count.start() : match.end()].split())
        yield Duration(words, length, _sentence_around(text, count.start(), match.end()), count.start())


def is_about_policy(article: Article) -> bool:
    """Whether an article belongs to the support policy, by its shelf or its kind."""
    return article.kind is Kind.POLICY or article.id.category == POLICY_CATEGORY


def check_promises(policy: Policy, article: Article) -> Iterator[Problem]:
    """Durations, and our address, that an article types instead of taking them from ``policy.yml``.

    In an article of the kind ``policy`` every duration is a promise, on the shelf of the policy one that
    ``policy.yml`` has, and everywhere one in a sentence about a plan or about our answers.
    """
    ours = is_about_policy(article)
    values = list_values(policy)
    for line, text, in_body in _passages(article):
        for duration in find_durations(text):
            paths = _find_paths(values, duration)
            promised = article.kind is Kind.POLICY or (ours and paths)
            if promised or _is_about_support(policy, duration.sentence):
                message = f"{duration.words} is typed by hand; {_advise(values, paths, in_body=in_body)}"
                yield Problem(article.path, line + text.count("\n", 0, duration.place), "typed-promise", message)
        if ours:
            yield from _check_address(policy.support.email, article.path, line, text)


def _check_address(email: str, path: str, line: int, text: str) -> Iterator[Problem]:
    for match in re.finditer(rf"(?<![\w.:+-]){re.escape(email)}(?![\w-])", text):
        message = f"{email} is typed by hand; write {{{{ policy.support.email }}}}"
        yield Problem(path, line + text.count("\n", 0, match.start()), "typed-email", message, fatal=False)


def _passages(article: Article) -> Iterator[tuple[int, str, bool]]:
    """What readers see of an article, code left out: the first line, the text, and whether placeholders work in it."""
    yield article.lines.get("title", 1), article.title, False
    yield article.lines.get("summary", 1), article.summary, False
    body_line = article.source.count(b"\n", 0, article.body_start) + 1
    yield body_line, blank_code(article.body), True


def _is_about_support(policy: Policy, sentence: str) -> bool:
    names = "|".join(re.escape(plan.name) for plan in policy.plans)
    return bool(_SUPPORT.search(sentence) or re.search(rf"\b(?:{names})\b", sentence))


def _find_paths(values: dict[str, Value], duration: Duration) -> list[str]:
    if duration.length is None:
        return ["support.hours"]
    return [path for path, value in values.items() if value == duration.length]


def _advise(values: dict[str, Value], paths: list[str], *, in_body: bool) -> str:
    if not paths:
        known = ", ".join(f"policy.{path}" for path, value in values.items() if isinstance(value, timedelta))
        return f"a promise comes from policy.yml, which has {known}"
    placeholders = " or ".join(f"{{{{ policy.{path} }}}}" for path in paths)
    return f"write {placeholders}" + ("" if in_body else " in the text, since titles and summaries stand as they are")


def _take_length(unit: str, count: str) -> timedelta:
    # More than this is no duration that anybody promises, and weeks beyond it cannot be counted.
    return timedelta(**{unit.removeprefix("short_"): min(float(count.replace(",", ".")), 1e5)})


def _sentence_around(text: str, start: int, end: int) -> str:
    first, last = max(0, start - _REACH), end + _REACH
    before = [each.end() for each in _ENDS.finditer(text, first, start)]
    after = _ENDS.search(text, end, last)
    return text[before[-1] if before else first : after.start() if after else last]
