"""The accessibility statement: what is promised in it comes from the policy."""

import pytest

from portal.kernel.language import LANGUAGES
from portal.policy.current import current_policy


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_footer_leads_to_the_statement(browse, language):
    home = browse.get(f"/{language.tag}/")

    statement = browse.get(f"/{language.tag}/accessibility/")

    assert f"/{language.tag}/accessibility/" in home.addresses
    assert "WCAG 2.2" in statement.words
    assert "2026" in statement.words


def test_statement_tells_how_to_report_and_when_an_answer_comes(browse, app):
    statement = browse.get("/en/accessibility/")
    with app.app_context():
        policy = current_policy.get()()

    assert f"mailto:{policy.support.email}" in statement.addresses
    assert "First response 24 hours" in statement.words
    assert "/en/help/" in statement.addresses
