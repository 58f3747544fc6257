"""A library of a few articles, and its index in memory."""

from types import SimpleNamespace

from portal.articles.error_codes import ErrorCodes
from portal.articles.model import ArticleId, Kind, Rendered, Section
from portal.kernel.language import ENGLISH, Language
from portal.search.answering import LanguageIndex
from portal.search.builder import build_index
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.lexicon import read_lexicon
from portal.search.model import Answer, Document, Question, SectionDoc
from portal.search.synonyms import NO_SYNONYMS, Synonyms, make_synonyms


def document(path: str, title: str, *texts: str, **changes) -> Document:
    """A document; each text is a section, ``"Heading: words"`` one with a heading, anchored by its first word."""
    category, slug = path.split("/")
    values = {
        "language": ENGLISH,
        "fallback": False,
        "summary": "",
        "kind": "troubleshooting",
        "component": "api",
        "codes": (),
        "keywords": (),
        **changes,
    }
    return Document(category=category, slug=slug, title=title, sections=tuple(map(_section, texts)), **values)


def _section(text: str) -> SectionDoc:
    heading, found, words = text.partition(": ")
    return SectionDoc(f"s-{heading.split()[0].lower()}", heading, words) if found else SectionDoc("", "", text)


def index_of(*documents: Document, language: Language = ENGLISH, synonyms: tuple[str, ...] = ()) -> LanguageIndex:
    """The documents' index in memory; ``synonyms`` are lines as editors write them."""
    opened = build_index(WhooshIndex, documents, None)
    groups = (tuple(term.strip() for term in line.split(",")) for line in synonyms)
    means: Synonyms = make_synonyms(groups, language) if synonyms else NO_SYNONYMS
    lexicon = read_lexicon(opened.index, language, means)
    return LanguageIndex(opened, lexicon, len(documents))


def ask(index: LanguageIndex, text: str, **wishes) -> Answer:
    question = Question(text, index.lexicon.language, **wishes)
    return index.answer(question, index.plan(question))


def slugs(answer: Answer) -> list[str]:
    return [result.slug for result in answer.results]


def library(fingerprint: str, *articles: tuple[str, str, str], **titles: dict[str, str]) -> SimpleNamespace:
    """As much of a library as the search asks for: ``("messages/late", "Late messages", "The text.")`` each.

    ``titles`` has the translated titles of articles by language, as in ``de={"messages/late": "…"}``.
    """

    def list_articles(language: Language) -> tuple[SimpleNamespace, ...]:
        translated = titles.get(language.tag.replace("-", "_"), {})
        return tuple(_found(article, language, translated.get(article[0])) for article in articles)

    return SimpleNamespace(
        fingerprint=fingerprint,
        list_articles=list_articles,
        articles={path: {} for path, _, _ in articles},
        synonyms={},
        error_codes=ErrorCodes(),
    )


def _found(article: tuple[str, str, str], language: Language, title: str | None) -> SimpleNamespace:
    path, english, text = article
    fallback = language != ENGLISH and title is None
    return SimpleNamespace(
        id=ArticleId.parse(path),
        fallback=fallback,
        text=_translated(title, text) if title and language != ENGLISH else text,
        article=SimpleNamespace(
            language=ENGLISH if fallback else language,
            title=title or english,
            summary="",
            kind=Kind.GUIDE,
            component=None,
            error_codes=(),
            keywords=(),
        ),
    )


def _translated(title: str, text: str) -> str:
    """A text of the same shape in which only the title's words stand."""
    anchors = [part.split()[0] for part in text.split("## ")[1:]]
    return " ".join([title, *(f"## {anchor} {title}" for anchor in anchors)])


def render(found: SimpleNamespace) -> Rendered:
    """The body of an article of `library`: a stretch of text, then ``## anchor Heading text`` for each section."""
    lead, *parts = found.text.split("## ")
    sections = (Section(*f"{part}  ".split(" ", 2), 2) for part in parts)
    return Rendered("", (), (Section("", "", lead, 1), *sections))
