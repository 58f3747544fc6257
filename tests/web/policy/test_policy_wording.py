import pytest

from portal.kernel.language import LANGUAGES
from portal.policy.model import Channel, ImpactCondition, RouteReason, Scope, Side
from portal.policy.rules import PromiseReason, SeverityDecision
from portal.policy.source import LEVELS
from portal.policy.wording import (
    channel_name,
    describe_route,
    explain_condition,
    explain_reason,
    explain_route,
    explain_severity,
    severity_description,
    severity_name,
    side_name,
)
from portal.web.i18n import speaking


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_everything_the_policy_can_say_has_words(app, language):
    with app.test_request_context("/en/"), speaking(language):
        said = [
            *map(channel_name, Channel),
            *map(side_name, Side),
            *map(severity_name, LEVELS),
            *map(severity_description, LEVELS),
            *map(explain_route, RouteReason),
            *map(describe_route, RouteReason),
            *map(explain_reason, PromiseReason),
            *(explain_condition(ImpactCondition(scope, flag, flag)) for scope in Scope for flag in (True, False)),
        ]

    assert all(said)


def test_severity_is_explained_by_the_facts_that_decided(app):
    with app.test_request_context("/en/"):
        some = explain_severity(SeverityDecision(1, ImpactCondition(Scope.SOME, workaround=False, production=True)))
        none = explain_severity(SeverityDecision(3, ImpactCondition()))

    assert some == (
        "Some numbers, people or functions are affected. There is no workaround. A live system is affected."
    )
    assert none
