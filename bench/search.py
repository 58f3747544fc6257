"""Searching the real library: results with snippets and suggestions, by language."""

from functools import partial
from time import perf_counter

from flask import Flask
from rich.table import Table

from bench.timing import percentiles
from portal.kernel.language import LANGUAGES
from portal.search.current import current_search
from portal.search.model import Question

QUESTIONS = {
    "en": ("webhook events missing", "131047", "template rejcted", "message accepted not delivered", "api key leaked"),
    "de": ("Webhook kommt nicht an", "131047", "Vorlage abgelent", "Nachricht nicht zugestellt", "API-Schlüssel"),
    "es": ("webhook no recibe eventos", "131047", "plantila rechazada", "mensaje no entregado", "clave de API"),
    "pt-br": ("webhook não recebe eventos", "131047", "modelo rejeitdo", "mensagem não entregue", "chave de API"),
    "ru": ("вебхук не приходит", "131047", "шаблон откланен", "сообщение не доставлено", "ключ API"),
}
REPEATS = 60


def run(app: Flask) -> Table:
    table = Table("language", "results p50 / p99 ms", "suggestions p50 / p99 ms", "suggestion / result", title="Search")
    with app.app_context():
        searcher = current_search.get()
        for language in LANGUAGES:
            asked = QUESTIONS[language.tag] * REPEATS
            results = timed([partial(searcher.search, Question(text, language)) for text in asked])
            hints = timed([partial(searcher.suggest, text[:6], language) for text in asked])
            (r50, r99), (s50, s99) = percentiles(results), percentiles(hints)
            table.add_row(
                language.tag,
                f"{r50 * 1e3:.1f} / {r99 * 1e3:.1f}",
                f"{s50 * 1e3:.2f} / {s99 * 1e3:.2f}",
                f"{s50 / r50:.2f}",
            )
    return table


def timed(actions: list) -> list[float]:
    samples = []
    for action in actions:
        began = perf_counter()
        action()
        samples.append(perf_counter() - began)
    return samples
