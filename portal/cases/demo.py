"""A few cases of the demo accounts, one in each state, so that a new portal has something to show.

Nobody is mailed: nothing of this has happened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.cases.actions import find_case_by_key, store_case
from portal.cases.events import (
    Actor,
    CaseClosed,
    CaseResolved,
    Closing,
    CustomerReplied,
    Details,
    Event,
    StaffReplied,
    WaitingBegan,
)
from portal.cases.history import record
from portal.cases.new_case import NewCase
from portal.identity.accounts import find_account
from portal.kernel.language import ENGLISH
from portal.policy.model import Channel, Components, Policy, Side
from portal.policy.rules import make_promise

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_AGENT = (Actor.STAFF, "Sam")
_SYSTEM = (Actor.SYSTEM, "")


@dataclass(frozen=True)
class Story:
    """A case and what happened to it; the times count back from today."""

    key: str
    email: str
    name: str
    channel: Channel
    subject: str
    component: str
    error: str
    severity: int
    opened: timedelta
    details: Details
    then: tuple[tuple[timedelta, Event], ...] = ()


STORIES = (
    Story(
        "demo-answered",
        "ana@premium.example",
        "Ana Silva",
        Channel.CHAT,
        "Template messages fail with 132000 since this morning",
        "api",
        "132000",
        2,
        3 * HOUR,
        Details(
            "Every message with the template order_update fails. Text messages go out as usual.",
            steps="Send the template order_update with two body parameters to any number.",
            api_response='{"error": {"message": "(#132000) Number of parameters does not match", "code": 132000}}',
            scope="some",
            workaround=False,
            production=False,
        ),
        (
            (
                2.7 * HOUR,
                StaffReplied(
                    "The template was edited this morning and has three body parameters now. Your request sends two. "
                    "Please compare the template in WhatsApp Manager with your call."
                ),
            ),
            (2 * HOUR, CustomerReplied("That is it, a colleague changed it. We deploy the third parameter now.")),
        ),
    ),
    Story(
        "demo-waiting",
        "ana@premium.example",
        "Ana Silva",
        Channel.CHAT,
        "Webhooks stop for some minutes every night",
        "webhooks",
        "",
        3,
        20 * HOUR,
        Details("Between 02:00 and 02:15 UTC we receive no webhook at all. Later they all arrive at once."),
        (
            (
                19.6 * HOUR,
                StaffReplied(
                    "Our log shows time-outs of your endpoint in these minutes: it answers after more than 5 seconds. "
                    "Is there a job that runs at 02:00? Please send us the response times of your endpoint."
                ),
            ),
            (19.6 * HOUR, WaitingBegan()),
        ),
    ),
    Story(
        "demo-resolved",
        "rui@regular.example",
        "Rui Costa",
        Channel.CHAT,
        "New API key is refused with 401",
        "hub",
        "401",
        2,
        2 * DAY,
        Details("We created a new key in the Hub. Every call with it gets 401.", scope="all", workaround=True),
        (
            (2 * DAY - 2 * HOUR, StaffReplied("The calls we see carry a key of another number. We look into it.")),
            (
                DAY,
                CaseResolved(
                    "The key was created for the number ending in 0002, but the calls were made for the one ending in "
                    "0001. With a key of its own for each number, all calls succeed."
                ),
            ),
        ),
    ),
    Story(
        "demo-new",
        "bea@basic.example",
        "Bea Blum",
        Channel.EMAIL,
        "Display name is rejected",
        "account",
        "",
        3,
        HOUR,
        Details("Our display name was rejected twice. It is the name of our shop. What can we do?", scope="one"),
    ),
    Story(
        "demo-closed",
        "rui@regular.example",
        "Rui Costa",
        Channel.CHAT,
        "Messages to one customer are not delivered",
        "delivery",
        "131026",
        3,
        40 * DAY,
        Details("Messages to one of our customers fail with 131026.", scope="one", workaround=True),
        (
            (39.9 * DAY, StaffReplied("Does this customer use a current version of WhatsApp, and accepted its terms?")),
            (39.9 * DAY, WaitingBegan()),
            (37.9 * DAY, CaseClosed(Closing.NO_REPLY)),
        ),
    ),
)


def load_demo_cases(session: Session, policy: Policy, components: Components, now: datetime) -> int:
    """Add the demo cases that are not there yet; gives their number. The demo accounts are loaded before."""
    missing = [story for story in STORIES if find_case_by_key(session, story.key) is None]
    for story in missing:
        case = store_case(session, _new_case(session, story, policy, components, now), now - story.opened)
        for ago, event in story.then:
            by = _actor(story, event)
            record(session, case, [event], by, now - ago)
    return len(missing)


def _new_case(session: Session, story: Story, policy: Policy, components: Components, now: datetime) -> NewCase:
    account = find_account(session, story.email)
    component = components.find(story.component)
    plan, side = account.plan if account else None, component.side if component else Side.PROVIDER
    return NewCase(
        idempotency_key=story.key,
        opened_by=story.email,
        name=story.name,
        account_id=account.account_id if account else None,
        language=ENGLISH,
        subject=story.subject,
        component=story.component,
        error=story.error,
        severity=story.severity,
        channel=story.channel,
        plan=plan,
        side=side,
        promise=make_promise(
            policy, plan=plan, channel=story.channel, severity=story.severity, side=side, at=now - story.opened
        ),
        zone="Europe/Berlin",
        details=story.details,
    )


def _actor(story: Story, event: Event) -> tuple[Actor, str]:
    if isinstance(event, CustomerReplied):
        return Actor.CUSTOMER, story.email
    return _SYSTEM if isinstance(event, CaseClosed) else _AGENT
