"""A tree of questions as data: where each answer leads is written once, the words in each language beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.articles.links import ArticleId
from portal.articles.outline import Outline
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language, pick_own

TITLE, SUMMARY = "title", "summary"


@dataclass(frozen=True, slots=True)
class Words:
    """What an editor wrote in one place of a language's file; a part between backticks is code."""

    text: str
    line: int
    outline: Outline
    """What the Markdown of a longer text refers to; empty for a line of its own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One way on from a question."""

    id: str
    """As it stands in addresses, so it is never renamed lightly."""
    target: str
    """The question or outcome it leads to."""
    line: int


@dataclass(frozen=True, slots=True)
class Question:
    """One page with its answers, in the order in which readers see them."""

    id: str
    answers: tuple[Answer, ...]
    line: int

    def find(self, answer: str) -> Answer | None:
        """The answer with this id, or None."""
        return next((each for each in self.answers if each.id == answer), None)

    @property
    def ask(self) -> str:
        """Names the words of the question itself."""
        return f"questions.{self.id}.ask"

    @property
    def hint(self) -> str:
        """Names the words on how to find the answer, which a question may do without."""
        return f"questions.{self.id}.hint"

    def label(self, answer: Answer) -> str:
        """Names the words of an answer."""
        return f"questions.{self.id}.answers.{answer.id}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An end: what is most likely wrong, what to do, and who or what helps further."""

    id: str
    article: ArticleId | None
    """None where no article fits, so that the way leads to the support team."""
    anchor: str
    """The heading of the article that helps, as editors write it; empty for the article as a whole."""
    component: str | None
    """What the wizard is told when it is something else than the tree's."""
    error: str
    """The error code that the wizard is told, a key of the error codes; empty for none."""
    line: int

    @property
    def title(self) -> str:
        """Names the words of the heading: the most likely cause in one line."""
        return f"outcomes.{self.id}.title"

    @property
    def cause(self) -> str:
        """Names the words on why it is likely."""
        return f"outcomes.{self.id}.cause"

    @property
    def action(self) -> str:
        """Names the words on what to do now."""
        return f"outcomes.{self.id}.action"


Node = Question | Outcome


@dataclass(frozen=True)
class Tree:
    """One tree in all its languages; the check has proved that every answer leads on and nothing leads in a circle."""

    id: str
    component: str
    category: str
    """The shelf of articles that shows it."""
    begin: str
    """The first question."""
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    texts: Mapping[str, Mapping[str, Words]]
    """By the language's tag, then by what `Question` and `Outcome` call them."""
    path: str
    lines: Mapping[str, int]
    """The line of each key of the file, for problems."""

    @property
    def first(self) -> Question:
        """Where everybody begins."""
        return self.questions[self.begin]

    def find_node(self, name: str) -> Node | None:
        """The question or outcome of this name, or None."""
        return self.questions.get(name) or self.outcomes.get(name)

    def list_needed(self) -> Iterator[str]:
        """Names every text that the tree cannot do without."""
        yield from (TITLE, SUMMARY)
        for question in self.questions.values():
            yield question.ask
            yield from map(question.label, question.answers)
        for outcome in self.outcomes.values():
            yield from (outcome.title, outcome.cause, outcome.action)

    def list_missing(self, language: Language) -> tuple[str, ...]:
        """Names the texts that a language lacks: the needed ones, and the hints that the English file has."""
        given, english = self.texts.get(language.tag, {}), self.texts.get(DEFAULT_LANGUAGE.tag, {})
        hints = (question.hint for question in self.questions.values() if question.hint in english)
        return tuple(name for name in (*self.list_needed(), *hints) if name not in given)

    def find_words(self, name: str, language: Language) -> tuple[Words, Language] | None:
        """What is said to a reader of this language and the language it is said in; None for a hint nobody wrote."""
        said = {tag: words[name] for tag, words in self.texts.items() if name in words}
        return pick_own(said, language) if DEFAULT_LANGUAGE.tag in said else None

    def list_languages(self) -> tuple[Language, ...]:
        """The languages that lack nothing."""
        return tuple(language for language in LANGUAGES if not self.list_missing(language))
