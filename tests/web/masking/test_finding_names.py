import pytest

from portal.kernel.language import LANGUAGES
from portal.masking.model import Kind
from portal.masking.wording import finding_name
from portal.web.i18n import speaking


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
def test_every_kind_of_secret_has_a_name(app, language):
    with app.test_request_context("/en/"), speaking(language):
        assert all(finding_name(kind.value) for kind in Kind)


def test_kind_of_an_older_version_still_has_a_name(app):
    with app.test_request_context("/en/"):
        assert finding_name("telex") == "Secret"
