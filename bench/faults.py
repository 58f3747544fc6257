"""A soak: everything around the portal breaks at random, alone and together, while customers read, search and send.

``tests/faults`` has the parts and does the same once, shortly.
"""

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.results import write_results
from tests.faults.checking import check, wait_until
from tests.faults.customers import Crowd, Journal
from tests.faults.faults import Fault, is_noticed, list_faults
from tests.faults.place import Place, lay_out
from tests.postgres import NoPostgres
from tests.programs import find_program

MINUTES = 10.0
TOGETHER = (1, 1, 2, 3)
"""How many faults strike at once, one of these at random."""
KILLED_AS_WELL = 0.3
"""How often a web process dies on top of it."""
LASTS_S = (2, 20)
RESTS_S = (1, 8)
KILLS_APART_S = 8
"""The server takes a process that dies again within 5.5 s of its start for one that cannot live."""
SETTLED_WITHIN_S = 420
"""A mail that was tried five times comes at most 405 s later."""
_NEVER_TOGETHER = ({"database stopped", "database silent", "connections to the database cut"}, {"clock"})


@dataclass
class Diary:
    """What was done to the portal."""

    struck: Counter[str] = field(default_factory=Counter)
    looked_at: Counter[str] = field(default_factory=Counter)
    """How often it was waited for until a fault showed."""
    silent: list[str] = field(default_factory=list)


@click.command("faults")
@click.option("--minutes", default=MINUTES, show_default=True, help="How long everything goes on breaking.")
@click.option("--seed", default=7, show_default=True, help="Which faults strike when.")
def faults(*, minutes: float, seed: int) -> None:
    """Break everything around the portal at random while customers go on; 1 when anything was lost."""
    if not run(Console(), minutes, seed):
        raise SystemExit(1)


def run(console: Console, minutes: float = MINUTES, seed: int = 7) -> bool:
    """Soak, print and keep what was seen. Whether nothing was lost and every fault was told of."""
    missing = [name for name in ("postgres", "redis-server") if not find_program(name)]
    if missing:
        console.print(f"faults: {', '.join(missing)} is not on this machine, so nothing is broken")
        return True
    diary = Diary()
    try:
        with tempfile.TemporaryDirectory() as folder, lay_out(Path(folder)) as place:
            with Crowd(place.portal, place.mail_server) as journal:
                break_at_random(place, diary, random.Random(seed), minutes)
            wrong, repeats = check(place, journal, SETTLED_WITHIN_S)
    except NoPostgres as reason:
        console.print(f"faults: {reason}")
        return True
    console.print(show(diary, journal, repeats, wrong))
    write_results("faults", describe(diary, journal, repeats, wrong) | {"minutes": minutes})
    return not wrong and not diary.silent


def break_at_random(place: Place, diary: Diary, chance: random.Random, minutes: float) -> None:
    """Let faults strike until the time is over; everything is mended then."""
    place.status_page.is_broken = False
    until, known, killed_at = time.monotonic() + 60 * minutes, list(list_faults(place)), time.monotonic()
    rest = KILLS_APART_S
    while time.monotonic() < until:
        time.sleep(rest)
        chosen = choose(known, chance)
        if chance.random() < KILLED_AS_WELL and all("killed" not in fault.name for fault in chosen):
            chosen.append(next(fault for fault in known if fault.name == "web process killed"))
        if any("killed" in fault.name for fault in chosen):
            time.sleep(max(0, killed_at + KILLS_APART_S - time.monotonic()))
            killed_at = time.monotonic()
        for fault in chosen:
            fault.strike(place)
            diary.struck[fault.name] += 1
        # Where several strike, one may hide what another one shows.
        looks = len(chosen) == 1 and chosen[0].part
        if looks:
            diary.silent += is_noticed(place, chosen[0])
            diary.looked_at[chosen[0].name] += 1
        else:
            time.sleep(chance.uniform(*LASTS_S))
        for fault in reversed(chosen):
            fault.mend(place)
        rest = chance.uniform(*RESTS_S)
    wait_until(lambda: place.database.ping() is None, 30)


def choose(known: list[Fault], chance: random.Random) -> list[Fault]:
    """Some faults that can be there at once."""
    chosen = chance.sample(known, chance.choice(TOGETHER))
    kept: list[Fault] = []
    for fault in chosen:
        if not any(excludes(fault, other) for other in kept):
            kept.append(fault)
    return kept


def excludes(one: Fault, other: Fault) -> bool:
    """Whether two faults are done to the same thing."""
    return any(all(any(word in each.name for word in group) for each in (one, other)) for group in _NEVER_TOGETHER)


def describe(diary: Diary, journal: Journal, repeats: int, wrong: list[str]) -> dict[str, object]:
    """The figures to keep."""
    return {
        "wrong": wrong,
        "not_told": diary.silent,
        "struck": dict(sorted(diary.struck.items())),
        "looked_at": dict(sorted(diary.looked_at.items())),
        "customers": dict(sorted(journal.done.items())),
        "slowest_page_s": journal.slowest_s,
        "mails_repeated_under_their_identifier": repeats,
    }


def show(diary: Diary, journal: Journal, repeats: int, wrong: list[str]) -> Table:
    """The table."""
    done = journal.done
    table = Table("what", "times", title="Faults")
    for name, times in sorted(diary.struck.items()):
        table.add_row(name, str(times))
    table.add_section()
    for name, times in sorted(done.items()):
        table.add_row(name, str(times))
    table.caption = "\n".join(
        [
            f"pages for readers that did not come: {len(journal.failures)}; the slowest took {journal.slowest_s:.1f} s",
            f"mails that came again under their identifier: {repeats}",
            *(wrong or ["nothing was lost, nothing doubled"]),
            *(diary.silent or ["every fault was told of"]),
        ]
    )
    return table
