"""Passwords, PINs and codes, in settings and in sentences of five languages; nothing of them stays readable."""

import re

from portal.masking.looks import (
    is_not_error_code,
    is_strong,
    may_be_login_password,
    may_be_password,
    may_be_prose_password,
    may_be_quoted_password,
)
from portal.masking.model import Detector, Kind
from portal.masking.patterns import (
    AFTER_NAME,
    ASSIGNED,
    ATTRIBUTES,
    CURLY,
    IS,
    OPENING,
    PASSWORD,
    PASSWORD_HINTS,
    QUOTED,
    SEPARATOR,
    SUFFIX,
    VALUE,
    WORD,
    any_of,
    qualified,
)

_LOGIN = any_of(
    "login", "log-in", "user(?:name)?", "e-?mail", "account", "benutzer(?:name)?", "usuario", "usuário", "логин", "имя"
)
_AND = r"(?:/|\||and|und|y|e|и|&|\+|,)"
_MY = any_of("my", "our", "the new", "mein", "unser", "mi", "nuestra", "minha", "nossa", "мой", "наш")
_FOR = any_of("for", "of", "to", "für", "zum", "vom", "von", "zu", "de", "del", "do", "da", "para", "от", "для", "к")

_SENT_CODE = any_of(
    qualified(
        "code",
        "verification confirmation security time login log-in signin sign-in sms authentication authorization "
        "auth 2fa mfa factor activation registration whatsapp access bestätigungs verifizierungs sicherheits anmelde "
        "einmal registrierungs aktivierungs freischalt",
    ),
    r"c(?:ó|o)digo\s+(?:de|da|do)\s+(?:la\s+)?(?:verificaci(?:ó|o)n|confirmaci(?:ó|o)n|seguridad|acceso|registro"
    r"|activaci(?:ó|o)n|verifica(?:ç|c)(?:ã|a)o|confirma(?:ç|c)(?:ã|a)o|seguran(?:ç|c)a|acesso|ativa(?:ç|c)(?:ã|a)o|login|sms)",
    r"код\w{0,2}\s+(?:подтверждения|проверки|доступа|безопасности|активации|входа|регистрации|из\s+(?:sms|смс))",
    "verify_code",
)
_CODE = any_of(_SENT_CODE, r"\botp")
_DIGITS = r"(\d{4,8}|\d{3}[- ]\d{3})(?![\d.:-]*\d)"
# What a password may be for: "the password to app.example.org", "Passwort auf 360dialog".
_PLACE = re.compile(r"360|\.[a-z]{2,}(?:/|\Z)|\w@\w+\.|whatsapp")
# In India a PIN is also a postal code.
_POSTAL = r"(?<!postal )(?<!post )(?<!area )(?<!zip )(?<!city )"
_PIN = rf"{_POSTAL}(?<![a-zа-яё0-9])(?:pin|пин)(?:[-_ ]?(?:code|kod|код|nummer|number))?"

PASSWORDS = (
    Detector(
        "user and password as a pair",
        Kind.PASSWORD,
        re.compile(
            rf"{_LOGIN}\s{{0,3}}{_AND}\s{{0,3}}{PASSWORD}{AFTER_NAME}[^\S\n]{{0,4}}[:=][^\S\n]{{0,4}}([^\n]{{3,200}})"
        ),
        PASSWORD_HINTS,
        accepts=may_be_password,
    ),
    Detector(
        "credentials as a pair",
        Kind.PASSWORD,
        re.compile(
            r"(?:credentials?|creds|zugangsdaten|anmeldedaten|credenciales|credenciais|доступы?)"
            r"\s{0,4}(?::|are|sind|son|são)\s{0,4}([^\s:/|]{1,100}\s{0,2}[:/|]\s{0,2}[^\s/|]{3,100})"
        ),
        ("cred", "zugangsdaten", "anmeldedaten", "доступ"),
        accepts=lambda value: is_strong(value.replace(" ", "")),
    ),
    Detector(
        "password with a separator",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}{SUFFIX}{ASSIGNED}{VALUE}"),
        PASSWORD_HINTS,
        accepts=lambda value: len(value) > 2 and may_be_password(value),
    ),
    Detector(
        "password in an element",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}{ATTRIBUTES}>\s{{0,9}}(?:<!\[cdata\[)?([^<\s\"'][^<\n]{{2,200}}+)</"),
        PASSWORD_HINTS,
        accepts=may_be_password,
    ),
    Detector(
        "password of a command",
        Kind.PASSWORD,
        re.compile(rf"(?<![\w-])--?{PASSWORD}\s{{1,4}}{VALUE}"),
        PASSWORD_HINTS,
        accepts=lambda value: not value.startswith("-") and may_be_password(value),
    ),
    Detector(
        "password of a database",
        Kind.PASSWORD,
        re.compile(
            r"(?:\bidentified\s{1,4}by\s{1,4}|new\s{1,4}\\?pdo\([^\n,()]{1,200},\s{0,4}[^\n,()]{1,100},\s{0,4})"
            r"[\"']([^\"'\n]{1,200})[\"']"
        ),
        ("identified", "pdo("),
        accepts=may_be_login_password,
    ),
    Detector(
        "password that was changed",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}\s{{1,4}}(?:to|auf|in|zu|a|por|para|на)[:\s]{{1,4}}{OPENING}{WORD}"),
        PASSWORD_HINTS,
        accepts=lambda value: is_strong(value) and not _PLACE.search(value.lower()),
    ),
    Detector(
        "abbreviated password",
        Kind.PASSWORD,
        re.compile(rf"(?<![a-zа-яё0-9])(?:pass|passwords|pw|psw|clave|пасс|пароли){AFTER_NAME}{SEPARATOR}{VALUE}"),
        ("pass", "pw", "psw", "clave", "пасс"),
        accepts=is_strong,
    ),
    Detector(
        "abbreviated password in a sentence",
        Kind.PASSWORD,
        re.compile(
            rf"\b(?:{_MY}|la)\s{{1,4}}(?:pw|clave)(?:\s{{1,4}}(?:secreta|de\s{{1,4}}acceso))?\s{{1,4}}{IS}[:\s]{{1,4}}{OPENING}{WORD}"
        ),
        ("pw", "clave"),
        accepts=is_strong,
    ),
    Detector(
        "user with a password",
        Kind.PASSWORD,
        re.compile(rf"{_LOGIN}[:=\s]{{1,4}}[^\s,;/]{{1,80}}\s{{0,3}}[/,;]\s{{0,3}}(?:pass|pw|psw)\s{{1,4}}{WORD}"),
        ("pass", "pw", "psw"),
        accepts=is_strong,
    ),
    Detector(
        "password to sign in with",
        Kind.PASSWORD,
        re.compile(rf"(?:sign|log)\s?in\s{{1,4}}with\s{{1,4}}[^\s:/|]{{1,100}}\s{{0,2}}[:/|]\s{{0,2}}{WORD}"),
        ("sign in", "signin", "log in", "login"),
        accepts=is_strong,
    ),
    Detector(
        "password in a setting named by its end",
        Kind.PASSWORD,
        re.compile(rf"(?<=[a-z0-9]_)(?:pass|pw|pwd){SUFFIX}{ASSIGNED}{VALUE}"),
        ("_pass", "_pw"),
        accepts=lambda value: len(value) > 2 and may_be_password(value),
    ),
    Detector(
        "password in a sentence",
        Kind.PASSWORD,
        re.compile(
            rf"{PASSWORD}\s{{1,4}}(?:(?:(?:[^\W\d_]{{3,15}}\s{{1,4}})?{IS}(?:\s{{1,4}}(?:bisher|jetzt|now|ahora|agora|теперь))?|\||→)[:\s]{{1,4}})?{OPENING}{WORD}"
        ),
        PASSWORD_HINTS,
        accepts=is_strong,
    ),
    Detector(
        "quoted password in a sentence",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}\s{{1,4}}(?:{IS}[:\s]{{1,4}})?(?:{QUOTED}|{CURLY})"),
        PASSWORD_HINTS,
        accepts=may_be_quoted_password,
    ),
    Detector(
        "password for something",
        Kind.PASSWORD,
        re.compile(
            rf"{PASSWORD}\s{{1,4}}{_FOR}\s[^\n:=.,;•…]{{1,40}}?(?:\s{{0,3}}[:=]\s{{0,3}}|\s{IS}[:\s]{{1,3}}){OPENING}{WORD}"
        ),
        PASSWORD_HINTS,
        accepts=is_strong,
    ),
    Detector(
        "password that somebody uses",
        Kind.PASSWORD,
        re.compile(
            rf"{PASSWORD},?\s(?:(?:that|which)\s)?(?:i|we|das|que|которы[мй])(?:\s[^\W\d_]{{1,15}}){{1,4}},?\s{IS}[:\s]{{1,3}}"
            rf"{OPENING}{WORD}"
        ),
        PASSWORD_HINTS,
        accepts=is_strong,
    ),
    Detector(
        "own password as a plain word",
        Kind.PASSWORD,
        re.compile(
            rf"\b{_MY}\s{{1,4}}(?:[^\W\d_]{{1,20}}\s{{1,4}})?{PASSWORD}\s{{1,4}}{IS}[:\s]{{1,4}}([^\W\d_]{{4,40}})"
            r"(?=\s{0,4}(?:[.!;,)]|\n|\Z)|\s{1,4}(?:and|und|y|e|и|but|aber|pero|mas|но)\s)"
        ),
        PASSWORD_HINTS,
        accepts=may_be_prose_password,
    ),
    Detector(
        "plain word as a password after a colon",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}\s(?:is|ist|lautet|es|é):\s{{1,4}}([^\W\d_]{{4,40}})(?=\s{{0,4}}(?:[.!;,)]|\n|\Z))"),
        PASSWORD_HINTS,
        accepts=may_be_prose_password,
    ),
    Detector(
        "number as a password",
        Kind.PASSWORD,
        re.compile(rf"{PASSWORD}\s{{1,4}}{IS}[:\s]{{1,4}}(\d{{4,20}})(?![\d.:-]*\d)(?!\s{{0,2}}[a-zа-яё]{{3}})"),
        PASSWORD_HINTS,
        accepts=is_not_error_code,
    ),
    Detector(
        "PIN",
        Kind.PIN,
        re.compile(
            rf"{_PIN}(?:\s(?:de|da)\s[^\W\d_]{{1,14}})?(?:{ASSIGNED}|(?:\s{{1,4}}[^\W\d_]{{1,12}}){{0,3}}\s{{1,4}}(?:{IS}|to|auf)[:\s]{{1,4}}(?:[^\W\d_]{{1,12}}\s){{0,2}}){OPENING}{_DIGITS}"
        ),
        ("pin", "пин"),
        accepts=is_not_error_code,
    ),
    Detector(
        "PIN without a separator",
        Kind.PIN,
        re.compile(rf"{_PIN}\W{{1,4}}(\d{{6}})(?![\d.:-]*\d)"),
        ("pin", "пин"),
        accepts=is_not_error_code,
    ),
    Detector(
        "code to sign in with",
        Kind.PIN,
        re.compile(rf"{_CODE}(?:{ASSIGNED}|\s{{1,4}}(?:{IS}[:\s]{{1,4}})?){OPENING}{_DIGITS}"),
        ("code", "código", "codigo", "код", "otp"),
        accepts=is_not_error_code,
    ),
    Detector(
        "code before the words for it",
        Kind.PIN,
        re.compile(
            rf"(?<![\d.#-])(\d{{6}}|\d{{3}}[- ]\d{{3}})[^\S\n]{{1,3}}(?:{IS}\s{{1,3}})?"
            r"(?:(?:your|my|ihr|mein|tu|mi|su|seu|meu|ваш|мой)\s{1,3})?"
            r"(?:whatsapp\s{1,3}(?:verification\s{1,3})?code|verification\s{1,3}code)\b(?!\s{0,3}err)"
        ),
        ("code",),
        accepts=is_not_error_code,
    ),
    Detector(
        "code in a sentence",
        Kind.PIN,
        re.compile(
            rf"(?:{_SENT_CODE}[^\n\d•…]{{0,40}}?|\b(?:my|your|mein|ihr|dein|mi|su|tu|meu|seu|мой|ваш)\s"
            rf"(?:code|código|codigo|код)\s(?:(?:(?:de|do|для)\s)?whatsapp:?\s)?(?:{IS}\s)?)"
            r"(?<![\d#])(\d{6}|\d{3}[- ]\d{3})(?![\d.:-]*\d)"
        ),
        ("code", "código", "codigo", "код", "otp"),
        accepts=is_not_error_code,
    ),
)
