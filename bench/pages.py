"""An article's page: from the cache, unchanged, rendered, and beside a bare Flask page of the same size."""

from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from rich.table import Table

from bench.timing import compare
from portal.services import page_version
from portal.web.page_cache import PageCache

PATH = "/en/messages/window-closed-131047"
CALLS = {"cached page": 400, "unchanged (304)": 400, "rendered page": 10, "bare Flask page": 10}


def run(app: Flask) -> Table:
    cache = PageCache(app, page_version(app))
    fresh = PageCache(app, lambda _: "", max_bytes=0)
    body, headers = ask(cache)
    bare = PageCache(bare_app(len(body)), lambda _: "", max_bytes=0)
    actions = {
        "cached page": lambda: ask(cache),
        "unchanged (304)": lambda: ask(cache, HTTP_IF_NONE_MATCH=headers["ETag"]),
        "rendered page": lambda: ask(fresh),
        "bare Flask page": lambda: ask(bare, "/"),
    }
    taken = compare(actions, CALLS)
    table = Table("article page", "microseconds", "rendered pages in its time", title="Pages (in process, no server)")
    for name, seconds in taken.items():
        table.add_row(name, f"{seconds * 1e6:,.0f}", f"{seconds / taken['rendered page']:.4f}")
    table.caption = f"bare Flask page / rendered page: {taken['bare Flask page'] / taken['rendered page']:.2f}"
    return table


def ask(application: Any, path: str = PATH, **extra: str) -> tuple[bytes, dict[str, str]]:
    answer: dict[str, str] = {}

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        answer.update(headers)

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": None,
        **extra,
    }
    return b"".join(application(environ, start_response)), answer


def bare_app(size: int) -> Flask:
    """The least a page of this size can cost in Flask: one route, one template."""
    app = Flask("bare")
    page_source = "<!doctype html><title>{{ title }}</title>" + "<p>{{ title }}</p>" * (size // 18)
    app.jinja_loader = DictLoader({"page.html": page_source})

    @app.get("/")
    def page() -> tuple[str, dict[str, str]]:
        return render_template("page.html", title="A bare page"), {"Cache-Control": "public, max-age=60"}

    return app
