"""When something began, as people tell it in a question: "since this afternoon", "desde hoje à tarde", "с утра".

No article is about a time of day, but many hold its words in another sense: *tarde* is late as well, *noon* stands in
an example. So they are not looked for, unless nothing else is asked.
"""

import re

_EN = r"(?:morning|afternoon|evening|night|noon|midday|midnight)"
_DE = r"(?:morgens?|früh|vormittags?|mittags?|nachmittags?|abends?|nachts?|mitternacht)"
_ES = r"(?:mañana|mediod[ií]a|tarde|noche|madrugada)"
_PT = r"(?:manh[ãa]|tarde|noite|madrugada|meio[- ]dia)"
_RU = r"(?:утра|обеда|полудня|вечера|ночи|полуночи)"
_CLOCK = r"\d{1,2}(?:[:h]\d{2}|\s?(?:h|hs|am|pm|uhr|o['’]clock|horas?|час\w*|утра|вечера))"
_MOMENT = re.compile(
    rf"""(?ix) (?<!\w) (?:
      (?:(?:since|from)\ )? (?:(?:this|yesterday|tomorrow|last|today)|(?:in|during)\ the|at)\ {_EN}
    | (?:since|until)\ {_EN}
    | (?:seit|ab|bis)\ (?:(?:heute|gestern|vorgestern)\ )?{_DE} | (?:heute|gestern)\ {_DE}
    | (?:am|gegen|seit\ dem)\ (?:(?:frühen|späten)\ )?{_DE}
    | (?:desde\ )? (?:(?:hoy|ayer)\ )? (?:esta|(?:por|en|a|de|desde)\ la|al|del|ayer|desde(?:\ el)?)\ {_ES}
    | (?:desde\ )? (?:(?:hoje|ontem)\ )? (?:à|ao|pela|d[ea]|[nd]?es[ts]a|desde(?:\ [ao])?|hoje|ontem)\ {_PT}
    | (?:со?|от|до|после)\ (?:самого\ )?{_RU} | со?\ (?:сегодняшн|вчерашн)\w+\ (?:дня|{_RU}) (?:\ после\ обеда)?
    | (?:сегодня|вчера)\ (?:утром|дн[её]м|вечером|ночью|после\ обеда)
    | (?:since|from|around|about|at|seit|ab|um|gegen|desde(?:\ l?as?)?|a\ las?|[àa]s|со?|в|около)\ {_CLOCK}
    ) (?!\w)"""
)


def leave_out_moments(text: str) -> str:
    """The text with spaces where a time of day stood, so that every other word keeps its place."""
    return _MOMENT.sub(lambda match: " " * len(match[0]), text)
