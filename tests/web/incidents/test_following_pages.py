"""Being told when an incident is over: asked for, confirmed, ended, without telling anybody about others."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.incidents.following.actions import forget_followers, stop_token
from portal.incidents.following.model import Follower
from portal.web.current import current_database, current_secret
from tests.cast import ANA, EVE, outbox
from tests.checked_client import Browser
from tests.web.incidents.state import SLUG, TITLE, incident, state_of


@pytest.fixture
def state(app):
    with state_of(app) as state:
        state.show(incident())
        yield state


def followers(app):
    with app.app_context(), current_database.get().read() as session:
        return list(session.scalars(select(Follower)))


def follow(browse, email=EVE, language="en", **options):
    page = browse.get(f"/{language}/status")
    return browse.submit(page, {"incident": SLUG, "email": email}, **options)


def token(app):
    return outbox(app, "follow_confirm")[-1]["token"]


def stop_address(app, email=EVE, language="en"):
    with app.app_context():
        return f"/{language}/status/unfollow/{stop_token(current_secret.get(), email)}"


def test_address_is_confirmed_by_the_button_behind_the_mailed_link(app, state, browse):
    page = follow(browse, " Eve@Stranger.example ")
    assert page.heading == "Please confirm your address"
    assert page.says(EVE)
    assert [row.confirmed_at for row in followers(app)] == [None]

    question = Browser(app).get(f"/en/status/follow/{token(app)}")
    assert question.says(TITLE)
    done = Browser(app).submit(question, button="Yes, tell me")

    assert done.heading == "We tell you when it is over"
    assert [(row.email, bool(row.confirmed_at)) for row in followers(app)] == [(EVE, True)]


def test_looking_at_a_link_changes_nothing(app, state, browse):
    follow(browse)

    for _ in range(3):
        browse.get(f"/en/status/follow/{token(app)}")
        browse.get(stop_address(app))

    assert [row.confirmed_at for row in followers(app)] == [None]


def test_mail_program_ends_it_with_one_click(app, state, browse):
    follow(browse)

    answer = Browser(app).post(stop_address(app), {"List-Unsubscribe": "One-Click"}, status=200)

    assert answer.heading == "You get no more emails about incidents"
    assert followers(app) == []


def test_person_ends_it_with_one_button_and_may_do_so_twice(app, state, browse):
    follow(browse)

    for _ in range(2):
        browse.submit(browse.get(stop_address(app)), button="Send me no more")

    assert followers(app) == []


def test_link_of_nobody_tells_nothing(app, state, browse):
    assert browse.get("/en/status/follow/made-up", status=404).heading == "This link can no longer be used"
    assert browse.post("/en/status/follow/made-up", status=303, follow=False).location.endswith("/made-up")
    assert browse.post("/en/status/unfollow/made-up", status=200).heading == "You get no more emails about incidents"


def test_proven_address_is_confirmed_at_once(app, state, ana):
    page = follow(ana, ANA)

    assert page.heading == "We tell you when it is over"
    assert outbox(app, "follow_confirm") == []
    assert [bool(row.confirmed_at) for row in followers(app)] == [True]
    ana.submit(ana.click(page, "Do not tell me after all"), button="Send me no more")
    assert followers(app) == []


def test_another_address_than_the_proven_one_has_to_be_confirmed(app, state, ana):
    follow(ana, EVE)

    assert [row.confirmed_at for row in followers(app)] == [None]


def test_nobody_learns_whether_an_address_follows_already(app, state, ana, browse):
    follow(ana, ANA)

    known, unknown = follow(browse, ANA), follow(Browser(app), EVE)

    assert known.words.replace(ANA, "…") == unknown.words.replace(EVE, "…")
    assert [mail["to"] for mail in outbox(app, "follow_confirm")] == [EVE]


def test_asking_again_and_again_sends_few_mails(app, state, browse, clock):
    for _ in range(25):
        follow(browse)
        clock.advance(minutes=9)

    assert len(outbox(app, "follow_confirm")) == 3


@pytest.mark.parametrize(
    "email", ["", "nobody", "eve@stranger.example\r\nBcc: all@stranger.example", "a@b.example, c@d.example"]
)
def test_what_is_no_address_is_told_and_kept(app, state, browse, email):
    page = browse.post("/en/status/follow", {"incident": SLUG, "email": email}, status=422)

    assert len(page.mistakes) == 1
    assert followers(app) == []


def test_incident_that_has_ended_leads_back_to_the_status_page(app, state, browse):
    state.show()

    page = browse.post("/en/status/follow", {"incident": SLUG, "email": EVE}, status=303)

    assert page.location == "/en/status"
    assert followers(app) == []


def test_page_of_another_site_cannot_send_the_form(app, state, browse):
    headers = {"Sec-Fetch-Site": "cross-site"}

    browse.post("/en/status/follow", {"incident": SLUG, "email": EVE}, headers=headers, status=303)

    assert followers(app) == []


def test_addresses_are_forgotten_in_time(app, state, ana, browse, clock):
    follow(ana, ANA)
    follow(browse, EVE)

    def forget(**later):
        clock.advance(**later)
        with app.app_context(), current_database.get().write() as session:
            forget_followers(session, clock())
        return {row.email for row in followers(app)}

    assert forget(days=3) == {ANA, EVE}
    assert forget(minutes=1) == {ANA}
    assert forget(days=87, minutes=1) == set()


@pytest.mark.parametrize("language", ["en", "de", "es", "pt-br", "ru"])
def test_way_is_sound_in_every_language(app, state, browse, language):
    follow(browse, language=language)
    link, stop = f"/{language}/status/follow/{token(app)}", stop_address(app, language=language)
    before = browse.get(link).heading
    browse.post(link, status=303, follow=False)
    confirmed = browse.get(link).heading
    assert browse.get(stop).heading != browse.post(stop, status=200).heading

    assert before != confirmed
    assert [mail["language"] for mail in outbox(app, "follow_confirm")] == [language]
    assert followers(app) == []


def test_status_page_says_when_its_reading_is_old_although_it_knows_an_incident(state, browse, clock):
    assert not browse.get("/en/status").says("This may have changed")

    clock.advance(minutes=11)

    assert browse.get("/en/status").says("This may have changed")


def test_several_incidents_are_followed_each_by_its_own_form(app, state, browse):
    state.show(incident(), incident("api-down", "The API is down", components=("api",)))
    page = browse.get("/en/status")

    assert len(re.findall(r'action="/en/status/follow"', page.source)) == 2
    browse.post("/en/status/follow", {"incident": ["api-down", SLUG], "email": EVE}, status=303)
    assert {row.incident for row in followers(app)} == {SLUG, "api-down"}


def test_wish_waits_no_longer_than_a_weekend(app, state, browse, clock):
    follow(browse)
    link = f"/en/status/follow/{token(app)}"
    clock.advance(days=2)
    assert browse.get(link).status == 200

    clock.now += timedelta(days=1, minutes=1)
    with app.app_context(), current_database.get().write() as session:
        forget_followers(session, clock())

    assert browse.get(link, status=404).heading == "This link can no longer be used"
