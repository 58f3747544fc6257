"""What articles write as ``{{ policy.<path> }}`` and ``{{ policy_table("plans") }}``, in the reader's language.

A promise is never typed twice: editors point at ``policy.yml`` and the page says what stands there today.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from babel import Locale
from markupsafe import Markup, escape

from portal.kernel.language import Language
from portal.policy import tables
from portal.policy.model import Policy
from portal.web.formatting import format_duration, format_number, join_words
from portal.web.i18n import current_language

Value = str | int | timedelta | Language | tuple[Language, ...]

_TABLE = re.compile(r"""policy_table\(\s*["'](?P<name>[a-z_]*)["']\s*\)""")
_PATH = re.compile(r"policy\.(?P<path>[a-z0-9_.-]+)")

_TABLES: dict[str, Callable[[Policy], tables.Table]] = {
    "plans": tables.plans,
    "channels": tables.channels,
    "severities": tables.severities,
    "resolution": tables.resolution,
}


class UnknownPlaceholder(LookupError):
    """A placeholder that names nothing in the policy; the message says what would be known."""


def resolve_placeholder(policy: Policy, expression: str) -> Markup:
    """The text or table for what stands between the curly braces, as escaped HTML and in the current language.

    Raises:
        UnknownPlaceholder: when it names no value and no table.
    """
    found = find_meant(policy, expression)
    return escape(found) if isinstance(found, str) else found.as_html()


def find_meant(policy: Policy, expression: str) -> str | tables.Table:
    """The text or table that is meant by what stands between the curly braces, in the current language.

    Raises:
        UnknownPlaceholder: when it names no value and no table.
    """
    expression = expression.strip()
    table = _TABLE.fullmatch(expression)
    if table:
        return policy_table(policy, table["name"])
    path = _PATH.fullmatch(expression)
    if path:
        return policy_value(policy, path["path"])
    raise UnknownPlaceholder(f'{expression} is neither policy.<path> nor policy_table("<name>")')


def policy_table(policy: Policy, name: str) -> tables.Table:
    """One of the policy's tables: ``plans``, ``channels``, ``severities``, ``resolution``.

    Raises:
        UnknownPlaceholder: when there is no such table.
    """
    if name not in _TABLES:
        raise UnknownPlaceholder(f"{name} is not a table of the policy; known are {', '.join(_TABLES)}")
    return _TABLES[name](policy)


def policy_value(policy: Policy, path: str) -> str:
    """The value at a path of ``policy.yml``, such as ``plans.basic.first_response``, as the reader writes it.

    Raises:
        UnknownPlaceholder: when no value stands there.
    """
    values = list_values(policy)
    if path not in values:
        raise UnknownPlaceholder(f"policy.{path} does not exist; known are {', '.join(values)}")
    return _in_words(values[path])


def list_values(policy: Policy) -> dict[str, Value]:
    """Every value that an article may name, by its path."""
    values: dict[str, Value] = {
        "version": policy.version,
        "support.email": policy.support.email,
        "support.hours": policy.support.hours,
        "support.languages": policy.support.languages,
        "support.primary": policy.support.primary,
    }
    for plan in policy.plans:
        values[f"plans.{plan.id}.name"] = plan.name
        values[f"plans.{plan.id}.first_response"] = plan.first_response
    for terms in policy.channels.values():
        if terms.first_response is not None:
            values[f"channels.{terms.channel}.first_response"] = terms.first_response
    return values | {
        "resolution.target": policy.resolution.target,
        "waiting.close_after": policy.waiting.close_after,
        "attachments.max_files": policy.attachments.max_files,
        "attachments.max_mb": policy.attachments.max_mb,
        "retention.closed_cases": policy.retention.closed_cases,
        "retention.drafts": policy.retention.drafts,
        "retention.uploads": policy.retention.uploads,
    }


def _in_words(value: Value) -> str:
    match value:
        case timedelta():
            return format_duration(value)
        case Language():
            return language_name(value)
        case tuple():
            return join_words([language_name(language) for language in value])
        case int():
            return format_number(value)
    return value


def language_name(language: Language) -> str:
    """A language's name in the reader's language: "Brazilian Portuguese", "бразильский португальский"."""
    reader = Locale.parse(current_language().locale)
    # Not every language has a word of its own for a variant; then it is named by its country.
    return str(reader.languages.get(language.locale) or Locale.parse(language.locale).get_display_name(reader))
