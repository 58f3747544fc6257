"""What customers were shown is held against what the portal has stored and mailed, and where it keeps files."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.cases.model import Attachment, Case
from tests.faults.customers import Journal
from tests.faults.place import Place


@dataclass(frozen=True)
class Stored:
    """A case as it lies in the database."""

    reference: str
    opened_by: str
    draft: str
    files: frozenset[str] = frozenset()
    """What its files are called in the store. Everybody sends one."""


def find_faults(
    journal: Journal, stored: Sequence[Stored], acknowledged: Mapping[str, Sequence[str]], kept: Collection[str]
) -> list[str]:
    """Everything that was lost or doubled; ``acknowledged`` has the Message-IDs that came for each reference.

    ``kept`` are the files that lie in the store.

    A mail that came again under the identifier it had is one mail: its reader's program shows it once.
    """
    faults = list(journal.failures)
    references = Counter(case.reference for case in stored)
    drafts = Counter(case.draft for case in stored)
    for reference, (email, draft) in journal.shown.items():
        found = [case for case in stored if case.reference == reference]
        if [(case.opened_by, case.draft) for case in found] != [(email, draft)]:
            faults.append(f"{reference} was shown, and stored {references[reference]} times")
        faults += [f"{reference} has lost a file" for case in found if not case.files or not case.files <= set(kept)]
        mails = len(set(acknowledged.get(reference, ())))
        if mails != 1:
            faults.append(f"{reference} was acknowledged by {mails} mails")
    faults += [f"a draft became {times} cases" for times in drafts.values() if times > 1]
    return faults


def check(place: Place, journal: Journal, within_s: float) -> tuple[list[str], int]:
    """Wait until every mail has left, then look; gives what was wrong, and how many mails came again."""
    wanted = select(Case.id, Case.reference, Case.opened_by, Case.idempotency_key).order_by(Case.id)
    attached = select(Attachment.case_id, Attachment.stored_name)
    acknowledged: dict[str, list[str]] = {}

    def all_arrived() -> bool:
        for reference, (email, _) in journal.shown.items():
            acknowledged[reference] = place.mail_server.identifiers(email, reference)
        return all(acknowledged.values())

    wait_until(all_arrived, within_s)
    with place.database.read() as session:
        files: defaultdict[int | None, set[str]] = defaultdict(set)
        for case, name in session.execute(attached):
            files[case].add(name)
        stored = [Stored(*row, frozenset(files[case])) for case, *row in session.execute(wanted)]
    repeats = sum(len(names) - len(set(names)) for names in acknowledged.values())
    return find_faults(journal, stored, acknowledged, place.object_store.names()), repeats


def wait_until(condition: Callable[[], bool], within_s: float) -> bool:
    """Whether something came true in time."""
    until = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
