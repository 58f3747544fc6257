"""Everything around the portal breaks, in turn and together, while customers read, search and send requests.

Reading and searching never fail, no request that was sent is lost or doubled, and each part that is degraded is told to
operators on ``/readyz`` and to customers in words. ``python -m bench faults`` does the same for as long as one likes.
"""

from contextlib import ExitStack

import pytest

from portal.db.outbox import LEASE
from tests.faults.checking import Stored, check, find_faults, wait_until
from tests.faults.customers import Crowd, Journal
from tests.faults.faults import is_noticed, list_faults, read_parts
from tests.faults.place import lay_out
from tests.postgres import NoPostgres
from tests.programs import unavailable

SOON_S = 5
"""What takes longer to show than this is struck with the others and looked at by the long run."""
TOGETHER_S = 30
SETTLED_WITHIN_S = LEASE.total_seconds() + 60
"""A worker that is killed keeps the mails it has taken until their lease ends."""


@pytest.fixture
def place(tmp_path):
    with ExitStack() as stack:
        try:
            place = stack.enter_context(lay_out(tmp_path))
        except NoPostgres as reason:
            unavailable(str(reason))
        yield place


@pytest.mark.requires_program("postgres")
@pytest.mark.requires_program("redis-server")
def test_nothing_is_lost_while_everything_breaks(place):
    faults, silent = list(list_faults(place)), []
    with Crowd(place.portal, place.mail_server) as journal:
        assert wait_until(lambda: journal.done["sent"] > 0, 60), place.log[-3000:]
        # It is broken from the beginning, since it is read once a minute.
        silent += [told for fault in faults if fault.part == "status" for told in is_noticed(place, fault)]
        for fault in faults:
            if fault.noticed_after_s < SOON_S:
                fault.strike(place)
                silent += is_noticed(place, fault)
                fault.mend(place)
        wanted = {"database", "limits", "content", "status", "files"} | ({"disk"} if place.disk else set())
        told = break_together(place, [fault for fault in faults if fault.part], wanted)
        sent = journal.done["sent"]
        assert wait_until(lambda: journal.done["sent"] > sent, 90), place.log[-3000:]
    wrong, _ = check(place, journal, SETTLED_WITHIN_S)

    assert wrong == [], place.log[-3000:]
    assert silent == []
    assert told >= wanted
    assert journal.done["read"] > 50
    assert journal.done["searched"] > 50


def break_together(place, faults, wanted):
    """Let everything strike at once, and mend it; gives the parts that were told of until all wanted ones were."""
    told = set()

    def are_told():
        told.update(name for name, fine in read_parts(place).items() if not fine)
        return wanted <= told

    for fault in faults:
        # One that is stopped cannot be silent.
        if fault.name != "database silent":
            fault.strike(place)
    wait_until(are_told, TOGETHER_S)
    for fault in reversed(faults):
        if fault.name != "database silent":
            fault.mend(place)
    return told


class TestCheckNotices:
    """The examples that must fail."""

    SHOWN = Journal(shown={"K7Q2-9XHM": ("kim@here.example", "draft-1")})
    CASE = Stored("K7Q2-9XHM", "kim@here.example", "draft-1", frozenset({"log"}))

    def test_nothing_where_all_is_well(self):
        assert find_faults(self.SHOWN, [self.CASE], {"K7Q2-9XHM": ["<1@x.example>", "<1@x.example>"]}, {"log"}) == []

    @pytest.mark.parametrize(
        ("stored", "mails", "fault"),
        [
            ([], ["<1@x.example>"], "K7Q2-9XHM was shown, and stored 0 times"),
            ([CASE], [], "K7Q2-9XHM was acknowledged by 0 mails"),
            ([CASE], ["<1@x.example>", "<2@x.example>"], "K7Q2-9XHM was acknowledged by 2 mails"),
            ([CASE, Stored("XXXX-XXXX", "kim@here.example", "draft-1")], ["<1@x.example>"], "a draft became 2 cases"),
        ],
    )
    def test_what_was_lost_or_doubled(self, stored, mails, fault):
        assert find_faults(self.SHOWN, stored, {"K7Q2-9XHM": mails}, {"log"}) == [fault]

    @pytest.mark.parametrize("case", [CASE, Stored("K7Q2-9XHM", "kim@here.example", "draft-1")])
    def test_file_that_was_lost(self, case):
        assert find_faults(self.SHOWN, [case], {"K7Q2-9XHM": ["<1@x.example>"]}, set()) == ["K7Q2-9XHM has lost a file"]

    def test_page_that_did_not_come(self):
        assert find_faults(Journal(failures=["_read: 500"]), [], {}, set()) == ["_read: 500"]
