"""Where Chatwoot's events go, and what became of a case."""

from portal.cases.access import find_case_by_reference

PATH = "/api/v1/chat/chatwoot"


def happenings(stored, case):
    with stored.read() as session:
        history = find_case_by_reference(session, case.reference).history
        return [(recorded.event.kind, recorded.author) for recorded in history[1:]]
