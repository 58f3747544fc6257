"""The front page in each language, the way to it, and what crawlers read."""

from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.articles.current import request_library
from portal.articles.readership.current import current_popular
from portal.articles.readership.popular import fill_up
from portal.home.sitemap import list_places
from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, negotiate
from portal.policy.current import current_policy
from portal.policy.model import Channel
from portal.web.current import current_settings
from portal.web.i18n import LANGUAGE_COOKIE, current_language
from portal.web.pages import page, personal, public

blueprint = Blueprint("home", __name__, template_folder="templates")

OFTEN_NEEDED = 6
"""Articles on the front page: what is read most, filled up with what the editors chose."""
STATED_ON = date(2026, 11, 26)
"""When somebody last compared the accessibility statement with the portal and its tests."""


@blueprint.get("/")
@personal
def choose() -> ResponseReturnValue:
    """To the front page in the best language: the one chosen before, the browser's wish, English."""
    language = negotiate(request.cookies.get(LANGUAGE_COOKIE), request.headers.get("Accept-Language", ""))
    response = redirect(url_for("home.show", language=language), 302)
    response.vary.update(["Accept-Language", "Cookie"])
    return response


@blueprint.get("/<language:language>/")
@public
def show() -> ResponseReturnValue:
    """One question and one field; everything else is quieter."""
    library = request_library()
    language = current_language()
    shelves = [category for category in library.site.categories if library.list_category(category.slug, language)]
    paths = [(each, url_for("home.show", language=each)) for each in library.languages]
    popular = library.list_named(current_popular.get().current(), language)
    often = fill_up(popular, library.list_featured(language), OFTEN_NEEDED)
    return page("home/show.html", often_needed=often, categories=shelves, home_paths=paths)


@blueprint.get("/<language:language>/accessibility/")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement; when a report is answered is what the policy promises for email."""
    languages = request_library().languages
    return page(
        "home/accessibility.html",
        paths=[(each, url_for("home.accessibility", language=each)) for each in languages],
        default_language=DEFAULT_LANGUAGE,
        first_response=current_policy.get()().channels[Channel.EMAIL].first_response,
        stated_on=STATED_ON,
    )


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """Articles are for everyone, as is the wizard's first page; a walk through it and cases are in nobody's index."""
    private = ("help/*", "requests")
    hidden = "".join(f"Disallow: /{language.tag}/{path}/\n" for language in LANGUAGES for path in private)
    text = f"User-agent: *\n{hidden}Sitemap: {current_settings.get().base_url}/sitemap.xml\n"
    return Response(text, mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """Every page for everyone with its translations, for search engines."""
    body = render_template("home/sitemap.xml", places=list_places(request_library()))
    return Response(body, mimetype="application/xml")
