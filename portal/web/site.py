"""Brand, languages and categories, as editors wrote them into ``content/site.yml``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from portal.kernel.language import DEFAULT_LANGUAGE, LANGUAGES, Language, find_language
from portal.kernel.problem import Problem
from portal.web.brand import FILES, Brand, read_brand
from portal.web.styleguide.icons import list_icons


@dataclass(frozen=True)
class Category:
    """A shelf of the library: its place in addresses, its icon, its localized words."""

    slug: str
    icon: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]

    def name(self, language: Language) -> str:
        """The category's name in a language."""
        return self.names.get(language.tag) or self.names[DEFAULT_LANGUAGE.tag]

    def description(self, language: Language) -> str:
        """One line on what stands on this shelf."""
        return self.descriptions.get(language.tag) or self.descriptions[DEFAULT_LANGUAGE.tag]


@dataclass(frozen=True)
class Site:
    """The whole of ``site.yml``."""

    name: str
    company: str
    status_page: str
    hub: str
    categories: tuple[Category, ...]
    featured: tuple[str, ...]
    brand: Brand
    """Its pictures."""

    def find_category(self, slug: str) -> Category | None:
        """The category with this address, or None."""
        return next((category for category in self.categories if category.slug == slug), None)


def read_site(path: Path) -> tuple[Site | None, tuple[Problem, ...]]:
    """The site as the file says, with every mistake found; the site is None when it cannot be used."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except OSError as error:
        return None, (Problem(name, 1, "site-missing", f"cannot be read: {error.strerror}"),)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        return None, (Problem(name, mark.line + 1 if mark else 1, "site-yaml", str(error).splitlines()[0]),)
    if not isinstance(data, dict):
        return None, (Problem(name, 1, "site-shape", "must be a mapping with brand, locales and categories"),)
    lines = _lines(node)
    problems = [Problem(name, _line_of(lines, where), "site-value", message) for where, message in _mistakes(data)]
    told = data["brand"] if isinstance(data.get("brand"), dict) else {}
    brand, faults = read_brand(path.parent, told)
    problems += [Problem(name, _line_of(lines, ("brand", key)), "brand-file", text) for key, text in faults.items()]
    return (None, tuple(problems)) if problems else (_site(data, brand), ())


_BRAND = ("name", "company", "status_page", "hub")
_CATEGORY = ("icon", "name", "description")
_ICON = "article"
RESERVED = frozenset(
    {
        "accessibility",
        "chat",
        "errors",
        "help",
        "interrupted",
        "requests",
        "search",
        "sign-in",
        "sign-out",
        "status",
        "troubleshoot",
        "widget",
    }
)
"""Addresses below a language that are the portal's own: a category of that name would never be seen."""


def _unknown_keys(data: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Keys that nobody reads: a slip of the pen must not look as if it worked."""
    categories = data.get("categories")
    parts: list[tuple[tuple[str, ...], Any, tuple[str, ...]]] = [
        ((), data, ("brand", "locales", "featured", "categories")),
        (("brand",), data.get("brand"), (*_BRAND, *FILES)),
    ]
    for slug, entry in categories.items() if isinstance(categories, dict) else ():
        parts.append((("categories", str(slug)), entry, _CATEGORY))
    for place, entry, known in parts:
        for key in map(str, entry) if isinstance(entry, dict) else ():
            if key not in known:
                name = ".".join((*place, key))
                yield (*place, key), f"{name} is not known here; known are {', '.join(known)}"


def _mistakes(data: dict[str, Any]) -> list[tuple[tuple[str, ...], str]]:
    found = list(_unknown_keys(data))
    brand = data.get("brand")
    for key in _BRAND:
        if not isinstance(brand, dict) or not isinstance(brand.get(key), str):
            found.append((("brand", key), f"brand.{key} must be a text"))
    for key in ("locales", "featured"):
        if not isinstance(data.get(key, []), list):
            found.append(((key,), f"{key} must be a list"))
    for tag in data["locales"] if isinstance(data.get("locales"), list) else ():
        if find_language(str(tag)) is None:
            known = ", ".join(language.tag for language in LANGUAGES)
            found.append((("locales",), f"unknown locale {tag!r}; known are {known}"))
    categories = data.get("categories")
    if not isinstance(categories, dict) or not categories:
        return [*found, (("categories",), "categories must name at least one category")]
    return [*found, *_category_mistakes(categories)]


def _category_mistakes(categories: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    for slug, entry in categories.items():
        if str(slug) in RESERVED:
            yield ("categories", str(slug)), f"categories.{slug} is an address of the portal itself"
        icon = entry.get("icon", _ICON) if isinstance(entry, dict) else _ICON
        if icon not in list_icons():
            yield ("categories", str(slug), "icon"), f"categories.{slug}.icon is none of: {', '.join(list_icons())}"
        for field in ("name", "description"):
            words = entry.get(field) if isinstance(entry, dict) else None
            for language in LANGUAGES:
                if not isinstance(words, dict) or not isinstance(words.get(language.tag), str):
                    yield ("categories", str(slug), field), f"categories.{slug}.{field} lacks {language.tag}"


def _site(data: dict[str, Any], brand: Brand) -> Site:
    words = data["brand"]
    categories = tuple(
        Category(str(slug), str(entry.get("icon", _ICON)), entry["name"], entry["description"])
        for slug, entry in data["categories"].items()
    )
    featured = tuple(str(identifier) for identifier in data.get("featured") or ())
    name, company, status_page, hub = (str(words[key]) for key in _BRAND)
    return Site(name, company, status_page, hub, categories, featured, brand)


def _lines(node: yaml.Node | None, prefix: tuple[str, ...] = ()) -> dict[tuple[str, ...], int]:
    found = {prefix: node.start_mark.line + 1 if node else 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*prefix, str(key.value)))
            found[(*prefix, str(key.value))] = key.start_mark.line + 1
    return found


def _line_of(lines: dict[tuple[str, ...], int], where: tuple[str, ...]) -> int:
    while where not in lines and where:
        where = where[:-1]
    return lines.get(where, 1)
