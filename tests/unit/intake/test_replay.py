"""The wizard's path is data; this walks it edge by edge (contract, section 6)."""

import itertools

import pytest

from portal.intake.flow import FLOW, LAST, Facts, Outcome, fingerprint_of_problem
from portal.intake.replay import replay

PROBLEM = {"component": "webhooks", "subject": "No events arrive", "error": ""}
BASE = {
    "access": {"access": "yes"},
    "problem": PROBLEM,
    "details": {"description": "x"},
    "impact": {"scope": "one", "workaround": "yes", "production": "no"},
}
KNOWN = fingerprint_of_problem(BASE)
SIGNED_IN = Facts(signed_in=True)
EVERYTHING = Facts(incidents=("late-events",), suggestions=("webhooks/not-receiving",), similar_cases=("AAAA-BBBB",))


def walk(facts, signed_in_at="contact"):
    """Answer every question with the answer that goes on; gives the steps in the order they were asked."""
    answers, asked, signed_in = {}, [], facts.signed_in
    for _ in range(20):
        now = Facts(signed_in, facts.incidents, facts.suggestions, facts.similar_cases if signed_in else ())
        step = replay(answers, now).current
        if step == LAST:
            return asked
        asked.append(step)
        answers[step] = {
            "access": {"access": "yes"},
            "problem": PROBLEM,
            "incidents": {"same_incident": "no", "about": list(facts.incidents)},
            "answers": {"solved": "no", "about": [KNOWN]},
            "details": {"description": "x"},
            "impact": BASE["impact"],
            "contact": {"name": "Ana", "email": "ana@premium.example"},
            "duplicates": {"duplicate_of": "none", "about": list(facts.similar_cases)},
            "review": {"token": "t"},
        }[step]
        signed_in = signed_in or step == signed_in_at
    raise AssertionError(asked)


def test_every_step_is_asked_in_the_order_of_the_contract():
    assert walk(EVERYTHING) == [step.name for step in FLOW]


@pytest.mark.parametrize(
    ("facts", "skipped"),
    [
        (Facts(suggestions=("a/b",), similar_cases=("R",)), {"incidents"}),
        (Facts(incidents=("i",), similar_cases=("R",)), {"answers"}),
        (Facts(True, ("i",), ("a/b",), ("R",)), {"contact"}),
        (Facts(incidents=("i",), suggestions=("a/b",)), {"duplicates"}),
        (Facts(), {"incidents", "answers", "duplicates"}),
        (Facts(signed_in=True), {"incidents", "answers", "contact", "duplicates"}),
    ],
)
def test_a_step_with_nothing_to_ask_is_skipped(facts, skipped):
    assert set(walk(EVERYTHING)) - set(walk(facts)) == skipped


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("incidents", {"same_incident": "yes", "about": ["late-events"]}, Outcome.FOLLOWED),
        ("answers", {"solved": "yes", "about": [KNOWN]}, Outcome.SOLVED),
        ("duplicates", {"duplicate_of": "AAAA-BBBB", "about": ["AAAA-BBBB"]}, Outcome.ADDED),
        ("review", {"token": "t"}, Outcome.SENT),
    ],
)
def test_every_outcome_is_reached_from_its_step(step, answer, outcome):
    facts = Facts(True, EVERYTHING.incidents, EVERYTHING.suggestions, EVERYTHING.similar_cases)
    before = list(itertools.takewhile(lambda name: name != step, (each.name for each in FLOW)))
    answers = {
        **{name: BASE[name] for name in before if name in BASE},
        "incidents": {"same_incident": "no", "about": ["late-events"]},
        "answers": {"solved": "no", "about": [KNOWN]},
        "duplicates": {"duplicate_of": "none", "about": ["AAAA-BBBB"]},
    }
    answers = {name: given for name, given in answers.items() if name in before} | {step: answer}

    position = replay(answers, facts)

    assert (position.current, position.outcome) == (LAST, outcome)


def test_nothing_can_be_opened_before_its_turn():
    position = replay({"access": {"access": "no"}}, SIGNED_IN)

    assert position.current == "problem"
    assert position.allows("access")
    assert not position.allows("review")


def test_changing_the_problem_asks_about_answers_again_and_keeps_the_rest():
    facts = Facts(True, suggestions=("webhooks/not-receiving",))
    answers = {**BASE, "answers": {"solved": "no", "about": [KNOWN]}}
    assert replay(answers, facts).current == "review"

    answers["problem"] = {**PROBLEM, "subject": "Something else"}

    assert replay(answers, facts).current == "answers"


def test_a_new_incident_is_asked_about_although_an_older_one_was_declined():
    answers = {**BASE, "incidents": {"same_incident": "no", "about": ["old"]}}

    assert replay(answers, Facts(True, incidents=("old",))).current == "review"
    assert replay(answers, Facts(True, incidents=("old", "new"))).current == "incidents"


def test_following_an_incident_stays_followed():
    answers = {**BASE, "incidents": {"same_incident": "yes", "about": ["old"]}}

    assert replay(answers, Facts(True, incidents=("old",))).outcome is Outcome.FOLLOWED


def test_signing_out_asks_for_the_contact_again():
    answers = {**BASE, "contact": {"name": "Ana", "email": "ana@premium.example"}}

    assert replay(answers, Facts(signed_in=False)).current == "contact"
    assert replay(answers, SIGNED_IN).current == "review"


def test_the_way_back_is_the_way_that_was_walked():
    position = replay({**BASE, "answers": {"solved": "no", "about": [KNOWN]}}, Facts(True, suggestions=("a/b",)))

    assert position.before("review") == "impact"
    assert position.before("details") == "answers"
    assert position.before("access") is None
