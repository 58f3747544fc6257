"""Every public route is frozen, or stays with the portal for a reason; a new one has to say which."""

import re

from portal.freezing.addresses import BY_LANGUAGE, ON_ORIGIN, WITHOUT_LANGUAGE, list_addresses
from portal.kernel.language import GERMAN, LANGUAGES
from tests.building import ROOT


def test_every_public_route_is_listed_once(app):
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and getattr(app.view_functions[rule.endpoint], "portal_access", "") == "public"
    }
    listed = [*BY_LANGUAGE, *WITHOUT_LANGUAGE, *ON_ORIGIN]

    assert sorted(listed) == sorted(public)


def test_addresses_of_the_sitemap_are_frozen_except_the_status_page(app):
    frozen = set(list_addresses(app, LANGUAGES))
    sitemap = app.test_client().get("/sitemap.xml").text
    told = set(re.findall(r"<loc>http://127\.0\.0\.1:8000(.*?)</loc>", sitemap))

    assert told - frozen == {f"/{language.tag}/status" for language in LANGUAGES}


def test_chosen_languages_leave_the_others_out(app):
    addresses = list_addresses(app, [GERMAN])

    assert "/de/" in addresses
    assert not [address for address in addresses if address.startswith(("/en/", "/api/v1/articles/en/"))]


def test_readme_names_every_address_that_stays_with_the_portal(app):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### A frozen site")[2].partition("\n### ")[0]
    rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    for endpoint in ON_ORIGIN:
        assert f"`{rules[endpoint].replace('<language:language>', '{L}')}`" in section
