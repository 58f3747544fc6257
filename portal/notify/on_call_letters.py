"""The mail that wakes whoever is on call."""

from urllib.parse import urlencode

from portal.notify.letters import Letter, Link
from portal.notify.payloads import PossibleIncidentFacts
from portal.policy.current import current_components
from portal.policy.wording import component_name
from portal.web.current import current_settings
from portal.web.formatting import format_moment
from portal.web.i18n import gettext as _
from portal.web.i18n import ngettext


def write_possible_incident(facts: PossibleIncidentFacts) -> Letter:
    """Which component, how many customers, since when, and where to look; nothing that a customer wrote."""
    component = component_name(current_components.get()(), facts.component)
    desk = f"{current_settings.get().base_url}/desk/?{urlencode({'component': facts.component})}"
    return Letter(
        subject=_("Possible incident: %(component)s", component=component),
        greeting=_("Hello,"),
        paragraphs=(
            ngettext(
                "%(num)d customer has reported a problem with this part within half an hour.",
                "%(num)d customers have reported a problem with this part within half an hour.",
                facts.customers,
            ),
            _("Nobody has looked into it yet: it is only the number of reports."),
        ),
        facts=(
            (_("Concerns"), component),
            (_("First report"), format_moment(facts.first_at)),
            (_("Requests"), ", ".join(facts.references)),
        ),
        links=(Link(_("The queue of the desk shows them:"), desk),),
        follows_case=False,
    )
