"""Why a report was not taken, for authors of programs."""

from portal.cases.handling_rules import NotGoingOn
from portal.cases.rules import GoesOnElsewhere, ReopeningOver
from portal.connect.helpdesk.actions import ReportRefusal
from portal.connect.helpdesk.rules import BeforeOpening, NotYet, Overtaken, TooLateToReopen


def explain_report_refusal(refusal: ReportRefusal) -> str:
    """One sentence with the moment or the reference that matters."""
    match refusal:
        case NotYet():
            text = "at lies in the future."
        case BeforeOpening(opened_at=moment):
            text = f"at lies before {moment.isoformat()}, when the case was opened."
        case Overtaken(wrote_at=moment):
            text = f"The customer wrote on {moment.isoformat()}, after it was decided. Read that first."
        case TooLateToReopen(until=moment):
            text = f"The case could be reopened until {moment.isoformat()}."
        case ReopeningOver(ended_at=moment):
            text = f"The case ended on {moment.isoformat()}, too long ago for a message to reopen it."
        case GoesOnElsewhere(reference=reference):
            text = f"The case goes on as {reference}."
        case NotGoingOn(status=status):
            text = f"The case is {status}. Report that it was reopened first."
        case _:
            text = "The case is so already, or does not allow it."
    return text
