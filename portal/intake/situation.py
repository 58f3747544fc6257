"""Everything one request to the wizard needs to know: the draft, who asks, and what fits their words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import session as browser
from sqlalchemy.orm import Session

from portal.cases.access import Reader, find_case_by_reference, get_reader, right_to
from portal.cases.events import ToldIncident
from portal.cases.likeness import LikeCase, find_like_cases
from portal.identity.accounts import find_account
from portal.identity.model import Entitlement
from portal.identity.visitor import Visitor, current_visitor
from portal.incidents.current import current_reading
from portal.incidents.model import Incident, Reading
from portal.incidents.rules import covering, is_stale, is_unsure, planned_for, touching
from portal.intake.brought import MASKED
from portal.intake.flow import Answer, Answers, Facts
from portal.intake.keeping import TYPED
from portal.intake.model import Draft
from portal.intake.offering import LOOKED_AT, Offer, articles_seen, choose_offer
from portal.intake.replay import Position, replay
from portal.policy.current import current_components, current_policy
from portal.policy.model import Component, Impact, Policy, Scope
from portal.policy.rules import Promise, Route, SeverityDecision, choose_route, choose_severity, make_promise
from portal.search.current import current_search
from portal.search.model import Answer as Findings
from portal.search.model import KnownError, Question
from portal.web.current import current_clock, current_settings
from portal.web.i18n import current_language

_OWN = "drafts"
_MAX_OWN = 10


@dataclass
class Situation:
    """A draft in the light of this moment. What costs something is found out when it is asked for."""

    draft: Draft
    session: Session
    now: datetime

    @property
    def answers(self) -> Answers:
        """The answers so far."""
        return self.draft.answers

    def given(self, step: str) -> Answer:
        """The answer to one step; empty when it was not answered."""
        return self.draft.answers.get(step) or {}

    @property
    def holds_masked(self) -> bool:
        """Whether secrets were found in any answer or file, or in what was brought along."""
        return MASKED in self.draft.context or any(answer.get("masked") for answer in self.answers.values())

    @cached_property
    def visitor(self) -> Visitor | None:
        """Who proved an address on this browser."""
        return current_visitor()

    @property
    def is_proven(self) -> bool:
        """Whether the address to answer to is proven: the one given in this draft, else the one signed in with."""
        given = self.given("contact").get("email")
        return self.visitor is not None and given in {None, self.visitor.email}

    @cached_property
    def entitlement(self) -> Entitlement | None:
        """Plan and chat access, from the account and never from the form."""
        return find_account(self.session, self.visitor.email) if self.visitor else None

    def reader_of(self, visitor: Visitor) -> Reader:
        """Whose cases a visitor may see."""
        return get_reader(self.session, visitor.email, shared=current_settings.get().shares_cases)

    @property
    def is_locked_out(self) -> bool:
        """Whether the customer cannot sign in, so that only their access is asked about."""
        return self.given("access").get("access") == "no"

    @cached_property
    def component(self) -> Component | None:
        """The part that is affected."""
        return current_components.get()().find(str(self.given("problem").get("component", "")))

    @cached_property
    def incidents(self) -> tuple[Incident, ...]:
        """Open incidents that touch the component or are critical for all."""
        return touching(self.reading, self.component.id) if self.component else ()

    @property
    def reading(self) -> Reading:
        """What is known of the platform's state."""
        return current_reading.get()()

    @property
    def state_is_unsure(self) -> bool:
        """Whether that is too old or could not be read, so that an incident may be missing in it."""
        if self.component is None:
            return is_stale(self.reading, self.now)
        return is_unsure(self.reading, self.component.id, self.now)

    @property
    def unsure_since(self) -> datetime | None:
        """When the oldest source that tells of the component was last read; None when one never was."""
        telling = covering(self.reading, self.component.id) if self.component else (self.reading,)
        ages = [part.as_of for part in telling]
        return None if None in ages else min((age for age in ages if age), default=None)

    @property
    def planned(self) -> tuple[Incident, ...]:
        """Planned work on the component that runs or begins soon."""
        return planned_for(self.reading, self.component.id, self.now) if self.component else ()

    @property
    def chosen_zone(self) -> ZoneInfo | None:
        """The customer's time zone once they have chosen it."""
        return self.zone if self.given("details").get("timezone") else None

    @cached_property
    def findings(self) -> Findings | None:
        """What the search finds for the words and the error so far."""
        problem = self.given("problem")
        if not problem:
            return None
        return current_search.get().search(Question(self.words, current_language(), limit=LOOKED_AT))

    @property
    def words(self) -> str:
        """The problem in one sentence and the error with it."""
        problem = self.given("problem")
        return f"{problem.get('subject', '')}\n{problem.get('error', '')}"

    @property
    def errors(self) -> tuple[KnownError, ...]:
        """The known errors that the customer named, wherever they named them."""
        return self.findings.errors if self.findings else ()

    @property
    def error_codes(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(dict.fromkeys(each.code for each in self.errors))

    @cached_property
    def offer(self) -> Offer:
        """What of it is offered."""
        component = str(self.given("problem").get("component", ""))
        if not self.findings:
            return Offer()
        offer = choose_offer(self.findings, component, articles_seen(self.draft))
        usual = current_components.get()().for_lost_access
        return offer.about(usual.id) if self.is_locked_out and usual else offer

    @cached_property
    def like_cases(self) -> tuple[LikeCase, ...]:
        """The visitor's own cases that look like this one and can be added to."""
        if self.visitor is None or "details" not in self.answers:
            return ()
        problem, details = self.answers["problem"], self.answers["details"]
        text = "\n".join(
            (problem["subject"], problem.get("error", ""), *(str(details.get(name, "")) for name in _TEXTS))
        )
        return find_like_cases(
            self.session,
            self.reader_of(self.visitor),
            component=problem["component"],
            text=text,
            now=self.now,
        )

    @property
    def earlier_case(self) -> str | None:
        """The reference of the request on whose page this one was begun, when the visitor may see that one."""
        named = str(self.draft.context.get("related", ""))
        case = find_case_by_reference(self.session, named) if named and self.visitor else None
        if case is None or self.visitor is None:
            return None
        return case.reference if right_to(case, self.reader_of(self.visitor), link=False) else None

    @cached_property
    def facts(self) -> Facts:
        """What the flow decides by."""
        return Facts(
            signed_in=self.is_proven,
            incidents=tuple(incident.slug for incident in self.incidents),
            suggestions=self.offer.names,
            similar_cases=tuple(like.reference for like in self.like_cases),
        )

    @cached_property
    def position(self) -> Position:
        """Where the walk stands."""
        return replay(self.answers, self.facts)

    @property
    def told_incidents(self) -> tuple[ToldIncident, ...]:
        """The incidents that the customer was shown for this component, and said theirs is another problem.

        All of them and not only the worst: the support team must know which the customer has ruled out. One that was
        shown for another component, before the customer went back and changed it, says nothing about this problem.
        """
        answer = self.given("incidents")
        same = answer.get("component") == self.given("problem").get("component")
        told = [ToldIncident(each["incident"], each["title"]) for each in answer.get("told", ())]
        return tuple(each for each in told if same or each.incident in self.facts.incidents)

    @property
    def zone(self) -> ZoneInfo:
        """The customer's time zone as they chose it, else UTC."""
        try:
            return ZoneInfo(str(self.given("details").get("timezone") or "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    @property
    def policy(self) -> Policy:
        """The policy of this moment."""
        return current_policy.get()()

    @cached_property
    def route(self) -> Route:
        """Chat or email, by the policy's rules."""
        chat = current_settings.get().chat != "off" and bool(self.entitlement and self.entitlement.chat_enabled)
        return choose_route(self.policy, access=self.answers["access"]["access"] == "yes", chat_enabled=chat)

    @cached_property
    def severity(self) -> SeverityDecision:
        """The level that follows from the impact."""
        impact = self.answers["impact"]
        facts = Impact(Scope(impact["scope"]), impact["workaround"] == "yes", impact["production"] == "yes")
        return choose_severity(self.policy, facts)

    @cached_property
    def promise(self) -> Promise:
        """What is promised when the case is sent at this moment."""
        if self.component is None:
            raise LookupError("a promise needs a component")
        return make_promise(
            self.policy,
            plan=self.entitlement.plan if self.entitlement else None,
            channel=self.route.channel,
            severity=self.severity.level,
            side=self.component.side,
            at=self.now,
        )


_TEXTS = ("description", "steps", "api_request", "api_response")


def find_situation(session: Session, draft_id: str, *, lock: bool = False) -> Situation | None:
    """The situation of one of this browser's drafts; None for anybody else's and for one that is gone.

    With ``lock`` nobody else answers the same draft until the caller's transaction ends.
    """
    if not is_own(draft_id):
        return None
    draft = session.get(Draft, draft_id, with_for_update=lock)
    return Situation(draft, session, current_clock.get()()) if draft else None


def find_unfinished(situation: Situation) -> Draft | None:
    """The newest other draft of this browser that holds something and was not finished; None when there is none."""
    others = [name for name in own_drafts() if name != situation.draft.id]
    drafts = (situation.session.get(Draft, name) for name in reversed(others))
    begun = (each for each in drafts if each and (each.answers or each.context.get(TYPED)))
    return next((each for each in begun if not each.outcome), None)


def is_own(draft_id: str) -> bool:
    """Whether this browser began the draft."""
    return draft_id in browser.get(_OWN, ())


def own_drafts() -> tuple[str, ...]:
    """The drafts this browser began and has not discarded, oldest first."""
    return tuple(browser.get(_OWN, ()))


def forget_draft(draft_id: str) -> None:
    """A draft was discarded: no trace of it stays in this browser."""
    browser[_OWN] = [kept for kept in own_drafts() if kept != draft_id]


def remember_draft(draft_id: str) -> None:
    """Make a draft this browser's own; only the newest ones are kept in mind."""
    browser.permanent = True
    browser[_OWN] = [*browser.get(_OWN, ()), draft_id][-_MAX_OWN:]
