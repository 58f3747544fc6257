"""Whatever happens to a case in whatever order, some things always hold."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal.cases import handling_rules as team
from portal.cases.events import (
    EVENTS,
    Actor,
    AutomaticallyAnswered,
    Breach,
    CaseClosed,
    CaseEscalated,
    CaseLinked,
    CaseMerged,
    CaseOpened,
    CaseReopened,
    CaseResolved,
    CaseTakenIn,
    Closing,
    CustomerReminded,
    CustomerReplied,
    Details,
    FeedbackGiven,
    IncidentLinked,
    IssueAdded,
    NoteAdded,
    Recorded,
    SeverityChanged,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.rules import (
    ACTIVE,
    Clock,
    Due,
    NextMove,
    Status,
    answer_customer,
    first_response_clock,
    fold,
    judge_breach,
    judge_ended,
    judge_waiting,
    next_move,
    resolution_clock,
)

OPENED = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLOSE_AFTER = 48 * HOUR
DUE = Due(first_response=OPENED + 4 * HOUR, resolution=OPENED + 48 * HOUR)
OPENING = CaseOpened(Details("It fails."))
ANY_EVENT = (
    IssueAdded("Also", Details("that")),
    CaseLinked("ABCD-2345"),
    CustomerReplied("Any news?"),
    StaffReplied("We found the cause."),
    AutomaticallyAnswered("A person answers soon."),
    WaitingBegan(),
    CustomerReminded(),
    CaseResolved("Fixed."),
    CaseReopened(),
    *(CaseClosed(because) for because in Closing),
    *(CaseEscalated(breach) for breach in Breach),
    NoteAdded("As last week."),
    SeverityChanged(3, 1, "All messages fail."),
    IncidentLinked("webhooks-slow"),
    CaseMerged("K7Q2-9XHM"),
    CaseTakenIn("M3RG-ED22", "Also"),
    FeedbackGiven(4),
)


def histories():
    """Any events by anybody, told in any order of their moments, as helpdesks do that report late."""
    steps = st.tuples(st.integers(0, 500), st.sampled_from(ANY_EVENT), st.sampled_from(Actor))
    return st.lists(steps, max_size=12).map(
        lambda told: [
            Recorded(1, OPENED, Actor.CUSTOMER, "ana@premium.example", OPENING),
            *(Recorded(seq, OPENED + hours * HOUR, by, "", event) for seq, (hours, event, by) in enumerate(told, 2)),
        ]
    )


def assert_sound(state):
    assert (state.ended_at is None) == (state.status in ACTIVE)
    assert (state.waiting_since is None) == (state.status is not Status.WAITING_ON_CUSTOMER)
    assert state.reminded_at is None or state.status is Status.WAITING_ON_CUSTOMER
    assert (state.closed_because is None) == (state.status is not Status.CLOSED), "a closed case has a reason"


def test_every_kind_of_event_is_among_those_that_are_drawn():
    assert {type(event) for event in ANY_EVENT} | {CaseOpened} == set(EVENTS)


@given(histories())
def test_state_is_sound_after_each_event(history):
    states = [fold(history[:told]) for told in range(1, len(history) + 1)]

    for state in states:
        assert_sound(state)
        assert next_move(state, OPENED + 600 * HOUR) in NextMove
    for before, after in pairwise(states):
        assert before.changed_at <= after.changed_at, "no case changed earlier than it had already"
        assert before.escalated_at in {None, after.escalated_at}, "the first escalation stays"


@given(histories())
def test_first_response_is_the_earliest_word_of_a_human_of_the_team(history):
    said = [
        each.at for each in history if each.actor is Actor.STAFF and isinstance(each.event, StaffReplied | CaseResolved)
    ]

    assert fold(history).first_response_at == (min(said) if said else None), "a machine never responds"


@dataclass
class Life:
    """A case to which only happens what the rules allow, in the order of time."""

    now: datetime = OPENED
    history: list[Recorded] = field(default_factory=list)

    def __post_init__(self):
        self.add(Actor.CUSTOMER, (OPENING,))
        self.add(Actor.SYSTEM, (AutomaticallyAnswered("A person answers soon."),))

    @property
    def state(self):
        return fold(self.history)

    def add(self, actor, outcome):
        """Record what follows; a refusal leaves everything as it is."""
        for event in outcome if isinstance(outcome, tuple) else ():
            self.history.append(Recorded(len(self.history) + 1, self.now, actor, "", event))

    def pass_time(self, hours):
        """The worker looks twice at what time has done, and the second time there is nothing left to do."""
        self.now += hours * HOUR
        for judge in (
            lambda: judge_breach(DUE, self.state, self.now),
            lambda: judge_waiting(self.state, CLOSE_AFTER, self.now),
            lambda: judge_ended(self.state, self.now),
        ):
            event = judge()
            self.add(Actor.SYSTEM, (event,) if event else ())
            assert judge() is None


ACTS = {
    "customer writes": lambda life: life.add(
        Actor.CUSTOMER, answer_customer(life.state, CustomerReplied("Any news?"), life.now)
    ),
    "customer closes": lambda life: life.add(Actor.CUSTOMER, team.close_by_customer(life.state, None)),
    "customer judges": lambda life: life.add(
        Actor.CUSTOMER, team.give_feedback(life.state, FeedbackGiven(4), life.now)
    ),
    "team writes": lambda life: life.add(Actor.STAFF, team.reply_to_customer(life.state, "Yes.", wait=False)),
    "team asks": lambda life: life.add(Actor.STAFF, team.reply_to_customer(life.state, "Which?", wait=True)),
    "team waits": lambda life: life.add(Actor.STAFF, team.begin_waiting(life.state)),
    "team resolves": lambda life: life.add(Actor.STAFF, team.resolve(life.state, "Fixed.")),
    "team closes": lambda life: life.add(Actor.STAFF, team.close_by_team(life.state)),
    "team reopens": lambda life: life.add(Actor.STAFF, team.reopen(life.state)),
    "an hour": lambda life: life.pass_time(1),
    "a day": lambda life: life.pass_time(24),
    "eight days": lambda life: life.pass_time(192),
}


def clocks(state, now):
    return first_response_clock(DUE, state, now), resolution_clock(DUE, state, now)


@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=15))
def test_whatever_people_and_time_do_no_clock_runs_backwards(acts):
    life = Life()
    for act in acts:
        before, stood = life.state, clocks(life.state, life.now)
        ACTS[act](life)
        after, stand = life.state, clocks(life.state, life.now)

        assert_sound(after)
        assert before.changed_at <= after.changed_at
        assert before.first_response_at in {None, after.first_response_at}, "what was answered stays answered"
        for was, now in zip(stood, stand, strict=True):
            assert was is not Clock.BREACHED or now is Clock.BREACHED, "a broken promise stays broken"
    assert_nobody_was_surprised(life.history)


def assert_nobody_was_surprised(history):
    events = [each.event for each in history]
    assert sum(isinstance(event, CaseEscalated) for event in events) <= 1, "a case escalates once"
    for place, recorded in enumerate(history):
        if recorded.actor is Actor.SYSTEM and recorded.event == CaseClosed(Closing.NO_REPLY):
            reminder = next(each for each in reversed(history[:place]) if isinstance(each.event, CustomerReminded))
            since = [each.event for each in history[reminder.seq : place]]
            assert recorded.at - reminder.at >= CLOSE_AFTER / 2, "there was time to answer"
            assert not [event for event in since if isinstance(event, CustomerReplied)], "and no answer"
