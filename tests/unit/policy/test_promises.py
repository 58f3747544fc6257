"""Every row of the support policy's source text, against the policy that is in force."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.policy.model import Channel, Impact, Policy, RouteReason, Scope, Side
from portal.policy.rules import (
    NoTarget,
    PromiseReason,
    ResolutionTarget,
    choose_route,
    choose_severity,
    make_promise,
)
from portal.policy.source import read_policy

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOURS_24, HOURS_4, MINUTES_30 = timedelta(hours=24), timedelta(hours=4), timedelta(minutes=30)


@pytest.fixture(scope="module")
def policy() -> Policy:
    found = read_policy(Path(__file__).resolve().parents[3] / "content" / "policy.yml")
    assert isinstance(found, Policy), found
    return found


@pytest.mark.parametrize(
    ("plan", "channel", "first_response", "reason"),
    [
        ("basic", Channel.CHAT, HOURS_24, PromiseReason.PLAN),
        ("regular", Channel.CHAT, HOURS_4, PromiseReason.PLAN),
        ("premium", Channel.CHAT, MINUTES_30, PromiseReason.PLAN),
        ("basic", Channel.EMAIL, HOURS_24, PromiseReason.CHANNEL),
        ("regular", Channel.EMAIL, HOURS_24, PromiseReason.CHANNEL),
        ("premium", Channel.EMAIL, HOURS_24, PromiseReason.CHANNEL),
        (None, Channel.EMAIL, HOURS_24, PromiseReason.CHANNEL),
        (None, Channel.CHAT, HOURS_24, PromiseReason.SLOWEST_PLAN),
        ("platinum", Channel.CHAT, HOURS_24, PromiseReason.SLOWEST_PLAN),
        ("", Channel.CHAT, HOURS_24, PromiseReason.SLOWEST_PLAN),
    ],
)
def test_first_response_is_that_of_the_plan_in_chat_and_of_the_channel_by_email(
    policy, plan, channel, first_response, reason
):
    promise = make_promise(policy, plan=plan, channel=channel, severity=2, side=Side.PROVIDER, at=AT)

    assert promise.first_response == first_response
    assert promise.first_response_due == AT + first_response
    assert promise.because[0] is reason
    assert promise.policy_version == policy.version


@pytest.mark.parametrize("severity", [1, 2, 3])
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("plan", ["basic", "regular", "premium", None])
def test_all_issues_have_a_target_of_48_hours_and_those_of_meta_none(policy, plan, channel, severity):
    ours = make_promise(policy, plan=plan, channel=channel, severity=severity, side=Side.PROVIDER, at=AT)
    metas = make_promise(policy, plan=plan, channel=channel, severity=severity, side=Side.META, at=AT)

    assert ours.target == ResolutionTarget(timedelta(hours=48), AT + timedelta(hours=48))
    assert (ours.resolution, ours.resolution_due) == (timedelta(hours=48), AT + timedelta(hours=48))
    assert metas.target == NoTarget(Side.META)
    assert (metas.resolution, metas.resolution_due) == (None, None)
    assert metas.because[1] is PromiseReason.NO_TARGET_FOR_SIDE
    assert ours.first_response_due == metas.first_response_due


def test_severity_that_the_policy_does_not_know_is_a_fault(policy):
    with pytest.raises(LookupError):
        make_promise(policy, plan=None, channel=Channel.EMAIL, severity=4, side=Side.META, at=AT)


@pytest.mark.parametrize(
    ("scope", "workaround", "production", "level"),
    [
        (Scope.ALL, True, True, 1),
        (Scope.ALL, True, False, 1),
        (Scope.ALL, False, True, 1),
        (Scope.ALL, False, False, 1),
        (Scope.SOME, False, True, 1),
        (Scope.SOME, True, True, 2),
        (Scope.SOME, True, False, 2),
        (Scope.SOME, False, False, 2),
        (Scope.ONE, False, True, 2),
        (Scope.ONE, False, False, 2),
        (Scope.ONE, True, True, 3),
        (Scope.ONE, True, False, 3),
    ],
)
def test_severity_follows_from_the_impact(policy, scope, workaround, production, level):
    decision = choose_severity(policy, Impact(scope, workaround, production))

    assert decision.level == level
    assert decision.because.matches(Impact(scope, workaround, production))


@pytest.mark.parametrize(
    ("access", "chat_enabled", "channel", "because"),
    [
        (False, False, Channel.EMAIL, RouteReason.LOST_ACCESS),
        (False, True, Channel.EMAIL, RouteReason.LOST_ACCESS),
        (True, False, Channel.EMAIL, RouteReason.CHAT_NOT_ENABLED),
        (True, True, Channel.CHAT, RouteReason.CHAT_AVAILABLE),
    ],
)
def test_channel_follows_from_access_and_entitlement(policy, access, chat_enabled, channel, because):
    route = choose_route(policy, access=access, chat_enabled=chat_enabled)

    assert (route.channel, route.because) == (channel, because)


def test_first_rule_that_matches_wins(policy):
    turned = replace(policy, severities=policy.severities[::-1], routes=policy.routes[::-1])

    assert choose_severity(turned, Impact(Scope.ALL, workaround=False, production=True)).level == 3
    assert choose_route(turned, access=False, chat_enabled=False).because is RouteReason.CHAT_AVAILABLE


def test_policy_without_a_matching_rule_is_a_fault(policy):
    empty = replace(policy, severities=(), routes=())

    with pytest.raises(LookupError):
        choose_severity(empty, Impact(Scope.ONE, workaround=True, production=False))
    with pytest.raises(LookupError):
        choose_route(empty, access=True, chat_enabled=True)


def test_figures_of_the_source_text_stand_in_the_policy(policy):
    assert policy.support.email == "support@360dialog.com"
    assert policy.support.hours == "24/7"
    assert [language.tag for language in policy.support.languages] == ["en", "pt-br", "de", "es", "ru"]
    assert policy.support.primary.tag == "en"
    assert policy.waiting.close_after == timedelta(hours=48)
