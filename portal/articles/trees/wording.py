"""The words of a tree in the reader's language, ready for a page or for plain text."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from portal.articles.error_code_wording import with_code
from portal.articles.finishing import finish
from portal.articles.folder import TREES
from portal.articles.model import Library
from portal.articles.references import fill_placeholder, make_surroundings
from portal.articles.trees.model import TITLE, Outcome, Tree
from portal.articles.trees.replay import Position, Step
from portal.kernel.language import Language
from portal.web.i18n import current_language, speaking
from portal.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language it is said in: English where the reader's has none."""

    html: Markup
    language: Language


def say(tree: Tree, name: str) -> Said | None:
    """A line, with what stands between backticks as code; None when nobody wrote it."""
    found = tree.find_words(name, current_language())
    return Said(with_code(found[0].text), found[1]) if found else None


def say_at_length(library: Library, tree: Tree, name: str) -> Said | None:
    """A text written in Markdown; links lead to the reader's pages. None when nobody wrote it."""
    reader = current_language()
    found = tree.find_words(name, reader)
    if found is None:
        return None
    words, language = found
    # Loaded late, as in `portal.articles.render`.
    from portal.articles.markup import to_safe_html

    with speaking(language):
        around = make_surroundings(library, f"{TREES}/{tree.id}", reader, plain(tree, TITLE))
        html = to_safe_html(words.text, lambda mark: fill_placeholder(library.policy, mark), around.words.footnote_back)
        return Said(finish(html, around).html, language)


def plain(tree: Tree, name: str) -> str:
    """A line as plain text, for titles, mails and cases."""
    found = tree.find_words(name, current_language())
    return found[0].text.replace("`", "") if found else ""


def is_english_instead(tree: Tree, names: Iterable[str]) -> bool:
    """Whether one of these texts is English although the reader chose another language."""
    reader = current_language()
    found = (tree.find_words(name, reader) for name in names)
    return any(each is not None and each[1] != reader for each in found)


def write_way(tree: Tree, position: Position) -> str:
    """The way through a tree as a case tells it: each question with its answer, and the outcome."""
    # TRANSLATORS: begins the description of a case, above the questions and answers of guided troubleshooting.
    lines = [_("Guided troubleshooting: %(title)s", title=plain(tree, TITLE)), ""]
    for number, step in enumerate(position.steps, 1):
        lines += _write_step(tree, number, step)
    if isinstance(position.here, Outcome):
        # TRANSLATORS: stands before the most likely cause, at the end of the questions and answers.
        lines += ["", _("Result: %(cause)s", cause=plain(tree, position.here.title))]
    return "\n".join(lines).strip()


def write_subject(tree: Tree, position: Position) -> str:
    """What a case is called when somebody asks from here."""
    title = plain(tree, TITLE)
    return f"{title}: {plain(tree, position.here.title)}" if isinstance(position.here, Outcome) else title


def _write_step(tree: Tree, number: int, step: Step) -> tuple[str, str]:
    return f"{number}. {plain(tree, step.question.ask)}", f"   → {plain(tree, step.question.label(step.answer))}"
