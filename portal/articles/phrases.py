"""The words that translations already use for what many articles share: "In short", "Fix it", "Whose side:".

They are read from the articles themselves, not kept in a list beside them, so a new translation says what the others
say today.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from portal.articles.folder import ARTICLES
from portal.articles.links import ArticleId
from portal.articles.model import Article
from portal.articles.text_files import TextError, read_text
from portal.kernel.language import DEFAULT_LANGUAGE, Language

BOX_TITLE = re.compile(r'(?<=")[^"\n]+(?="[ \t]*$)')
"""The title on a line that opens an admonition."""
BOX = re.compile(r'^!!! \w+ "[^"\n]+"[ \t]*$', re.MULTILINE)
LABEL = re.compile(r"^ {4}- \*\*([^*\n]+)\*\*", re.MULTILINE)
"""What a line of the block "In short" begins with."""


def collect_phrases(folder: Path, language: Language) -> Mapping[str, str]:
    """What English headings, labels and box titles are called most often in a language.

    Articles with mistakes do not count, nor do drafts: nobody has agreed to their words yet.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for english, translation in _list_pairs(folder, language):
        for source, words in _pair(english, translation):
            votes[source][words] += 1
    return {source: counted.most_common(1)[0][0] for source, counted in votes.items()}


def _list_pairs(folder: Path, language: Language) -> Iterator[tuple[Article, Article]]:
    for file in sorted((folder / ARTICLES).glob(f"*/*/{language.tag}.md")):
        with suppress(TextError, ValueError):
            article = ArticleId.parse("/".join(file.parts[-3:-1]))
            english = read_text(folder, article, DEFAULT_LANGUAGE).to_article({})
            translation = read_text(folder, article, language).to_article({})
            if not (english.draft or translation.draft):
                yield english, translation


def _pair(english: Article, translation: Article) -> Iterator[tuple[str, str]]:
    titles = {heading.anchor: heading.title for heading in translation.outline.headings}
    for heading in english.outline.headings:
        if heading.anchor in titles:
            yield heading.title, titles[heading.anchor]
    for pattern in (BOX, LABEL):
        ours, theirs = (pattern.findall(text.passages[0].text) for text in (english, translation))
        # Lines have no names: only where there are as many do they belong together one by one.
        if len(ours) == len(theirs):
            yield from zip(map(_words, ours), map(_words, theirs), strict=True)


def _words(found: str) -> str:
    title = BOX_TITLE.search(found)
    return title[0] if title else found
