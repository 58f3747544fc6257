"""Which articles the wizard offers: at most three, none that was read in this visit or did not help before.

The browser tells which articles were read, since their pages are the same for everyone and know no visitor. Articles
that were offered and did not solve it count as read: their answers stood on the page. They travel with the case.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.articles.current import request_library
from portal.intake.flow import fingerprint_of_problem
from portal.intake.model import Draft
from portal.search.model import Answer, KnownError, Result
from portal.web.i18n import current_language

MAX_OFFERED = 3
LOOKED_AT = 9
"""Results among which the best are chosen, when some were read already or are about the part that is affected."""
OWN_PART = 1.25
"""How much more an article fits that is about the part the customer chose; a close race is decided by it, no other."""
LEAST_SCORE = 2.2
"""An article that scores less has little more than single words in common with the problem (`portal.search.ranking`):
questions without an answer in the library score up to 2.6 with their best article, questions with one 3.6 to 4.9."""
SHARE_OF_BEST = 0.7
"""What scores less than this share of the best is about something else."""
SHARE_OF_SEEN = 0.85
"""The same where the best was seen and did not help: what is left must be about as good."""
_CODE = "#"
JUDGED = "judged"
"""Under what a draft's context holds the articles that did not help, each with the problem as it was worded."""
SHOWN = "shown"
"""Under what a draft's context holds what was shown beside the sentence while it was typed."""
MAX_NAMES = 3_000
"""Characters of the list that a browser sends."""
MAX_READ = 30
"""Articles of one visit that are kept in mind."""


@dataclass(frozen=True)
class Offer:
    """What may answer the problem: error codes that are explained, and articles."""

    known: tuple[KnownError, ...] = ()
    results: tuple[Result, ...] = ()

    def about(self, component: str) -> "Offer":
        """What of it is about one part."""
        return Offer(
            tuple(each for each in self.known if each.component == component),
            tuple(result for result in self.results if result.component == component),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What it offers, best first, as drafts keep it."""
        return tuple(dict.fromkeys((*map(name_of_known, self.known), *map(name_of, self.results))))


def choose_offer(found: Answer, component: str, seen: frozenset[str]) -> Offer:
    """The best of what the search found; ``component`` is the part the customer chose, if any."""
    known = [each for each in found.errors if name_of_known(each) not in seen]
    bar = max(LEAST_SCORE, _share_of_best(found, seen))
    fresh = [each for each in found.further_results if each.score >= bar and name_of(each) not in seen]
    ranked = sorted(fresh, key=lambda result: -result.score * (OWN_PART if result.component == component else 1))
    shown = tuple(known[:MAX_OFFERED])
    return Offer(shown, tuple(ranked[: MAX_OFFERED - len(shown)]))


def _share_of_best(found: Answer, seen: frozenset[str]) -> float:
    if not found.further_results:
        return 0.0
    best = max(found.further_results, key=lambda result: result.score)
    return best.score * (SHARE_OF_SEEN if name_of(best) in seen else SHARE_OF_BEST)


def name_of(result: Result) -> str:
    """The article of a result, as drafts and cases keep it."""
    return f"{result.category}/{result.slug}"


def name_of_known(error: KnownError) -> str:
    """The article of an error code; for a code without one, the code, marked so that no article is called the same."""
    return f"{error.article.category}/{error.article.slug}" if error.article else f"{_CODE}{error.code}"


def articles_seen(draft: Draft) -> frozenset[str]:
    """Articles that are not to be offered: read in this visit, or judged for the problem in other words.

    Those judged for the problem as it is worded now are left out, so that going back shows the question as it was.
    """
    now = fingerprint_of_problem(draft.answers)
    judged = draft.context.get(JUDGED, {})
    names = {*draft.context.get("articles", "").split(), *judged}
    return frozenset(name for name in names if judged.get(name) != now)


def articles_of_visit(draft: Draft) -> tuple[str, ...]:
    """Every article the customer has seen on the way to the case."""
    judged = (name for name in draft.context.get(JUDGED, {}) if not name.startswith(_CODE))
    return tuple(dict.fromkeys((*draft.context.get("articles", "").split(), *judged)))


def note_read(draft: Draft, names: str) -> None:
    """Add what the browser says was read, names parted by spaces; what is no article is left out."""
    if not names.strip():
        return
    read = draft.context.get("articles", "").split()
    draft.context = {**draft.context, "articles": join_articles([*read, *names[:MAX_NAMES].split()])}


def note_shown(draft: Draft, names: str) -> None:
    """What the page of the problem has shown for its last words, names parted by spaces; empty where no script ran."""
    draft.context = {**draft.context, SHOWN: known_offers(names[:MAX_NAMES].split())}


def was_shown(draft: Draft, names: Sequence[str]) -> bool:
    """Whether all of these stood on the page of the problem just before."""
    return set(names) <= set(draft.context.get(SHOWN, ()))


def note_judged(draft: Draft, names: Sequence[str]) -> None:
    """These were offered for the problem as it is worded now, and did not solve it."""
    worded = fingerprint_of_problem(draft.answers)
    judged = draft.context.get(JUDGED, {})
    draft.context = {**draft.context, JUDGED: {**dict.fromkeys(names, worded), **judged}}


def join_articles(names: Iterable[str]) -> str:
    """The articles among these names, each once, as a draft keeps them."""
    library, language = request_library(), current_language()
    known = [name for name in dict.fromkeys(names) if library.find(*_parts(name), language)]
    return " ".join(known[-MAX_READ:])


def known_offers(names: Iterable[str]) -> list[str]:
    """What of these names a page can have offered: articles, and codes that have none."""
    articles = join_articles(names).split()
    codes = [name for name in dict.fromkeys(names) if re.fullmatch(_CODE + r"[\w-]{1,40}", name)]
    return [*articles, *codes[:MAX_READ]]


def _parts(name: str) -> tuple[str, str]:
    category, _, slug = name.partition("/")
    return category, slug
