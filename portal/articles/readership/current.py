"""Where counts of articles go, and what they say."""

from portal.articles.readership.model import Noted
from portal.articles.readership.popular import Popular
from portal.web.count_log import CountLog
from portal.web.provided import Provided

current_reads: Provided[CountLog[Noted, int]] = Provided("reads")
current_popular: Provided[Popular] = Provided("popular")
