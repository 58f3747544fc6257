"""The last mail about data that was deleted."""

from portal.notify.letters import Letter, Section
from portal.notify.payloads import DataDeleted
from portal.web.current import current_site
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext


def write_data_deleted(facts: DataDeleted) -> Letter:
    """That it is done, what it was, and what to do if somebody else asked for it; nothing of what was deleted."""
    requests = ngettext(
        "%(num)d request with its conversation and ratings is deleted.",
        "%(num)d requests with their conversations and ratings are deleted.",
        facts.cases,
    )
    files = ngettext("%(num)d file is deleted.", "%(num)d files are deleted.", facts.files)
    return Letter(
        subject=_("Your data is deleted"),
        greeting=_("Hello,"),
        paragraphs=(_("You asked %(site)s to delete what is stored about this address. It is done:", site=_site()),),
        sections=(
            Section(
                "",
                (
                    requests,
                    files,
                    _(
                        "Drafts, sign-in codes and emails that were waiting are deleted, too, "
                        "and you follow no incident any more."
                    ),
                ),
            ),
            Section(
                _("What stays"),
                (
                    _("Messages you wrote in requests of colleagues: these requests are theirs."),
                    _("How long requests took and how they were rated, as figures without your name or address."),
                    _("That your company is our customer, if it is."),
                ),
            ),
        ),
        follows_case=False,
        automatic="auto-generated",
    )


def _site() -> str:
    return current_site.get()().name
