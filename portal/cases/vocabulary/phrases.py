"""Meanings that more than one word carries, and how phrases are found in a text.

In a phrase a star stands for any ending of its word, and ``_`` for any one word. Phrases are parted by slashes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PHRASES: Mapping[str, str] = {
    "timeout": (
        "time out / times out / timed out / timing out / tiempo de espera / tempo limite / tempo de espera / тайм аут*"
    ),
    "login": (
        "log in / log into / sign in / sign into / logged in / signed in / inici* sesion / inicio de sesion / fazer "
        "login"
    ),
    "reengagement": "re engagement",
    "24 hours": "24 h / 24 hour* / 24 hora* / 24 stunden* / 24 час*",
    "sign up": "sign up / signing up / registro insertado / cadastro incorporado / встроенн* регистрац*",
    "popup": "pop up",
    "display name": (
        "display name* / verified name / sender name / nombre visible / nombre para mostrar / nombre mostrado / nome "
        "de exibicao / nome visivel / отображаем* имя / отображаем* имени / отображаем* именем / имя отправителя"
    ),
    "key": (
        "api key* / api schlussel* / clave de api / clave de la api / llave de api / chave de api / chave da api / "
        "api ключ* / ключ* api"
    ),
    "reject": (
        "not approved / не одобр* / nicht genehmigt / nicht durch* / turned down / no aprobad* / no fue aprobad* / "
        "nao aprovad*"
    ),
    "two-step": (
        "two step / two factor / 2 step / 2 factor / 2 fa / dos pasos / duas etapas / dos factores / dois fatores / "
        "zwei schritt* / zwei faktor* / двухфактор* / двухэтап* / двухшаг* / doble factor"
    ),
    "duplicate": "2 x / 2 mal / two times / dos veces / duas vezes / два раза / 2 раза / zwei mal / por duplicado",
    "consent": "opt in / opted in",
    "opt out": "opt out / opted out / dar de baja / darse de baja / stop promotions",
    "balance": "top up / topped up / topping up",
    "voice menu": "voice menu / phone menu / menu de voz / menu telefonico / голосов* меню",
    "ring": "phone call* / voice call*",
    "audio": (
        "voice note* / voice message* / nota* de voz / mensaj* de voz / mensag* de voz / recado de voz / голосов* "
        "сообщ*"
    ),
    "read": (
        "read receipt* / read status / blue tick* / confirmac* de lectura / confirmac* de leitura / tique* azu* / "
        "син* галоч*"
    ),
    "badge": (
        "green tick / green badge / blue badge / green check* / gruner haken / grunen haken / зелен* галоч* / tick "
        "verde / oficial business account / official business account"
    ),
    "portfolio": (
        "business manager / business suite / бизнес менеджер* / gerenciador de negocios / administrador comercial"
    ),
    "filename": "file name* / nombre* de archivo* / nombre* del archivo / nome do arquivo / имя файла / имени файла",
    "country code": "country code* / codigo de pais / codigo do pais / код страны / кода страны / dialling code",
    "email": "e mail*",
    "hang": (
        "bleib* stehen / bleib* _ stehen / bleib* _ _ stehen / bleib* _ _ _ stehen / bleib* hangen / bleib* _ hangen"
    ),
    "sequence": "out of order / wrong order / fora de ordem",
    "webhook": "web hook*",
    "slow": (
        "takes long / take long / takes _ long / taking _ long / dauer* lang* / dauer* _ lang* / demora mucho / "
        "demora muito"
    ),
    "missing": "em falta / не хватает",
    "outage": (
        "fora do ar / is down / are down / went down / se cayo / se callo / geht nix / geht nichts / nichts geht / "
        "nothing works / nada funciona / no funciona nada / ничего не работает"
    ),
    "direct debit": "direct debit",
    "card": "credit card*",
    "limit": "too many / zu viele / demasiad* / слишком много / muitas requisic*",
    "in use": (
        "in use / already taken / already registered / in verwendung / bereits vergeben / en uso / em uso / уже "
        "используется"
    ),
    "time zone": "time zone / zona horaria / fuso horario / часов* пояс*",
    "line break": "line break* / salto* de linea / quebra* de linha / перенос* строк*",
    "credit": "credit note* / nota* de credito / кредит нот*",
    "advert": "click to whatsapp",
    "qr": "qr code / qr код* / codigo qr",
    "profile": "profile photo / profile picture* / foto de perfil / foto do perfil / фото профил*",
    "free": "no cost / sin costo / sem custo / ohne kosten",
    "arrive": (
        "go through / goes through / went through / getting through / come through / comes through / komm* durch / "
        "geh* durch"
    ),
    "show": "show up / shows up",
    "setting": "set up / setting up",
    "disable": "turn off / turned off / switch off / switched off",
    "lock": "kicked out / locked out / kick us out",
    "drop": "hang up / hangs up / cut off / cuts off",
    "register": "dar de alta / dado de alta / damos de alta",
    "one-time code": "un solo uso / uso unico / one time / one time code / einmal code",
    "weekend": "fin de semana / fim de semana",
    "noon": "medio dia / meio dia",
    "friday": "sexta feira",
    "monday": "segunda feira",
    "tuesday": "terca feira",
    "wednesday": "quarta feira",
    "thursday": "quinta feira",
    "website": "web site / pagina web",
    "retry": "try again / trying again / nueva vez",
    "stock": "out of stock / sem estoque / sin stock / ausverkauft / нет в наличии",
    "forget": "don t remember / no recuerd* / nao lembr* / не помн*",
    "unread": "no leid* / nao lid*",
    "fail": "schlag* fehl",
    "not": "don t / doesn t / didn t / isn t / aren t / wasn t / won t / can t / couldn t / hasn t / haven t",
}
"""Beside the tables of single words."""

_TOKEN = re.compile(r"[^\W\d_]{1,40}|\d{1,20}|\?")
_KEY = 3
"""Letters of a first word with a star by which a phrase is looked up."""


@dataclass(frozen=True)
class Found:
    """A phrase in a text, from one word to before another."""

    start: int
    end: int
    meaning: str


class Phrases:
    """Phrases with their meanings, looked up by how they begin, so that a text is read once however many there are."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._begun: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for meaning, written in table.items():
            for phrase in written.split("/"):
                first, *others = phrase.split()
                if first.endswith("*"):
                    self._begun[first[:_KEY]].append(((first, *others), meaning))
                else:
                    self._whole[first].append(((first, *others), meaning))
        for phrases in (*self._whole.values(), *self._begun.values()):
            phrases.sort(key=lambda each: -len(each[0]))

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """All phrases, from left to right; where several begin, the longest."""
        end = 0
        for at, word in enumerate(words):
            phrases = (self._whole.get(word), self._begun.get(word[:_KEY]))
            if at >= end and phrases != (None, None):
                found = _longest([*(phrases[0] or ()), *(phrases[1] or ())], words, at)
                if found:
                    end = found.end
                    yield found


def _longest(phrases: Sequence[tuple[tuple[str, ...], str]], words: Sequence[str], at: int) -> Found | None:
    for phrase, meaning in phrases:
        end = at + len(phrase)
        if end <= len(words) and all(map(_fits, phrase, words[at:end])):
            return Found(at, end, meaning)
    return None


def split_words(folded: str) -> list[str]:
    """The words, the figures and the question marks of a folded text."""
    return _TOKEN.findall(folded)


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    return pattern in {word, "_"}
