"""What runs while somebody asks for help: incidents, planned work, and how sure we are; each told once."""

from typing import Any

from markupsafe import Markup

from portal.articles.notice_views import site_notices
from portal.incidents.following.asking import stop_link
from portal.intake.situation import Situation


def describe_state(situation: Situation, step: str) -> dict[str, Any]:
    """What stands around a step about the state of the platform.

    Incidents of the chosen component are told in a step of their own, in full. From then on they take the place of the
    site's notices and of its banner, so that nobody reads the same news three times. Planned work, and that we cannot
    be sure, are told once: where the customer comes to from choosing the component.
    """
    is_told = bool(situation.incidents)
    is_next = situation.position.before(step) == "problem"
    component = situation.component.id if situation.component else None
    return {
        "notices": Markup("") if is_told else site_notices(component),
        "incidents_told": is_told,
        "planned": situation.planned if is_next else (),
        "unsure": situation.state_is_unsure and is_next,
        "read_at": situation.unsure_since,
        "known_zone": situation.chosen_zone,
        "now": situation.now,
    }


def describe_following(situation: Situation) -> dict[str, Any]:
    """What the page after "this is my problem" needs: what is still open, and who is told of its end."""
    answer = situation.given("incidents")
    email, proven = answer.get("email", ""), answer.get("proven", False)
    asked_about = answer.get("about", ())
    return {
        "incidents": tuple(event for event in situation.reading.incidents if event.slug in asked_about),
        "email": email,
        "proven": proven,
        "stop": stop_link(email) if proven else "",
        "visitor": situation.visitor,
    }
