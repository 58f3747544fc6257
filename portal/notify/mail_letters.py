"""The mails that answer mails."""

from collections.abc import Callable
from dataclasses import replace

from portal.notify.letters import Letter, Link, Section, greet, list_facts, state_rules, subject_of, write_case_opened
from portal.notify.mail_in.model import Obstacle
from portal.notify.mail_in.rules import MEGABYTE, mail_limit
from portal.notify.payloads import CaseFacts, MailNotTaken
from portal.policy.current import current_policy
from portal.web.current import current_settings
from portal.web.i18n import gettext as _


def write_case_opened_by_mail(case: CaseFacts) -> Letter:
    """The acknowledgement of a case that was opened by mail: first of all why it is one of its own."""
    usual = write_case_opened(case)
    first: tuple[str, ...] = ()
    if case.elsewhere:
        first = (
            _(
                "Your email names the request %(reference)s. Replies count only from the address a request was opened "
                "from, so we have opened a new request.",
                reference=case.elsewhere,
            ),
        )
    elif case.ended:
        first = (
            _(
                "Your request %(reference)s ended too long ago to be reopened, so we have opened a new one that "
                "refers to it.",
                reference=case.ended,
            ),
        )
    channel = _("You wrote by email, so the times of that channel apply, whatever your plan.")
    sections = (*usual.sections, *_list_refused(case))
    return replace(usual, paragraphs=(*first, *usual.paragraphs, channel), sections=sections)


def write_case_files_refused(case: CaseFacts) -> Letter:
    """The news that a reply arrived without some of its files."""
    return Letter(
        subject=subject_of(case),
        greeting=greet(case),
        paragraphs=(_("We have added your email to this request, but not all of its files."),),
        facts=list_facts(case),
        sections=(*_list_refused(case), state_rules(case)),
        automatic="auto-replied",
    )


def write_mail_not_taken(payload: MailNotTaken) -> Letter:
    """The news that nothing could be made of a mail, and what to do instead; gives none of it back."""
    limit = mail_limit(current_policy.get()().attachments) // MEGABYTE
    reason = {
        Obstacle.TOO_LARGE: _("It is larger than %(size)d MB. Please send less, or the files one by one.", size=limit),
        Obstacle.ENCRYPTED: _("It is encrypted. Please send it again without encryption."),
        Obstacle.EMPTY: _("It is empty. Please write to us what the problem is."),
        Obstacle.BROKEN: _("It is damaged. Please send it again, if possible as plain text."),
    }[payload.because]
    return Letter(
        subject=_("We could not read your email"),
        greeting=_("Hello,"),
        paragraphs=(
            _("We have received an email from you, but could not read it, so no request was opened."),
            reason,
        ),
        links=(Link(_("You can also write to us here:"), _help_address(payload)),),
        follows_case=False,
        automatic="auto-replied",
    )


def _list_refused(case: CaseFacts) -> tuple[Section, ...]:
    if not case.refused_files:
        return ()
    return (Section(_("Files we could not take"), case.refused_files),)


def _help_address(payload: MailNotTaken) -> str:
    return f"{current_settings.get().base_url}/{payload.language}/help/"


MAIL_LETTERS: dict[str, Callable[[CaseFacts], Letter]] = {
    "case_opened_by_mail": write_case_opened_by_mail,
    "case_files_refused": write_case_files_refused,
}
