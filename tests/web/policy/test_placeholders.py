from dataclasses import replace
from html.parser import HTMLParser

import pytest

from portal.kernel.language import BRAZILIAN, ENGLISH, GERMAN, LANGUAGES, RUSSIAN
from portal.policy.current import current_policy
from portal.policy.model import Plan
from portal.policy.placeholders import UnknownPlaceholder, list_values, resolve_placeholder
from portal.web.i18n import speaking

TABLES = ("plans", "channels", "severities", "resolution")


@pytest.fixture
def policy(app):
    with app.test_request_context("/en/"):
        yield current_policy.get()()


@pytest.mark.parametrize(
    ("expression", "language", "text"),
    [
        ("policy.plans.regular.first_response", ENGLISH, "4 hours"),
        ("policy.plans.premium.first_response", GERMAN, "30 Minuten"),
        ("policy.resolution.target", RUSSIAN, "48 часов"),
        (" policy.waiting.close_after ", BRAZILIAN, "48 horas"),
        ("policy.support.hours", GERMAN, "24/7"),
        ("policy.support.email", GERMAN, "support@360dialog.com"),
        ("policy.support.languages", ENGLISH, "English, Brazilian Portuguese, German, Spanish, and Russian"),
        ("policy.support.languages", GERMAN, "Englisch, Portugiesisch (Brasilien), Deutsch, Spanisch und Russisch"),
        ("policy.support.languages", BRAZILIAN, "inglês, português (Brasil), alemão, espanhol e russo"),
        ("policy.support.primary", RUSSIAN, "английский"),
        ("policy.attachments.max_mb", ENGLISH, "25"),
        ("policy.version", ENGLISH, "2026-11-23"),
    ],
)
def test_value_is_written_as_the_reader_writes_it(policy, expression, language, text):
    with speaking(language):
        assert resolve_placeholder(policy, expression) == text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_value_can_be_written_in_every_language(policy, language):
    with speaking(language):
        assert all(resolve_placeholder(policy, f"policy.{path}") for path in list_values(policy))


@pytest.mark.parametrize(
    "expression",
    [
        "policy.plans.gold.first_response",
        "policy.plans",
        "policy.channels.chat.first_response",
        "policy.__class__",
        "policy",
        'policy_table("prices")',
        "policy_table(plans)",
        "config.SECRET_KEY",
        "",
    ],
)
def test_unknown_placeholder_says_so(policy, expression):
    with pytest.raises(UnknownPlaceholder):
        resolve_placeholder(policy, expression)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_table_has_a_caption_and_headed_rows_and_columns(policy, name, language):
    with speaking(language):
        html = resolve_placeholder(policy, f'policy_table("{name}")')

    table = Table()
    table.feed(html)
    assert table.opened == table.closed
    assert table.count("caption") == 1
    assert table.scopes.count("col") >= 2
    assert table.scopes.count("row") == table.count("tr") - 1 >= 2


def test_tables_hold_the_figures_of_the_policy(policy):
    with speaking(ENGLISH):
        plans, resolution, severities = (
            resolve_placeholder(policy, f"policy_table('{name}')") for name in ("plans", "resolution", "severities")
        )

    assert [figure in plans for figure in ("24 hours", "4 hours", "30 minutes")] == [True] * 3
    assert resolution.count("48 hours") == 1
    assert "In all other cases." in severities


def test_what_editors_type_cannot_become_markup(policy):
    hostile = replace(policy, plans=(Plan("x", "<script>alert(1)</script>", policy.plans[0].first_response),))

    html = resolve_placeholder(hostile, 'policy_table("plans")') + resolve_placeholder(hostile, "policy.plans.x.name")

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 2


class Table(HTMLParser):
    """Counts the elements of a table."""

    def __init__(self):
        super().__init__()
        self.opened, self.closed, self.scopes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.opened = sorted([*self.opened, tag])
        self.scopes += [value for name, value in attrs if name == "scope"]

    def handle_endtag(self, tag):
        self.closed = sorted([*self.closed, tag])

    def count(self, tag):
        return self.opened.count(tag)
