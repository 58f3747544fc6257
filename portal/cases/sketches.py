"""What of a case is compared with others: codes, identifiers, numbers, names, figures, and what its words mean."""

import re
from dataclasses import dataclass

from portal.cases.vocabulary.phrases import split_words
from portal.cases.vocabulary.reading import fold_text, read_split, read_words, widen
from portal.cases.vocabulary.speech import asks, ends_matter, writes_again

MAX_TEXT = 4_000
"""Characters of each text that are compared; what matters is said at the beginning."""

_CODES = re.compile(
    r"""(?imx)
    (?: \b(?:error|code|fehler|erro|ошибка|код) | \(\# | \# ) [\s"':=#()]{0,6} (?P<named>\d{3,7}) \b
    | \b (?P<known> 13\d{4} | 2388\d{3} | 80007 ) \b
    | \b(?:http|status|answers?|returns?|gets?|gives|antwortet|responde|devuelve|отвечает|получаем)
      [ ]{1,3} (?:mit[ ]|with[ ]|con[ ]|com[ ])? (?P<status>[45]\d\d) \b
    | ^ [ \t]{0,20} (?P<alone>\d{3,7}) [ \t]{0,20} $
    """
)
_IDS = re.compile(
    r"""(?x)
    wamid\.[A-Za-z0-9+/=_-]{8,}                                        # a message
    | \b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b                 # anything of the customer's own
    | \bA(?=[A-Za-z_-]{0,27}\d)[A-Za-z0-9_-]{18,28}(?![A-Za-z0-9_-])  # Meta's trace of a request
    """
)
_NUMBERS = re.compile(r"(?<![\w.-])\+?\d[\d ()-]{7,18}\d(?![\w-])")
_NAMES = re.compile(
    r"""(?x)
    (?<![\w./-]) [a-z][a-z0-9]{0,30} (?:_[a-z0-9]{1,30}){1,8} (?![\w"]) # a template; a quoted name is a field of JSON
    | (?<![\w./-]) [\w-]{1,60} \. (?:pdf|jpe?g|png|mp4|webp|docx?|xlsx?) \b
    """
)
_TEMPLATE_FIELD = re.compile(r'"name"\s{0,4}:\s{0,4}"([a-z0-9_]{1,512})"')
_LANGUAGE_CODE = re.compile(r"[a-z]{2}_[a-z]{2}")
_FIELDS = """
    access_token business_manager data_exchange display_name display_phone_number error_data error_subcode flow_token
    message_status message_template_quality_update message_template_status_update messaging_limit messaging_product
    phone_number recipient_type sub_type template_name user_id verify_token wa_id
    whatsapp_business_manager_messaging_limit
"""
_PLATFORM_NAMES = frozenset(_FIELDS.split())
"""Names of the platform's own fields and events: they are no customer's templates."""
_TECHNICAL = re.compile(r"(?<![\w/])/[a-z_]{3,30}\b|\b[A-Z]{3,20}(?:_[A-Z]{2,20}){1,5}\b")
_DATE = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")
_FIELD = re.compile(r'"[a-z_]{1,40}"\s{0,4}:')
"""The name of a field in a pasted response, which stands in every one."""
_REFERENCE = re.compile(r"\b[A-Z]{2,5}-?\d{3,10}\b")
"""Of an invoice or an order."""
_FIGURES = re.compile(
    r"""(?x)
    (?<![\w./-]) (?:
      (?P<reference> [A-Z]{2,5} -? \d{3,10} )
    | (?P<share> \d{1,3} (?:[.,]\d{1,2})? ) [ ]{0,2} %
    | (?P<clock> [012]?\d (?: [:.] [0-5]\d | (?= [ ]{0,2} (?: h | [Uu]hr | час(?:ов|а) | o'clock | [ap]m ) \b ) ) )
    | (?P<plain> \d{2,7} )
    ) (?![\w%])
    """
)
_SINCE = re.compile(
    r"(?i)\b(?:since|seit|ab|desde|as|às|las|с|at|um)[ ]{1,2}(?:(?:las|as|às|ca\.)[ ])?([012]?\d)\b(?![:.,\d])"
)
"""An hour that is told without a word for it: "since 9"."""
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,10})(?:[/:?].*)?")
_PLATFORM_HOSTS = re.compile(r"facebook|whatsapp|meta\.|360dialog|fbcdn")
"""Hosts of the platform, which everybody's requests go to."""
_ROUND = frozenset(map(str, (10, 12, 15, 20, 24, 30, 48, 50, 60, 80, 100, 200, 1000, *range(2024, 2030))))
"""Figures that stand everywhere: round ones, hours of a day, and years."""
_QUOTED = re.compile(r"""[«„“"'‘]([^\W\d_][^«»„“”"'’\n:{}]{2,40})[»“”"'’](?!\s{0,3}:)""")
_CAPITAL = re.compile(r"(?<=[\w,»”)] )[A-ZÀ-ÖØ-ÞА-ЯЁ][^\W\d_]{2,30}")


@dataclass(frozen=True)
class Sketch:
    """What of a case is compared."""

    component: str
    codes: frozenset[str]
    ids: frozenset[str]
    """Of messages, traces and the like: one of these is about one thing only."""
    numbers: frozenset[str]
    """Phone numbers and numeric IDs: a customer's own number may stand in every case."""
    names: frozenset[str]
    """Templates and files."""
    figures: frozenset[str]
    """Times of day, shares, references, hosts and other figures, each in one form."""
    proper: frozenset[str]
    """Stems of words that are written like names: with a capital within a sentence, or quoted."""
    words: frozenset[str]
    """Meanings, and stems of words that have none in the vocabulary."""
    said: str
    """The folded text, in which the name of a template may stand as words."""
    is_again: bool
    """Whether it is worded like a second report."""
    is_other: bool
    """Whether it tells of an end or of another matter."""
    is_question: bool
    """Whether it asks or wishes for something; who tells of a fault may do so as well."""


def make_sketch(component: str, text: str) -> Sketch:
    """What is compared of a component and everything the customer wrote."""
    text = text[:MAX_TEXT]
    # What is compared as an identifier must not count again as words that are alike.
    bare = _IDS.sub(" ", text)
    names = find_names(bare)
    prose = _REFERENCE.sub(" ", _FIELD.sub(" ", bare))
    for name in sorted(names, key=len, reverse=True):
        prose = prose.replace(name, " ")
    folded = fold_text(prose)
    codes = find_codes(text)
    split = split_words(folded)
    words = widen(read_split(split))
    return Sketch(
        component=component,
        codes=codes,
        ids=find_ids(text),
        numbers=find_numbers(text),
        names=names,
        figures=find_figures(bare, codes),
        proper=_find_proper(prose),
        words=words | frozenset(_TECHNICAL.findall(prose)),
        said=f" {folded} ",
        is_again=writes_again(split),
        is_other=ends_matter(split),
        is_question=asks(split),
    )


def find_codes(text: str) -> frozenset[str]:
    """Error codes in a text: numbers after a word for error, and those of the platform anywhere."""
    return frozenset(match.group(match.lastgroup or 0) for match in _CODES.finditer(text))


def find_ids(text: str) -> frozenset[str]:
    """Identifiers that are about one thing: of messages, traces, requests."""
    return frozenset(_IDS.findall(text))


def find_numbers(text: str) -> frozenset[str]:
    """Phone numbers and numeric IDs by their digits; the way they are grouped does not matter, and dates are none."""
    digits = (re.sub(r"\D", "", match) for match in _NUMBERS.findall(text))
    return frozenset(number for number in digits if not _DATE.match(number))


def find_names(text: str) -> frozenset[str]:
    """Names of templates and files: small letters with underscores, or an ending such as ``.pdf``."""
    found = {*_NAMES.findall(text), *_TEMPLATE_FIELD.findall(text)}
    return frozenset(name for name in found if not _is_platforms(name))


def find_figures(text: str, codes: frozenset[str] = frozenset()) -> frozenset[str]:
    """References, shares, times of day, other figures and hosts; codes, phone numbers and round figures are none."""
    prose = _NUMBERS.sub(" ", text)
    hosts = (_HOST.fullmatch(word.strip("\"'<>(),.;")) for word in prose.lower().split() if "." in word)
    found = {match[1] for match in hosts if match and not _PLATFORM_HOSTS.search(match[1])}
    found |= {_clock(hour) for hour in _SINCE.findall(prose)}
    found |= {_in_one_form(match) for match in _FIGURES.finditer(prose)}
    return frozenset(found - _ROUND - codes)


def _in_one_form(match: re.Match[str]) -> str:
    figure = match[match.lastgroup or 0].lower()
    if match.lastgroup == "share":
        return f"{figure.replace(',', '.')}%"
    return _clock(figure) if match.lastgroup == "clock" else figure


def _clock(written: str) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    return f"{int(hour)}:{minute or '00'}"


def _find_proper(prose: str) -> frozenset[str]:
    quoted = " ".join(_QUOTED.findall(prose))
    written = f"{quoted} {' '.join(_CAPITAL.findall(prose))}"
    return read_words(written)


def _is_platforms(name: str) -> bool:
    return bool(_LANGUAGE_CODE.fullmatch(name)) or name in _PLATFORM_NAMES or name.endswith("_id")
