"""What keys and tokens are called in five languages; patterns read these names in small letters."""

from portal.masking.patterns import any_of, qualified

# Whoever has a Russian keyboard writes some of these letters with those that look alike.
PROVIDER_KEY = r"d360[-_ ]?(?:[aа][pр][iі][-_ ]?)?[kк][eе][yу]"
KEY_WORDS = any_of(
    r"d360[\s_-]key",
    r"api[\s_-]?key",
    r"api[\s_-]?schl(?:ü|ue)ssel",
    r"chave(?:\s+d[aeo])?\s+(?:d[ae]\s+)?api",
    r"clave(?:\s+(?:de|del))?\s+(?:la\s+)?api",
    r"ключ\w{0,3}\s+(?:к\s+)?api",
    r"(?:api|апи)[\s-]?ключ\w{0,3}",
    r"llave(?:\s+(?:de|del))?\s+(?:la\s+)?api",
    r"schl(?:ü|ue)ssel\s+(?:für|zur|der)\s+(?:die\s+)?api",
)
KEY_NAMES = qualified(
    "key",
    "api access secret auth account subscription encryption signing master private client app consumer license "
    "webhook shared service server storage live test prod production sandbox d360",
)
TOKEN_WORDS = any_of(
    r"token\s+de\s+ac+es+o",
    r"zugriffs(?:token|schl(?:ü|ue)ssel)",
    r"токен\w{0,2}(?:\s+доступа)?",
    r"маркер\w{0,2}\s+доступа",
    # The token of a flow names a conversation and opens nothing.
    r"(?<!flow)(?<!flow[-_. ])token",
    r"(?<!existing)secret",
    r"geheimnis",
    r"secreto",
    r"segredo",
    r"секрет\w{0,2}",
)
SESSION = any_of("jsessionid", "phpsessid", r"asp\.net_sessionid", r"session[-_]?id", r"connect\.sid")
VERIFY = any_of(
    r"verify[\s_.-]?token",
    r"verification[\s_-]token",
    r"verifizierungstoken",
    r"token\s+de\s+verificaci(?:ó|o)n",
    r"token\s+de\s+verifica(?:ç|c)(?:ã|a)o",
    r"токен\w{0,2}\s+(?:подтверждения|проверки|верификации)",
)
VERIFY_HINTS = ("verif", "верифик", "подтвержд", "проверки")
NO_LETTER = r"(?![a-zа-яёß])"
