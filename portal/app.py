"""The application: settings in, WSGI out. Mounts the rooms; decides nothing."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import services
from portal.articles import error_code_views as error_codes
from portal.articles import feed_views as feeds
from portal.articles import preview_views as preview
from portal.articles import publishing_views as publishing
from portal.articles import views as articles
from portal.articles.readership import views as readership
from portal.articles.trees import views as trees
from portal.cases import act_views as case_acts
from portal.cases import feedback_views as feedback
from portal.cases import live_views as live
from portal.cases import views as cases
from portal.chat import views as chat
from portal.chat import window_views as chat_window
from portal.connect import openapi_views as openapi
from portal.connect.chatwoot import views as chatwoot
from portal.connect.helpdesk import case_views as case_documents
from portal.connect.helpdesk import views as helpdesk
from portal.connect.mcp import views as mcp
from portal.connect.tickets import views as tickets
from portal.desk import case_views as desk_case
from portal.desk import delivery_views as deliveries
from portal.desk import mail_views as desk_mails
from portal.desk import queue_views as desk
from portal.home import views as home
from portal.identity import account_views as accounts
from portal.identity import views as identity
from portal.identity.links import views as links
from portal.identity.oidc import views as oidc
from portal.incidents import nudging
from portal.incidents import views as incidents
from portal.incidents.following import views as following
from portal.insights import reader_views as readers
from portal.insights import service_views as service
from portal.insights import views as insights
from portal.intake import aside_views as aside
from portal.intake import file_views as draft_files
from portal.intake import views as intake
from portal.notify import messages as mail
from portal.policy import views as policy
from portal.privacy import views as privacy
from portal.search import views as search
from portal.search.learning import views as questions
from portal.settings import Settings
from portal.storage import outage
from portal.web import (
    assets,
    brand_views,
    errors,
    formatting,
    headers,
    i18n,
    interruption_views,
    limits,
    observing,
    operations,
    routing,
    shell,
    tracing,
)
from portal.web.application import Portal
from portal.web.cookies import cookie_name
from portal.web.interface import headers as interface_headers
from portal.web.metrics import Metrics, current_metrics
from portal.web.page_cache import PageCache
from portal.web.sessions import PatientSessions
from portal.web.styleguide import views as styleguide
from portal.widget import views as widget

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

# A pasted response of 4 MB is a log; more belongs into a file.
MAX_FORM_BYTES = 4_000_000
SESSION_LIFETIME = timedelta(days=30)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    interruption_views.blueprint,
    operations.blueprint,
    styleguide.blueprint,
    incidents.blueprint,
    nudging.blueprint,
    following.blueprint,
    insights.blueprint,
    widget.blueprint,
    readers.blueprint,
    service.blueprint,
    search.blueprint,
    questions.blueprint,
    intake.blueprint,
    aside.blueprint,
    draft_files.blueprint,
    cases.blueprint,
    live.blueprint,
    chat.blueprint,
    chat_window.blueprint,
    case_acts.blueprint,
    feedback.blueprint,
    desk.blueprint,
    desk_case.blueprint,
    desk_mails.blueprint,
    deliveries.blueprint,
    privacy.blueprint,
    identity.blueprint,
    links.blueprint,
    oidc.blueprint,
    oidc.programs,
    policy.blueprint,
    openapi.blueprint,
    mcp.blueprint,
    helpdesk.blueprint,
    tickets.blueprint,
    chatwoot.blueprint,
    case_documents.blueprint,
    accounts.blueprint,
    mail.blueprint,
    preview.blueprint,
    publishing.blueprint,
    error_codes.blueprint,
    trees.blueprint,
    feeds.blueprint,
    readership.blueprint,
    articles.blueprint,
)
# Nothing in these reads the session, so nobody can be tricked into using theirs: programs may post here.
WITHOUT_CSRF: tuple[Blueprint, ...] = (
    accounts.blueprint,
    chatwoot.blueprint,
    helpdesk.blueprint,
    mcp.blueprint,
    nudging.blueprint,
    oidc.programs,
    policy.blueprint,
    publishing.blueprint,
    questions.blueprint,
    readership.blueprint,
    tickets.blueprint,
)


def create_app(settings: Settings) -> Flask:
    """The Flask application with everything in its place, but without the page cache around it.

    Raises:
        ContentError: when the content folder has errors and there is no earlier state to serve.
    """
    app = Portal("portal", static_folder=None, template_folder="web/templates")
    provided = services.provide(app, settings)
    _configure(app, settings, provided.secret_key, provided.upload_bytes)
    Htmx(app)
    observing.install(app, behind_proxy=settings.trusted_proxies > 0, log_requests=not settings.preview)
    tracing.watch_requests(app)
    routing.install(app)
    i18n.install(app, TRANSLATIONS)
    formatting.install(app)
    shell.install(app)
    headers.install(app, secure=settings.secure)
    interface_headers.install(app)
    errors.install(app)
    outage.install(app)
    assets.install(app)
    brand_views.install(app)
    limits.install(app, settings.redis_url)
    protection = CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in WITHOUT_CSRF:
        protection.exempt(blueprint)
    # The page before it is the same for everyone and cannot hold a token; it only begins an empty draft.
    protection.exempt(intake.begin)
    # Its form stands on the status page, which is the same for everyone; what it may do is told there.
    protection.exempt(following.blueprint)
    # The field stands on pages that are the same for everyone; a search reads no session and changes nothing.
    protection.exempt(search.results_of_paste)
    return app


def create_wsgi(settings: Settings) -> PageCache:
    """What a server runs: the page cache around the application, proxies believed as far as settings say."""
    app = create_app(settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    services.begin(app)
    tracing.begin()
    metrics: Metrics = app.extensions[current_metrics.name]
    version = services.page_version(app)
    return PageCache(app, version, on_hit=metrics.hits.note, on_miss=metrics.page_cache_misses.inc)


def _configure(app: Flask, settings: Settings, secret_key: str, upload_bytes: int) -> None:
    app.session_interface = PatientSessions()
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME=cookie_name("portal", secure=settings.secure),
        # A page that reads the session must not set it anew each time; a visit is renewed by proving the address.
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PERMANENT_SESSION_LIFETIME=SESSION_LIFETIME,
        MAX_CONTENT_LENGTH=upload_bytes + MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        # A draft may be weeks old: its form must still be accepted from the browser that holds it.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
