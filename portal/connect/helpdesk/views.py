"""What helpdesks report, and what programs of the team read of cases."""

from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator, model_validator

from portal.cases.actions import lock_case
from portal.cases.forms import MAX_MESSAGE
from portal.connect.helpdesk.actions import Report, take_report
from portal.connect.helpdesk.proof import MAX_BODY, for_helpdesk
from portal.connect.helpdesk.rules import WORDS_NEEDED, ReportType
from portal.connect.helpdesk.wording import explain_report_refusal
from portal.connect.shapes import ReportAnswer
from portal.kernel.ids import normalise_reference
from portal.kernel.refusal import RefusalKind
from portal.masking.mask import mask_text
from portal.policy.current import current_policy
from portal.web.current import current_clock, current_database, current_settings
from portal.web.forms import clean_text
from portal.web.interface.bodies import read_body
from portal.web.interface.describing import Parameter, Proof, described
from portal.web.limits import limiter
from portal.web.problems import json_response, problem_response

blueprint = Blueprint("helpdesk", __name__)

REPORTS = "600 per minute"
"""From one network: a helpdesk that catches up after an outage."""
DELIVERY = Parameter(
    "webhook-id",
    "The same for every attempt, so that a report is taken once. `Idempotency-Key` does the same; without either, "
    "equal reports count as one.",
    place="header",
)


class ReportedEvent(BaseModel):
    """What happened to a case in the helpdesk; fields that are not named here are left alone."""

    # Docstrings would be more legible; to find them, the library looks through every loaded module at each start.
    model_config = ConfigDict(frozen=True)

    type: ReportType
    at: AwareDatetime | None = Field(
        default=None,
        description="When it happened; now without it. Neither in the future nor before the case was opened.",
    )
    text: str = Field(default="", description="What the customer reads; needed for `first_response` and `message`.")
    author: str = Field(
        default="",
        max_length=254,
        description="The team member's name or address. An address that may write in the case makes a message the "
        "customer's own.",
    )

    @field_validator("text")
    @classmethod
    def _fit(cls, value: str) -> str:
        text = clean_text(value)
        if len(text) > MAX_MESSAGE:
            raise ValueError(f"must have {MAX_MESSAGE} characters at most")
        return text

    @field_validator("at")
    @classmethod
    def _in_bounds(cls, value: datetime | None) -> datetime | None:
        if value is not None and not 2000 <= value.year <= 2200:
            raise ValueError("must lie between 2000 and 2200")
        return value

    @model_validator(mode="after")
    def _has_words(self) -> "ReportedEvent":
        if self.type in WORDS_NEEDED and not self.text:
            raise ValueError(f"{self.type} needs a text")
        return self


@blueprint.post("/api/v1/cases/<reference>/events")
@limiter.limit(REPORTS)
@for_helpdesk
@described(
    "Report what happened in the helpdesk",
    ReportAnswer,
    body=ReportedEvent,
    parameters=(DELIVERY,),
    problems={
        404: "There is no such case.",
        409: "The case does not allow it now: it has ended, goes on in another one, or its customer wrote meanwhile.",
        422: "A field is wrong; each one is named.",
    },
    proof=Proof.TOKEN_OR_SIGNATURE,
    scope="cases:write",
)
def report(reference: str) -> Response:
    """The case follows, and the customer gets the usual mail. ``first_response`` counts as a human's."""
    sent = read_body(ReportedEvent, MAX_BODY, "The report was not taken")
    if isinstance(sent, Response):
        return sent
    now, masked = current_clock.get()(), mask_text(sent.text)
    told = Report(sent.type, sent.at or now, masked.text, mask_text(sent.author).text, _key(sent))
    shared = current_settings.get().shares_cases
    with current_database.get().write() as session:
        case = lock_case(session, normalise_reference(reference))
        if case is None:
            return problem_response(404, "Not Found", "There is no such case.")
        outcome = take_report(session, case, told, now, current_policy.get()(), shared=shared)
        found = [{"kind": finding.kind, "shown": finding.shown} for finding in masked.findings]
        answer = {"reference": case.reference, "status": case.status, "recorded": outcome is True, "masked": found}
    if isinstance(outcome, bool):
        return json_response(answer)
    status = 422 if type(outcome).kind is RefusalKind.INVALID else 409
    return problem_response(status, "The report was not taken", explain_report_refusal(outcome))


def _key(sent: ReportedEvent) -> str:
    """Under what a report is known: the delivery's name, else everything it says."""
    name = request.headers.get("webhook-id") or request.headers.get("Idempotency-Key") or sent.model_dump_json()
    return f"report-{sha256(name.encode()).hexdigest()[:48]}"
