"""Time zones are told in the reader's language, with how far their clocks are from UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.intake.zones import list_zones, offer_zones
from portal.kernel.language import LANGUAGES, find_language
from portal.web.i18n import current_language
from portal.web.zone_names import place_with_offset, zone_name, zone_with_offset

WINTER = datetime(2026, 11, 26, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def speak(app):
    """Has a page of a language asked for, as the functions know it by their request."""

    def speak(tag):
        context = app.test_request_context(f"/{tag}/")
        context.push()
        contexts.append(context)
        app.preprocess_request()
        assert current_language() == find_language(tag)

    contexts = []
    yield speak
    for context in reversed(contexts):
        context.pop()


@pytest.mark.parametrize(
    ("tag", "key", "told"),
    [
        ("en", "Europe/Berlin", "Central European Time, UTC+1"),
        ("de", "America/Argentina/Buenos_Aires", "Buenos Aires, Argentinien, UTC-3"),
        ("ru", "Asia/Kolkata", "Калькутта, Индия, UTC+5:30"),
        ("pt-br", "America/Sao_Paulo", "Horário de Brasília, UTC-3"),
        ("es", "UTC", "UTC"),
    ],
)
def test_zone_is_told_with_its_offset(speak, tag, key, told):
    speak(tag)

    assert zone_with_offset(ZoneInfo(key), WINTER) == told


def test_offset_is_that_of_the_moment(speak):
    speak("en")

    assert place_with_offset(ZoneInfo("Europe/Berlin"), WINTER) == "Berlin, Germany (UTC+1)"
    assert place_with_offset(ZoneInfo("Europe/Berlin"), SUMMER) == "Berlin, Germany (UTC+2)"


@pytest.mark.parametrize("tag", [language.tag for language in LANGUAGES])
def test_no_zone_is_told_by_its_raw_name(speak, tag):
    speak(tag)
    offered = dict(offer_zones(current_language(), "", WINTER))

    assert offered.keys() == {"UTC", *list_zones()}
    assert not [words for words in offered.values() if "/" in words or "_" in words]
    names = [zone_name(ZoneInfo(key)) for key in offered]
    assert not [name for name in names if "летнее" in name or "Asia/" in name]


def test_older_name_that_was_chosen_stands_first(speak):
    speak("de")

    assert offer_zones(current_language(), "Asia/Calcutta", WINTER)[0] == (
        "Asia/Calcutta",
        "Kalkutta, Indien (UTC+5:30)",
    )
