"""The least that a page costs in Flask, for granian to serve."""

import os

from flask import Flask

from bench.pages import bare_app

SIZE = "BENCH_PAGE_BYTES"


def make_hello() -> Flask:
    """A view that returns two words."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "Hello, world")
    return app


def make_page() -> Flask:
    """A view that renders a template of the size of our page."""
    return bare_app(int(os.environ[SIZE]))
