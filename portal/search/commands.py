"""``portal search``: what the site would answer (contract, section 2)."""

import json
import re
from collections.abc import Iterator
from html import unescape

import click
from flask.cli import with_appcontext

from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, find_language
from portal.masking.mask import mask_text
from portal.policy.current import current_components
from portal.search.current import current_search
from portal.search.exports import answer_document
from portal.search.model import Answer, Question
from portal.search.narrowing import known_values, read_filters, unknown_filter
from portal.search.shapes import SearchAnswer
from portal.web.current import current_settings, current_site

_MARK = re.compile(r"</?mark>")


@click.command()
@click.argument("query")
@click.option(
    "--locale",
    type=click.Choice([language.tag for language in LANGUAGES]),
    default=DEFAULT_LANGUAGE.tag,
    show_default=True,
    help="The reader's language.",
)
@click.option("--category", default="", help="Only articles of this category.")
@click.option("--kind", default="", help="Only articles of this kind.")
@click.option("--component", default="", help="Only articles about this component.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as the JSON interface gives it.")
@with_appcontext
def search(query: str, locale: str, *, as_json: bool, **facets: str) -> None:
    """Ask the search what the site would answer to QUERY."""
    language = find_language(locale) or DEFAULT_LANGUAGE
    known = known_values(current_site.get()(), current_components.get()())
    if problem := unknown_filter(facets, known):
        raise click.UsageError(problem)
    searcher = current_search.get()
    searcher.refresh()
    answer = searcher.search(Question(mask_text(query).text, language, read_filters(facets, known)))
    document = answer_document(answer, current_components.get()(), current_settings.get().base_url)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in _lines(document, answer):
        click.echo(line)


def _lines(document: SearchAnswer, answer: Answer) -> Iterator[str]:
    """The answer for a terminal."""
    for error in answer.errors:
        yield f"error {error.code}: {error.title}"
    if answer.did_you_mean:
        yield f"did you mean: {answer.did_you_mean}"
    if answer.searched_for:
        yield f"searched for: {answer.searched_for}"
    yield f"{answer.total} results in {answer.took_ms} ms" + (" (in English)" if answer.fallback else "")
    for place, result in enumerate(document["results"], start=1):
        section = f" > {result['section']['title']}" if result["section"] else ""
        yield f"{place:3}. {result['title']}{section}"
        yield f"     {result['url']}"
        yield f"     {unescape(_MARK.sub('', result['snippet']))}"
