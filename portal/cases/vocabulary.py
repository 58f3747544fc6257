"""What customers' words mean, whichever of the five languages they are in.

Reports of one problem by two colleagues often share no word. Each line gives one meaning and the beginnings of the
words that carry it, folded as `fold` folds; the longest beginning that fits a word wins. Only words that customers of
a messaging provider use about their problems stand here: it is a table of meanings, not a dictionary.
"""

import re
from collections.abc import Mapping

from portal.kernel.folding import fold

THINGS: Mapping[str, str] = {
    "message": "messag nachricht mensaj mensag сообщ",
    "template": "templat vorlag plantil modelo шаблон",
    "webhook": "webhook вебхук event ereign evento событ",
    "invoice": "invoic rechnung factura fatura счет",
    "number": "number nummer numero номер telefon phone телефон",
    "hub": "hub",
    "display name": "displayname anzeigenam",
    "send": "send sent versand sende gesend envi отправ",
    "key": "apikey schlussel clave chave ключ",
    "server": "server endpoint endpunkt servidor сервер эндпоинт",
    "request": "request anfrag solicitud requisic запрос",
    "account": "account konto cuenta conta аккаунт",
    "customer": "customer client kund cliente клиент contact contato contacto recipient empfanger destinat получатель",
}
"""What it is about."""
SIGNS: Mapping[str, str] = {
    "not": "no not none never nothing kein nicht nie sin ningun nada nao sem nenhum не нет ни ничего",
    "arrive": "arriv receiv reciev came come comes get gets got deliver komm ankomm angekomm erhalt empfang zugestellt "
    "zustell entreg lleg recib receb cheg приход приш получ достав undeliver unzustell",
    "reject": "reject declin refus abgelehnt ablehn rechaz rejeit recus отклон",
    "pause": "paus приостан",
    "timeout": "timeout slow zeituberschreit langsam lento тайм",
    "login": "login logon signin password credential anmeld einlog kennwort passwor contrasena senha entrar войти вход "
    "парол логин",
    "accept": "accept angenomm acept aceit принима принят",
    "mismatch": "mismatch coincid wrong falsch incorrect incorret неверн",
    "pin": "pin пин",
    "register": "regist anmeldung registr зарегистр регистр",
    "pending": "pending ausstehend pendent pendiente ожида",
    "rate": "rate throttl limit limite лимит",
    "reengagement": "reengagement",
    "upload": "upload hochlad subid subir загруз",
    "media": "media medien midia медиа image imagen imagem bild video видео file archivo arquivo datei файл pdf",
    "duplicate": "duplicat twice zweimal doppelt doble duplicad dupla duas dos dobro дважды дубл",
    "charge": "charg berechn abgebucht cobr cargo cargos debit списа",
    "price": "price cost preis koste precio cuesta preco custa цена стоим стоит",
    "pay": "pay paid zahl lastschrift tarjeta cartao credit pago pagament оплат карт",
    "tax": "vat tax umsatzsteuer mehrwertsteuer iva ндс налог",
    "change": "chang rotat ander wechsel cambi mudar mudam muda mudanca alter смен измен перейти tausch",
    "add": "add second another weiter zusatz zweit hinzu agreg segund adicion добав второй neuen nuevo novo neue",
    "signature": "signatur firma assinatur подпис",
    "category": "categor kategor категор",
    "parameter": "paramet параметр variable переменн",
    "exist": "exist gibt найден found gefunden encuentr encontr",
    "how": "how wie como как which welche cual many viele cuanto quantos",
    "quality": "quality qualitat calidad qualidad качеств",
    "verified": "verified badge verifizier verificad selo",
    "move": "move migrat migrar umzug portier umziehen перен",
    "delete": "delet losch elimin borrar apagar exclu удал",
    "call": "ruckruf phonecall llamada ligacao звон",
    "late": "late later delay verspat verzoger retras tarde atras demor задерж опазд опозд",
    "lock": "lock block sperr gesperrt bloque заблок блокир disabl deaktiv inhabil desativ отключ suspend",
    "empty": "blank white empty leer weiss blanco vacio branco vazia пуст бел",
    "load": "load display ladt laden carga carrega загружа открыва",
    "export": "export download herunterlad descarg baixar экспорт скач",
    "statistic": "statist analytic report dashboard auswert estadist relator informe estatist статист отчет",
    "language": "language sprache sprachen idioma язык deutsch espanol ingles portugues",
    "certificate": "certificat zertifikat сертифик",
    "address": "address adresse direcc endere адрес",
    "button": "button knopf schaltflach boton botao botoes кнопк",
    "order": "reihenfolge orden ordem порядк",
    "free": "free kostenlos gratis gratuit бесплат",
    "code by text": "sms otp codigo",
    "tick": "tique tick haken галочк",
    "currency": "currency wahrung moneda moeda валют euro dollar",
    "restrict": "restrict beschrank restring огранич",
    "crash": "crash abbruch abgesturzt cae caiu падает outage ausfall caida queda сбой",
    "permission": "permission berechtig permiso permissao разреш прав unauthor",
    "expire": "expir abgelauf vencid caduc истек",
    "drop": "dropp drop gesunk gefall bajo bajo caiu снизил упал",
    "consent": "optin optout consent einwilligung consentim согласи",
    "show": "appear aparec anzeig показыва видн",
    "user": "user admin colleagu benutzer usuario пользоват коллег",
    "plan": "plan tarif тариф vertrag contract",
    "review": "review pruf revis analis провер",
}
"""What is wrong with it or wanted of it."""
SETTINGS: Mapping[str, str] = {
    "january": "january januar enero janeiro январ",
    "february": "february februar febrero fevereiro феврал",
    "march": "marz marzo marco март",
    "april": "april abril апрел",
    "june": "june juni junio junho июн",
    "july": "july juli julio julho июл",
    "august": "august agosto август",
    "september": "septemb setemb сентяб",
    "october": "octob oktob octub outub октяб",
    "november": "novem нояб",
    "december": "decem dezem diciem декаб",
    "brazil": "brazil brasil бразил",
    "india": "india indien инди",
    "mexico": "mexic mexik мексик",
    "colombia": "colomb kolumb колумб",
    "argentina": "argentin аргентин",
    "austria": "austria osterreich австри",
    "germany": "german deutschland aleman alemanh герман",
    "spain": "spain spanien espan испани",
    "italy": "italy italien italia итал",
    "france": "france frankreich francia franca франц",
    "poland": "poland polen poloni польш",
    "portugal": "portugal португал",
    "russia": "russia russland rusia росси",
    "kazakhstan": "kazakh kasach kazaj cazaq казах",
    "usa": "usa сша",
    "england": "england britain britannien inglaterra reino англи британ",
    "indonesia": "indones индонез",
}
"""The month or the country it is about: the same complaint about another one is another problem."""

_MEANINGS = {
    beginning: meaning
    for table in (THINGS, SIGNS, SETTINGS)
    for meaning, words in table.items()
    for beginning in words.split()
}
_WORD = re.compile(r"[^\W\d_]{2,40}")
_WRITTEN = re.compile(r"[^\W\d_]{4,40}")
"""What is said in three letters is a "not" or a "get", which tells nobody what two texts have in common."""
_BEGINNING = 4
"""Letters a beginning needs; shorter words are meant whole."""
_STEM = 6
"""Letters that are kept of other words: endings differ more than beginnings."""
_PHRASES = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), word)
    for pattern, word in (
        (r"time[sd]? out|tiempo de espera|tempo limite|tempo de espera|тайм-аут\w*", " timeout "),
        (r"log in(?:to)?|sign in(?:to)?|logged in", " login "),
        (r"re-engagement", " reengagement "),
        (r"display names?|nombre visible|nombre para mostrar|nome de exibicao|отображаем\w+ им\w+", " displayname "),
        (r"api[ -]keys?|api-schlussel|clave de api|chave de api|api-ключ", " apikey "),
        (r"missing|fehl(?:t|en)|falta[nm]?|em falta|отсутству\w+|parado", " not arrive "),
        (r"not approved|не одобрен\w*|nicht genehmigt", " reject "),
    )
)
_FILLER_WORDS = """
    a an and are at be been each every bei jeder jede jedes by can do does for from has have in is it its of on
    or our please since that the there this to was we what when will with you your after although any all bitte
    das dass dem den der die ein eine einen er es fur hat haben ich im ist mit sie sind uns unser unsere und von
    vom wir zu zum zur al con de del desde el en esta este la las lo los nos nuestra nuestro para por que se su
    un una ao as com da e na nas o os ou pelo um uma в и за на но о от по с со у это мы наш still
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
"""Words that tell nothing. "no" stays: it denies in English and Spanish, although it is an article in Portuguese."""


def read_words(text: str) -> frozenset[str]:
    """What the words of a text mean; a word without a meaning here stands for itself, cut to its stem."""
    # Word by word, since what is folded is remembered.
    folded = " ".join(fold(word) for word in text.casefold().split())
    for pattern, word in _PHRASES:
        folded = pattern.sub(word, folded)
    return frozenset(_meaning(word) for word in _WORD.findall(folded) if word not in _FILLERS)


def first_words(text: str) -> Mapping[str, str]:
    """For each meaning of a text the first word that has it, as it is written there; short words are left out."""
    found: dict[str, str] = {}
    for word in dict.fromkeys(_WRITTEN.findall(text.lower())):
        for meaning in read_words(word):
            found.setdefault(meaning, word)
    return found


def _meaning(word: str) -> str:
    """The meaning with the longest beginning that fits; a short beginning must be the whole word."""
    for length in range(len(word), 1, -1):
        meaning = _MEANINGS.get(word[:length])
        if meaning and (length >= _BEGINNING or length == len(word)):
            return meaning
    return word[:_STEM]
