"""Guided troubleshooting as pages: one question each, the answers so far in the address; nobody is known here."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from portal.articles.current import request_library
from portal.articles.links import ANCHOR_PREFIX
from portal.articles.model import Library
from portal.articles.notice_views import site_notices
from portal.articles.places import Place, find_place
from portal.articles.render import rendered
from portal.articles.trees import wording
from portal.articles.trees.model import SUMMARY, TITLE, Outcome, Question, Tree
from portal.articles.trees.replay import Position, UnknownAnswer, replay
from portal.web.i18n import current_language
from portal.web.pages import page, public

blueprint = Blueprint("trees", __name__, template_folder="templates")

_NO_PROSE = re.compile(r"<(?:h[1-6]|pre|table|div)\b")
MAX_PREVIEW = 320
"""Characters shown of the section that helps: enough to see that it is the right one."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A tree as lists show it."""

    title: wording.Said
    summary: wording.Said
    address: str


@dataclass(frozen=True, slots=True)
class Given:
    """A question that was answered, and the way back to it."""

    question: wording.Said
    answer: wording.Said
    address: str


@blueprint.get("/<language:language>/troubleshoot/")
@public
def index() -> ResponseReturnValue:
    """Every tree with what it is about."""
    return page("trees/index.html", entrances=list_entrances())


@blueprint.get("/<language:language>/troubleshoot/<tree>/")
@public
def begin(tree: str) -> ResponseReturnValue:
    """The first question of a tree."""
    return _show(tree, ())


@blueprint.get("/<language:language>/troubleshoot/<tree>/<path:answers>/")
@public
def show(tree: str, answers: str) -> ResponseReturnValue:
    """What comes after some answers: the next question, or the outcome."""
    return _show(tree, tuple(answers.split("/")))


def list_entrances(category: str | None = None) -> tuple[Entrance, ...]:
    """The trees of a shelf, or all of them, in the reader's language."""
    entrances = []
    for tree in request_library().trees:
        title, summary = wording.say(tree, TITLE), wording.say(tree, SUMMARY)
        if title and summary and category in {None, tree.category}:
            entrances.append(Entrance(title, summary, url_for("trees.begin", tree=tree.id)))
    return tuple(entrances)


# The entrances stand on pages of several rooms.
blueprint.record_once(lambda state: state.app.jinja_env.globals.update(list_trees=list_entrances))


def _show(name: str, answers: tuple[str, ...]) -> str:
    library = request_library()
    tree = library.find_tree(name) or abort(404)
    position = replay(tree, answers)
    if isinstance(position, UnknownAnswer):
        abort(404)
    around = {
        "tree": tree,
        "title": wording.say(tree, TITLE),
        "given": _list_given(tree, position),
        "back": _address(tree, answers[:-1]) if answers else url_for("trees.index"),
        "help_address": url_for("intake.start", tree="/".join((tree.id, *answers))),
        "site_notices": site_notices,
    }
    if isinstance(position.here, Outcome):
        return page("trees/outcome.html", **around, **_about_outcome(library, tree, position.here))
    return page("trees/question.html", **around, **_about_question(library, tree, position.here, answers))


def _about_question(library: Library, tree: Tree, question: Question, answers: tuple[str, ...]) -> dict[str, Any]:
    labels = [question.label(answer) for answer in question.answers]
    return {
        "heading": wording.plain(tree, question.ask),
        "ask": wording.say(tree, question.ask),
        "hint": wording.say_at_length(library, tree, question.hint),
        "choices": [
            (wording.say(tree, label), _address(tree, (*answers, answer.id)))
            for label, answer in zip(labels, question.answers, strict=True)
        ],
        "in_english": wording.is_english_instead(tree, (question.ask, question.hint, *labels)),
        "is_first": not answers,
        "summary": wording.say(tree, SUMMARY),
    }


def _about_outcome(library: Library, tree: Tree, outcome: Outcome) -> dict[str, Any]:
    helping = find_place(library, outcome.article, outcome.anchor, current_language())
    return {
        "heading": wording.plain(tree, outcome.title),
        "cause_title": wording.say(tree, outcome.title),
        "cause": wording.say_at_length(library, tree, outcome.cause),
        "action": wording.say_at_length(library, tree, outcome.action),
        "helping": helping,
        "preview": _preview(helping) if helping else "",
        "in_english": wording.is_english_instead(tree, (outcome.title, outcome.cause, outcome.action)),
    }


def _list_given(tree: Tree, position: Position) -> list[Given]:
    answers = position.answers
    given = []
    for place, step in enumerate(position.steps):
        question, answer = wording.say(tree, step.question.ask), wording.say(tree, step.question.label(step.answer))
        if question and answer:
            given.append(Given(question, answer, _address(tree, answers[:place])))
    return given


def _address(tree: Tree, answers: tuple[str, ...]) -> str:
    if not answers:
        return url_for("trees.begin", tree=tree.id)
    return url_for("trees.show", tree=tree.id, answers="/".join(answers))


def _preview(helping: Place) -> str:
    """How the section begins, as plain text without tables and code, cut at the end of a word; else the summary."""
    _, _, behind = rendered(helping.found).html.partition(f'id="{ANCHOR_PREFIX}{helping.anchor}"')
    _, _, section = behind.partition("</h")
    begins = _NO_PROSE.split(section.partition(">")[2], maxsplit=1)[0]
    # Parts that stand below each other would run together.
    text = Markup(begins.replace("><", "> <")).striptags()  # noqa: S704 - made by us, and its tags are taken out
    if not helping.anchor or not text:
        return helping.found.article.summary
    return text if len(text) <= MAX_PREVIEW else f"{text[:MAX_PREVIEW].rpartition(' ')[0]} …"
