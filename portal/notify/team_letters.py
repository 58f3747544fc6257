"""The mails that bring what the support team wrote or decided."""

from collections.abc import Callable

from portal.notify.letters import Letter, Section, greet, list_facts, state_rules, subject_of, tell_moment
from portal.notify.payloads import CaseFacts
from portal.web.i18n import gettext as _


def write_case_answered(case: CaseFacts) -> Letter:
    """A reply of the team; when it asks for something, until when an answer is awaited."""
    name = case.author or _("Our support team")
    asked: tuple[Section, ...] = ()
    if case.closes_at:
        until = tell_moment(case, case.closes_at)
        text = _("We need your answer to go on. Without one, this request is closed on %(moment)s.", moment=until)
        asked = (Section("", (text,)),)
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(_("%(name)s wrote about your request:", name=name),),
        words=case.text,
        sections=(*asked, state_rules(case)),
        automatic="no",
    )


def write_case_resolved(case: CaseFacts) -> Letter:
    """The summary of the solution, how to say that the issue is not over, and the question how it went."""
    until = tell_moment(case, case.reopen_until or case.opened_at)
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(_("Your request is resolved. This is what we found and did:"),),
        words=case.text,
        facts=list_facts(case),
        sections=(
            Section(
                _("What you can do now"),
                (
                    _(
                        "If the issue is not over, write to us until %(moment)s: that reopens the request.",
                        moment=until,
                    ),
                ),
            ),
        ),
        asks_how_it_went=True,
        automatic="no",
    )


def write_case_merged(case: CaseFacts) -> Letter:
    """The news that two requests on one issue became one."""
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(
            _("This request is about the same issue as your request %(reference)s.", reference=case.other),
            _("We go on there, and everything you told us here is at hand. Please write there."),
        ),
        facts=list_facts(case),
    )


TEAM_LETTERS: dict[str, Callable[[CaseFacts], Letter]] = {
    "case_answered": write_case_answered,
    "case_resolved": write_case_resolved,
    "case_merged": write_case_merged,
}
