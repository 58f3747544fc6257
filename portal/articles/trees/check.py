"""What can be wrong in a tree: its ways, its words, and what both refer to."""

from collections.abc import Iterator

from portal.articles.checks.references import Passage, check_marks, check_references
from portal.articles.links import ArticleId
from portal.articles.model import Library
from portal.articles.trees.model import SUMMARY, TITLE, Node, Outcome, Question, Tree, Words
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES
from portal.kernel.problem import Problem

MIN_ANSWERS, MAX_ANSWERS = 2, 6
"""One answer is no question; more than six nobody compares at three in the morning."""
MAX_TITLE = 75
"""Characters of a tree's title, as of an article's: both stand in lists, and search engines cut longer ones."""
MAX_LINE = 120
"""Characters of a question, of an answer or of an outcome's title: each is read at a glance."""


def check_trees(library: Library, unreadable: frozenset[ArticleId] = frozenset()) -> tuple[Problem, ...]:
    """Every finding, sorted by place; ``unreadable`` are articles that have a mistake of their own."""
    problems: list[Problem] = []
    for tree in library.trees:
        problems += _check_places(library, tree)
        problems += _check_ways(tree)
        for outcome in tree.outcomes.values():
            problems += _check_outcome(library, tree, outcome, unreadable)
        problems += _check_languages(tree)
        for tag, texts in tree.texts.items():
            for name, words in texts.items():
                passage = Passage(_file_of(tree, tag), tag, words.outline)
                problems += check_references(library, passage, unreadable)
                problems += check_marks(library.policy, passage)
                problems += _check_words(tree, passage.path, name, words)
            problems += _check_likeness(tree, tag)
    return tuple(sorted(problems))


def _check_places(library: Library, tree: Tree) -> Iterator[Problem]:
    if library.components.find(tree.component) is None:
        yield _problem(tree, tree.lines["component"], "unknown-component", f"{tree.component} is not in components.yml")
    if library.site.find_category(tree.category) is None:
        yield _problem(
            tree, tree.lines["category"], "unknown-category", f"{tree.category} is not a category of site.yml"
        )


def _check_ways(tree: Tree) -> Iterator[Problem]:
    """Answers that lead nowhere or in a circle, pages that nobody reaches, questions that are none."""
    if tree.begin not in tree.questions:
        yield _problem(tree, tree.lines["begin"], "unknown-target", f"begin: {tree.begin} is not a question")
        return
    for name in tree.questions.keys() & tree.outcomes.keys():
        yield _problem(tree, tree.outcomes[name].line, "duplicate-id", f"{name} is a question and an outcome")
    for question in tree.questions.values():
        yield from _check_answers(tree, question)
    reached, circle = _walk(tree)
    nodes: tuple[Node, ...] = (*tree.questions.values(), *tree.outcomes.values())
    for node in nodes:
        if node.id not in reached:
            yield _problem(tree, node.line, "never-reached", f"no answer leads to {node.id}")
    for question, target in circle:
        yield _problem(tree, question.line, "tree-cycle", f"{question.id} leads back to {target}, which came before it")


def _check_answers(tree: Tree, question: Question) -> Iterator[Problem]:
    count = len(question.answers)
    if count < MIN_ANSWERS:
        yield _problem(tree, question.line, "answer-count", f"{question.id} needs {MIN_ANSWERS} answers or more")
    if count > MAX_ANSWERS:
        message = f"{question.id} has {count} answers; more than {MAX_ANSWERS} nobody compares"
        yield Problem(tree.path, question.line, "answer-count", message, fatal=False)
    for answer in question.answers:
        if tree.find_node(answer.target) is None:
            message = f"{question.id}.{answer.id}: {answer.target} is neither a question nor an outcome"
            yield _problem(tree, answer.line, "unknown-target", message)


def _walk(tree: Tree) -> tuple[set[str], list[tuple[Question, str]]]:
    """What is reached from the beginning, and each question that leads back to one on the way to it."""
    reached, circle = set[str](), list[tuple[Question, str]]()

    def visit(name: str, way: tuple[str, ...]) -> None:
        reached.add(name)
        question = tree.questions.get(name)
        for answer in question.answers if question else ():
            if question and answer.target in (*way, name):
                circle.append((question, answer.target))
            elif answer.target not in reached:
                visit(answer.target, (*way, name))

    visit(tree.begin, ())
    return reached, circle


def _check_outcome(
    library: Library, tree: Tree, outcome: Outcome, unreadable: frozenset[ArticleId]
) -> Iterator[Problem]:
    def problem(code: str, message: str) -> Problem:
        return Problem(tree.path, outcome.line, code, f"{outcome.id}: {message}")

    if outcome.component is not None and library.components.find(outcome.component) is None:
        yield problem("unknown-component", f"{outcome.component} is not in components.yml")
    if outcome.error and library.error_codes.find(outcome.error) is None:
        yield problem("unknown-code", f"{outcome.error} is not in error-codes/codes.yml")
    if outcome.article is None or outcome.article in unreadable:
        return
    texts = library.articles.get(outcome.article)
    if texts is None:
        yield problem("unknown-article", f"{outcome.article} is not an article, or is a draft")
    elif outcome.anchor and outcome.anchor not in texts[DEFAULT_LANGUAGE.tag].outline.anchors:
        yield problem("broken-anchor", f"#{outcome.anchor} is not a heading of {outcome.article}")


def _check_languages(tree: Tree) -> Iterator[Problem]:
    """Only English must have all the words."""
    for language in LANGUAGES:
        path, english = _file_of(tree, language.tag), language == DEFAULT_LANGUAGE
        if language.tag not in tree.texts:
            yield Problem(path, 1, "missing-translation", "does not exist", fatal=english)
            continue
        for name in tree.list_missing(language):
            yield Problem(path, 1, "missing-text", f"lacks {name}", fatal=english)


def _check_words(tree: Tree, path: str, name: str, words: Words) -> Iterator[Problem]:
    hints = {question.hint for question in tree.questions.values()}
    if name not in {*tree.list_needed(), *hints}:
        yield Problem(path, words.line, "unknown-text", f"{name} is nothing that tree.yml asks for")
        return
    if words.outline.headings or "[^" in words.text:
        message = f"{name} has a heading or a footnote, whose id would stand beside those of the page"
        yield Problem(path, words.line, "tree-markup", message)
    most = {TITLE: MAX_TITLE, SUMMARY: 2 * MAX_LINE}.get(name, MAX_LINE)
    if not name.endswith((".hint", ".cause", ".action")) and len(words.text) > most:
        message = f"{name} has {len(words.text)} characters, more than {most}"
        yield Problem(path, words.line, "text-length", message, fatal=False)


def _check_likeness(tree: Tree, tag: str) -> Iterator[Problem]:
    """Two answers that read alike cannot be told apart."""
    for question in tree.questions.values():
        seen = set[str]()
        for answer in question.answers:
            words = tree.texts[tag].get(question.label(answer))
            if words and words.text in seen:
                message = f"{question.label(answer)} says the same as another answer"
                yield Problem(_file_of(tree, tag), words.line, "duplicate-answer", message)
            seen.add(words.text if words else "")


def _file_of(tree: Tree, tag: str) -> str:
    return f"{tree.path.rpartition('/')[0]}/{tag}.yml"


def _problem(tree: Tree, line: int, code: str, message: str) -> Problem:
    return Problem(tree.path, line, code, message)
