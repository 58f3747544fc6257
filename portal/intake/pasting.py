"""A paste in the step of the problem: the command in it belongs to the details, as the request."""

from typing import Any

from portal.intake.brought import sort_paste
from portal.intake.keeping import suggest_answer, typed_before
from portal.intake.situation import Situation
from portal.search.pasted import is_paste
from portal.web.forms import PortalForm


def move_paste(form: PortalForm) -> None:
    """Take a paste out of the one sentence, before that is found to be too long; what is said beside it stays."""
    subject, error = form["subject"], form["error"]
    if subject.data and not error.data and is_paste(subject.data):
        told = sort_paste({"subject": subject.data, "error": "", "api_request": ""})
        subject.data = told["subject"]
        error.data = "\n".join(part for part in (told["api_request"], told["error"]) if part)


def move_command(situation: Situation, answer: dict[str, Any]) -> None:
    """Take a command out of the answer, whose secrets are masked already, unless another one was given before."""
    request = command_of(situation)
    told = sort_paste({"subject": "", "error": answer["error"], "api_request": request})
    if told["error"] == answer["error"]:
        return
    command = told["api_request"]
    answer["masked"] = [_follow(spot, answer["error"], command) for spot in answer["masked"]]
    answer["error"] = told["error"]
    draft, details = situation.draft, situation.given("details")
    if details:
        draft.answers = {**draft.answers, "details": {**details, "api_request": command}}
    else:
        suggest_answer(draft, "details", {**typed_before(draft, "details"), "api_request": command})


def command_of(situation: Situation) -> str:
    """The request that the details hold or will be filled in with."""
    draft = situation.draft
    given = {**draft.context, **situation.given("details"), **typed_before(draft, "details")}
    return str(given.get("api_request", ""))


def _follow(spot: dict[str, Any], pasted: str, command: str) -> dict[str, Any]:
    """The spot of a mask where it stands now."""
    around = f"{spot['before']}{spot['shown']}{spot['after']}"
    if spot["place"] != "error" or around not in command:
        return spot
    lines_before = pasted[: pasted.find(command)].count("\n")
    return {**spot, "place": "api_request", "line": spot["line"] - lines_before}
