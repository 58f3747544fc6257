"""What takes reading every word: wording, promises outside the support policy, secrets.

A running portal does not wait for it. These findings are for the moment before a commit, when an editor can still
choose another word and a secret can still be kept out of the history.
"""

from collections.abc import Iterator

from portal.articles.checks.glossary import Glossary, check_glossary
from portal.articles.checks.lengths import check_lengths
from portal.articles.checks.promises import check_promises, is_about_policy
from portal.articles.checks.secrets import check_secrets
from portal.articles.model import Article
from portal.kernel.problem import Problem
from portal.policy.model import Policy


def check_text(article: Article, glossary: Glossary, policy: Policy | None) -> Iterator[Problem]:
    """Every finding in the words of one text; in a draft, which may be half written, only secrets.

    Without a policy, because its file has mistakes, promises are not judged.
    """
    yield from check_secrets(article.path, article.source.decode())
    if article.draft:
        return
    yield from check_lengths(article)
    yield from check_glossary(glossary, article)
    # Those of the support policy are proved with the library.
    if policy and not is_about_policy(article):
        yield from check_promises(policy, article)
