"""Why an article did not help, in the reader's language."""

from portal.articles.readership.model import Measure
from portal.web.i18n import lazy_gettext as _

_NAMES = {
    Measure.READ: _("Read"),
    Measure.HELPED: _("Helped"),
    Measure.NOT_HELPED: _("Did not help"),
    Measure.DID_NOT_WORK: _("I did what it says, and it did not work"),
    Measure.OTHER_PROBLEM: _("It is about another problem than mine"),
    Measure.UNCLEAR: _("I do not understand it"),
    Measure.INCOMPLETE: _("Something is missing"),
    Measure.OUTDATED: _("It is out of date"),
}


def measure_name(measure: Measure) -> str:
    """What a measure is called; a reason in the words of the readers who are asked for it."""
    return str(_NAMES[measure])
