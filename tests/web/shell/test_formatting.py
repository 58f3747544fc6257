"""Moments and durations as each language writes them, wherever they stand."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.kernel.language import LANGUAGES
from portal.web.formatting import format_duration, format_moment
from portal.web.i18n import speaking

NIGHT = datetime(2026, 11, 24, 1, 5, tzinfo=UTC)
MOMENTS = {
    "en": "November 24, 2026, 02:05 (Central European Time)",
    "de": "24. November 2026, 02:05 (Mitteleuropäische Zeit)",
    "es": "24 de noviembre de 2026, 02:05 (hora de Europa central)",
    "pt-br": "24 de novembro de 2026, 02:05 (Horário da Europa Central)",
    "ru": "24 ноября 2026 г., 02:05 (Центральная Европа)",
}
HOURS = {1: "1 час", 2: "2 часа", 5: "5 часов", 21: "21 час", 24: "24 часа", 48: "48 часов"}


@pytest.fixture
def speak(app):
    def say(language, write):
        with app.test_request_context(f"/{language.tag}/"), speaking(language):
            return write().replace("\u202f", " ").replace("\xa0", " ")

    return say


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_a_moment_names_day_clock_and_zone(speak, language):
    assert speak(language, lambda: format_moment(NIGHT, ZoneInfo("Europe/Berlin"))) == MOMENTS[language.tag]


@pytest.mark.parametrize("hours", HOURS)
def test_russian_counts_hours_in_three_forms(speak, hours):
    (russian,) = (language for language in LANGUAGES if language.tag == "ru")

    assert speak(russian, lambda: format_duration(timedelta(hours=hours))) == HOURS[hours]
