"""Every kind of status page that can be read, by the name that stands before the + of its address."""

from portal.incidents.sources.cachet import CACHET_2, CACHET_3
from portal.incidents.sources.feed import FEED
from portal.incidents.sources.instatus import INSTATUS
from portal.incidents.sources.statuspage import STATUSPAGE

BY_NAME = {kind.name: kind for kind in (STATUSPAGE, INSTATUS, CACHET_2, CACHET_3, FEED)}
