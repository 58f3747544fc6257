"""What views of this room and of higher ones look up."""

from portal.search.searcher import Searcher
from portal.web.provided import Provided

current_search: Provided[Searcher] = Provided("search")
