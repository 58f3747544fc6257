"""Keys and tokens that are recognised by what stands before them; these patterns read text in small letters."""

import re

from portal.masking.looks import (
    is_mixed,
    is_opaque,
    is_quoted_secret,
    is_random,
    is_strong,
    may_be_login_password,
    may_be_password,
    may_be_prose_password,
)
from portal.masking.model import Detector, Kind
from portal.masking.names import (
    KEY_NAMES,
    KEY_WORDS,
    NO_LETTER,
    PROVIDER_KEY,
    SESSION,
    TOKEN_WORDS,
    VERIFY,
    VERIFY_HINTS,
)
from portal.masking.patterns import (
    AFTER_NAME,
    ASSIGNED,
    ATTRIBUTES,
    CURLY,
    IS,
    LOOSE,
    LOOSE_ELEMENT,
    LOOSE_TOO,
    OPENING,
    QUOTED,
    SUFFIX,
    TOKEN,
    VALUE,
    qualified,
)

_WHOSE = r"(?:(?:my|our|the|mein|unser|der|mi|nuestra|la|(?:a )?(?:minha|nossa)|a|мой|наш)[^\S\n]{1,4})?"
_POINTING = r"(?:(?:<-{1,2}|←)[^\S\n]{1,4})?(?:(?:this|that|das|dies|esta|esto|essa|isso|это)[^\S\n]{1,4})?"
# Words between a name and a value that begins after a colon or after "is".
_SOME_MORE = (
    rf"(?:[^\S\n]\(?[^\s:=\"'(),;•…]{{1,15}}\)?){{1,6}}"
    rf"(?:\s{{0,2}}[:=]\s{{0,6}}|\s{{1,4}}(?:{IS}|value|wert|valor)\s{{1,4}})"
)
_LONG_KEY = r"([a-z0-9_.-]{16,512})(?![(\[])"

_HEADER_PARTS = "secret|auth|token|key|apikey|password|credentials?"
_CUSTOM_HEADER = (
    r"(?<![a-z0-9-])x-(?!(?:idempotency|request|correlation|cache|partition|routing|surrogate|sort)-key)"
    rf"(?:[a-z0-9]{{1,30}}-){{0,6}}(?:{_HEADER_PARTS})(?:-(?:{_HEADER_PARTS}|value|v?\d))?(?![a-z0-9-])"
)
_WEBHOOK_SETTINGS = (
    r"""\\{0,7}"url\\{0,7}"\s{0,9}:\s{0,9}\\{0,7}"[^"\n]{1,500}"\s{0,9},\s{0,9}"""
    r"""\\{0,7}"headers\\{0,7}"\s{0,9}:\s{0,9}\{([^{}]{1,4000})"""
)
_HARMLESS_HEADERS = (
    r"(?:(?:proxy-)?authorization|accept(?:-[a-z]+)?|content-[a-z]+|user-agent|host|connection|cache-control|origin"
    r"|referer|date|server|via|etag|vary|x-request-id|x-fb-[a-z-]+|x-correlation-id|idempotency-key)"
)

_COOKIE_FORM = re.compile(r"<[^<>]{1,40}>=<")

CONTEXTS = (
    Detector(
        "provider key with its header",
        Kind.API_KEY,
        re.compile(rf"{PROVIDER_KEY}{SUFFIX}{ASSIGNED}(?:{QUOTED}|{CURLY}|{TOKEN})"),
        ("d360",),
        keeps_ends=True,
        accepts=is_quoted_secret,
    ),
    Detector(
        "key after the words for it",
        Kind.API_KEY,
        re.compile(
            rf"{KEY_WORDS}{SUFFIX}(?:{ASSIGNED}\n?|{AFTER_NAME}\s{{1,4}}(?:{IS}\s{{1,4}})?|\s{{0,4}}[(\[]\s{{0,2}})"
            rf"{OPENING}{_LONG_KEY}"
        ),
        ("api", "апи", "d360"),
        keeps_ends=True,
        accepts=is_opaque,
    ),
    Detector(
        "key after the words for it and some more",
        Kind.API_KEY,
        re.compile(rf"{KEY_WORDS}{_SOME_MORE}{OPENING}{_LONG_KEY}"),
        ("api", "d360"),
        keeps_ends=True,
        accepts=lambda value: is_opaque(value) and not value.isdigit(),
    ),
    Detector(
        "token after the words for it and some more",
        Kind.ACCESS_TOKEN,
        re.compile(rf"{TOKEN_WORDS}{_SOME_MORE}{OPENING}{_LONG_KEY}"),
        ("token", "токен", "маркер"),
        keeps_ends=True,
        accepts=is_random,
    ),
    Detector(
        "key after the plain word for it",
        Kind.API_KEY,
        re.compile(
            rf"(?<![a-zа-яёß0-9_-])(?:key|schl(?:ü|ue)ssel|chave|clave|llave|ключ\w{{0,2}}(?:\sapi)?)"
            rf"(?:[^\S\n][^\s:=\"'(),;•…]{{1,15}}){{0,6}}(?:\s{{0,2}}[:=]\s{{0,6}}|\s{{1,4}}(?:{IS}|with|to|by|auf|durch|a|por|para|на)\s{{1,4}}){OPENING}{_LONG_KEY}"
        ),
        ("key", "schl", "chave", "clave", "llave", "ключ"),
        keeps_ends=True,
        accepts=is_random,
    ),
    Detector(
        "key before the words for it",
        Kind.API_KEY,
        re.compile(
            rf"(?<![a-z0-9_.-])([a-z0-9_-]{{16,512}})(?=[^\S\n]{{1,4}}{_POINTING}(?:{IS}[^\S\n]{{1,4}})?{_WHOSE}[(\[]?(?:{PROVIDER_KEY}|{KEY_WORDS})\b)"
        ),
        ("api", "d360"),
        keeps_ends=True,
        accepts=lambda value: is_mixed(value) and is_opaque(value),
    ),
    Detector(
        "Meta app secret",
        Kind.APP_SECRET,
        re.compile(
            r"(?:app[_\s.-]?secret|app-geheimcode|facebook|\bfb|(?:clave|chave)\s+secreta|секрет\w{0,4})\b"
            r"(?:[^\n•…]{0,30}?|[:=]?\s{0,4}\n[\s>]{0,12})\b([0-9a-f]{32})\b"
        ),
        ("secret", "geheimcode", "facebook", "fb", "секрет"),
        keeps_ends=True,
    ),
    Detector(
        "verify token",
        Kind.VERIFY_TOKEN,
        re.compile(
            rf"{VERIFY}{NO_LETTER}{SUFFIX}(?:(?:{ASSIGNED}|\s{{1,4}}(?:{IS}\s{{1,4}})?(?=[\"'`“„«])){VALUE}|\s{{1,4}}{IS}\s{{1,4}}{LOOSE})"
        ),
        VERIFY_HINTS,
        accepts=lambda value: len(value) > 2 and may_be_login_password(value),
        accepts_loose=lambda value: is_quoted_secret(value) and may_be_prose_password(value),
    ),
    Detector(
        "verify token without a separator",
        Kind.VERIFY_TOKEN,
        re.compile(rf"{VERIFY}{NO_LETTER}\s{{1,4}}(?:(?:to|auf|a|para|на)\s{{1,4}})?{LOOSE}"),
        VERIFY_HINTS,
        accepts=lambda value: is_opaque(value) and is_strong(value),
    ),
    Detector(
        "custom secret header",
        Kind.HEADER,
        re.compile(rf"{_CUSTOM_HEADER}{ASSIGNED}{VALUE}"),
        ("x-",),
        accepts=may_be_password,
    ),
    Detector(
        "value of a key or token",
        Kind.ACCESS_TOKEN,
        re.compile(
            rf"(?:{KEY_NAMES}|{TOKEN_WORDS}|{SESSION}){NO_LETTER}{SUFFIX}"
            rf"(?:{ASSIGNED}(?:{QUOTED}|{CURLY}|{LOOSE})"
            rf"|(?:\s{{1,4}}{IS}\s{{1,4}}|\s{{1,4}}(?=\S{{16}})|(?<=-token)\s|(?<=-key)\s|(?<=-secret)\s){LOOSE_TOO}|{ATTRIBUTES}>\s{{0,9}}{LOOSE_ELEMENT})"
        ),
        ("key", "token", "токен", "маркер", "secret", "geheimnis", "schl", "segredo", "секрет", "sess", "connect.sid"),
        keeps_ends=True,
        accepts=is_quoted_secret,
        accepts_loose=is_opaque,
    ),
    Detector(
        "setting of an environment",
        Kind.ACCESS_TOKEN,
        re.compile(
            r"(?:TOKEN|SECRET|_KEY|APIKEY)(?:_(?:PROD|LIVE|TEST|DEV|STAGING|SANDBOX|\d{1,2}))?="
            r"([^\s\"'`$<>(){}\[\];&|\\]{6,2048})(?![(\[.])"
        ),
        ("token=", "secret=", "key=", "token_", "secret_", "key_"),
        keeps_ends=True,
        folded=False,
        accepts=is_quoted_secret,
    ),
    Detector(
        "secret shared with a webhook or an app",
        Kind.ACCESS_TOKEN,
        re.compile(rf"{qualified('secret', 'webhook client app shared signing consumer hook')}{ASSIGNED}{LOOSE}"),
        ("secret",),
        keeps_ends=True,
        accepts=lambda value: is_quoted_secret(value) and may_be_prose_password(value),
    ),
    Detector(
        "bearer authorisation",
        Kind.AUTHORIZATION,
        re.compile(
            rf"authori[sz]ation{ASSIGNED}{OPENING}\s{{0,4}}(?:bearer|token|oauth|apikey|api-key|key)[\s:=]{{1,4}}(?:[\"']\s?[+.]\s?)?"
            rf"{OPENING}(?P<bare>[^\s\"'`,;}}\])\\]{{4,4096}})"
        ),
        ("authori",),
        keeps_ends=True,
        accepts=lambda value: is_quoted_secret(value) or is_opaque(value),
    ),
    Detector(
        "basic authorisation",
        Kind.AUTHORIZATION,
        re.compile(
            rf"authori[sz]ation{ASSIGNED}{OPENING}\s{{0,4}}(?:basic|negotiate|ntlm)[ \t]{{1,4}}"
            r"([^\s\"'`,;<>{}\\]{4,4096})"
        ),
        ("authori",),
        accepts=may_be_password,
    ),
    Detector(
        "signed authorisation",
        Kind.AUTHORIZATION,
        re.compile(
            rf"authori[sz]ation{ASSIGNED}{OPENING}\s{{0,4}}(?:digest|hmac|aws4-hmac-sha256|hawk|signature)[ \t]{{1,4}}"
            r"((?:[^\n'\\]|\\\"){4,2048})"
        ),
        ("authori",),
        accepts=may_be_password,
    ),
    Detector(
        "authorisation without a scheme",
        Kind.AUTHORIZATION,
        re.compile(
            rf"authori[sz]ation{ASSIGNED}{OPENING}\s{{0,4}}"
            rf"(?!(?:bearer|token|oauth|apikey|api-key|key|basic|digest|negotiate|ntlm|hmac|aws4-hmac-sha256|hawk|signature)\b){TOKEN}"
        ),
        ("authori",),
        accepts=is_quoted_secret,
    ),
    Detector(
        "bearer without its header",
        Kind.AUTHORIZATION,
        re.compile(r"(?<![a-z])bearer(?:\s|:|=|%20|\\t){1,4}(?:\\{0,7}[\"'`])?([a-z0-9._~+/=|-]{12,4096})"),
        ("bearer",),
        keeps_ends=True,
        accepts=is_opaque,
    ),
    Detector(
        "header of a webhook configuration",
        Kind.HEADER,
        re.compile(
            rf"""(?<!\\)\\{{0,7}}"(?!{_HARMLESS_HEADERS}\\{{0,7}}")[a-z0-9_-]{{1,80}}\\{{0,7}}"\s{{0,9}}:\s{{0,9}}{QUOTED}"""
        ),
        ("headers",),
        accepts=may_be_password,
        within=re.compile(_WEBHOOK_SETTINGS),
    ),
    Detector(
        "cookie",
        Kind.COOKIE,
        re.compile(
            r"(?<![a-z])(?:set-)?cookie2?(?:\\{0,7}[\"'`*]){0,2}[^\S\n]{0,4}(?:=>|[:=]|(?<=[\"'`]),)[^\S\n]{0,4}"
            r"(?:\[([^\]\n]{3,4096})|(?:\\{0,7}[\"'`])?((?:[^\n\"'`\\]|'(?=[^\s,;)\]}])){3,4096}))"
        ),
        ("cookie",),
        accepts=lambda value: "=" in value and may_be_password(value) and not _COOKIE_FORM.match(value),
    ),
)
