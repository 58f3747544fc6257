"""Language is a value: tag, direction and fallback travel together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Language:
    """One of the languages the portal speaks."""

    tag: str
    """As it stands in addresses and file names: ``pt-br``."""
    locale: str
    """As Babel and the catalogues spell it: ``pt_BR``."""
    html: str
    """As it stands in ``lang`` and ``hreflang`` attributes (BCP 47): ``pt-BR``."""
    name: str
    """The language's own name for itself."""
    direction: Literal["ltr", "rtl"] = "ltr"

    def __hash__(self) -> int:
        """That of the tag, which tells them apart: much of what is kept is kept by language."""
        return hash(self.tag)


ENGLISH = Language("en", "en", "en", "English")
GERMAN = Language("de", "de", "de", "Deutsch")
SPANISH = Language("es", "es", "es", "Español")
BRAZILIAN = Language("pt-br", "pt_BR", "pt-BR", "Português (Brasil)")
RUSSIAN = Language("ru", "ru", "ru", "Русский")

LANGUAGES = (ENGLISH, GERMAN, SPANISH, BRAZILIAN, RUSSIAN)
DEFAULT_LANGUAGE = ENGLISH
"""English is the source of every translation and the fallback of every page."""

_BY_TAG = {language.tag: language for language in LANGUAGES}


def find_language(tag: str) -> Language | None:
    """The language of an address's tag, or None when the portal does not speak it."""
    return _BY_TAG.get(tag)


def pick_own(texts: Mapping[str, T], language: Language) -> tuple[T, Language]:
    """What is there in a language, else in English; with the language it is in.

    Raises:
        KeyError: when there is no English either.
    """
    own = texts.get(language.tag)
    return (texts[DEFAULT_LANGUAGE.tag], DEFAULT_LANGUAGE) if own is None else (own, language)


def negotiate(cookie: str | None, accept_language: str) -> Language:
    """The best language for a visitor: the one chosen before, else the browser's wish, else English.

    ``accept_language`` is the raw header; unknown tags fall back to their primary subtag, so ``es-MX``
    reads Spanish and ``pt`` reads Brazilian Portuguese.
    """
    if cookie and cookie in _BY_TAG:
        return _BY_TAG[cookie]
    for wish in _by_preference(accept_language):
        language = _BY_TAG.get(wish) or _by_primary(wish)
        if language:
            return language
    return DEFAULT_LANGUAGE


def _by_preference(header: str) -> list[str]:
    """The header's tags in lower case, most wanted first; what cannot be read or is refused with q=0 is left out."""
    wishes: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:20]):
        tag, _, parameter = part.strip().lower().partition(";")
        try:
            weight = float(parameter.strip().removeprefix("q=")) if parameter.strip() else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            wishes.append((-weight, position, tag.strip()))
    return [tag for _, _, tag in sorted(wishes)]


def _by_primary(tag: str) -> Language | None:
    primary = tag.partition("-")[0]
    return next((language for language in LANGUAGES if language.tag.partition("-")[0] == primary), None)
