"""The mail that brings a copy of a conversation to somebody who asked for it."""

from collections.abc import Callable

from portal.notify.letters import Letter, Said, Section, greet, list_facts, subject_of, tell_moment
from portal.notify.payloads import CaseFacts, CopiedEntry
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext


def write_case_copy(case: CaseFacts) -> Letter:
    """Everything that was said, with its authors and times."""
    left_out: tuple[str, ...] = ()
    if case.left_out:
        text = ngettext(
            "The conversation is long: %(num)d older entry is not in this email. It stands on the page of the request.",
            "The conversation is long: %(num)d older entries are not in this email. They stand on the page of the "
            "request.",
            case.left_out,
        )
        left_out = (text,)
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(_("Here is the copy of the conversation that you asked for."), *left_out),
        facts=list_facts(case),
        conversation=tuple(_say(case, entry) for entry in case.conversation),
        sections=(Section(_("Files"), case.files),) if case.files else (),
    )


def _say(case: CaseFacts, entry: CopiedEntry) -> Said:
    moment = tell_moment(case, entry.at)
    return Said(f"{entry.author}, {moment}" if entry.author else moment, entry.parts)


COPY_LETTERS: dict[str, Callable[[CaseFacts], Letter]] = {"case_copy": write_case_copy}
