"""Meanings of words about interfaces, events, programs and devices."""

from collections.abc import Mapping

TECHNICAL: Mapping[str, str] = {
    "api": "api. apis. апи. schnittstell cloudapi",
    "webhook": "webhook webook вебхук вэбхук callback event ereign событ webhok webhuk notificationurl хук. хуки ивент",
    "status": "status estado статус",
    "key": "apikey schlussel schluessel clave chave ключ token токен key. keys. schlusel zugriffstok llave",
    "server": "server endpunkt servidor сервер эндпоинт endpoin backend host. hosting infrastr datacent",
    "request": "request anfrag solicitud requisic запрос peticion aufruf",
    "gateway": "gateway proxy nginx",
    "unauthorized": "unauthori forbidden prohibid proibid verboten autoriz unautor",
    "retry": (
        "retry retri reintent wiederhol повторя повтора retent resend reenvi neuversuch попытк versuch intento "
        "tentativas tentar"
    ),
    "certificate": (
        "certificat zertifik ssl. tls. letsenc selfsigned cert. certs. zert. сертиф zwischenz chain. kette. cadena "
        "цепочк"
    ),
    "signature": "signatur firma. firmas. assinatur подпись подписи hmac.",
    "firewall": "firewall whitelist allowlist файрвол брандмау ip. ips. ipadress",
    "format": "format формат",
    "parameter": (
        "paramet параметр variable variavel variaveis переменн placeholder marcador wert. werte. valor. valores. "
        "value. values. значен campo. campos. field. fields. feld. felder. поле. поля. полей. platzh pflichtfeld "
        "argument аргумент"
    ),
    "payload": "payload nutzlast json. body.",
    "encoding": "encod umlaut charset utf. кодиров кракозяб",
    "browser": "browser chrome firefox safari браузер navegador edge. brave. opera. inkognito incognit",
    "iphone": "iphone айфон ios. ipad",
    "android": "android андроид",
    "device": (
        "device gerat dispositiv aparelho устройств laptop computer rechner ordenador computador handset pc. tablet"
    ),
    "bot": "bot. bots. chatbot бот. боты. бота.",
    "crm": "crm. zendesk hubspot salesforce bitrix amocrm",
    "queue": (
        "queue warteschl cola. colas. fila. filas. очеред backlog ruckstau wartend anstau encolad enfileir schlange"
    ),
    "connection": "connection verbindung conexion conexao conexoes соединен",
    "log": "log. logs. logfile protokoll лог. логи. логах. журнал mitschnitt",
    "language": "language sprache sprachversion idioma язык",
    "translation": "translat ubersetz traduc",
    "category": (
        "categor kategor категор utility utilidad reclass umgestuf eingestuf recategor klassifiz переквалиф umkateg"
    ),
    "review": (
        "review prufung revision analise анализ провер модерац einreich eingereicht submit gepruft revis. begutacht "
        "рассмотр moderac модерир"
    ),
    "approve": "approv genehmig aprob aprov одобр freigeg freigab",
    "appeal": "appeal einspruch apelac апелля widerspr",
    "save": "save. saves. saved. saving speicher abspeich guarda. guardar salvar salva. сохран",
    "create": (
        "creat erstell erzeug anleg angelegt generat generar generer crear crea. creamos criar cria. gerar gera. "
        "geramos созда генерир"
    ),
    "subscribe": "subscri abonn suscrib suscripc inscri",
    "url": "url. urls. webadress webhookadr",
    "documentation": "documentation doku. docs. documentac документац handbuch anleitung manual инструкц",
    "second": "segundos sekunde seconds секунд",
    "minute": "minute minuto минут",
    "hour": "hour. hours. stunde hora. horas. часа. часов. часами. halbstund",
    "day": "day. days. tag. tage. tagen. dia. dias. день. дней. дня. сутк",
    "week": "week woche semana недел",
    "morning": "morning manana manha morgen. morgens. fruh. утра. утром. утро.",
    "night": "night tonight noche noite nacht ночь ночи",
    "second one": (
        "second another weiter. weitere zusatz zweit hinzu agreg segund adicion добав втор neuen. neuer. neue. nuevo "
        "nueva novo. nova. novos. новый новую новая новые new."
    ),
    "old": (
        "old. older alte. alten. altes. antig viej vecchi стар. старый старая старого старое старые velh fruher "
        "vorherig anterior прежн предыдущ previous"
    ),
    "automatic": "automat автомат",
    "synchronise": "sync. synch sincron синхр",
    "country code": "countrycode vorwahl landesvorw lada. prefijo ddi. ddd. landerv prefix",
    "health": "health gesundh salud. saude. здоров",
    "allow": "allow erlaub darf. durfen permit разреша",
    "reason": "reason grund. grunde motivo razon razao причин why. warum почему explica erklar wieso weshalb",
    "service": "servic dienst сервис обслуж",
    "system": "system sistema систем software",
    "page": "page. pages. seite pagina страниц страничк",
    "revoke": "revoke widerruf entzogen entzug revoc revog отозв",
    "cloud": "cloud nube. nuvem облак",
    "cache": "cache кэш кеш cookie",
    "wifi": "wifi wlan",
    "backup": "backup sicherung резервн",
    "noon": "noon midday mittag mediodia обеда обед. полдень полдн",
    "evening": "evening abend вечер",
    "weekend": "weekend wochenend выходн",
    "monday": "monday montag lunes понедельник",
    "tuesday": "tuesday dienstag martes вторник",
    "wednesday": "wednesday mittwoch miercoles среду. среда.",
    "thursday": "thursday donnerstag jueves четверг",
    "friday": "friday freitag viernes пятниц",
    "saturday": "saturday samstag sabado суббот",
    "sunday": "sunday sonntag domingo воскрес",
    "enter": "enter. entered eintrag eingeb eingab eingegeb introduc inserir insert ввод ввест ввожу ввели",
    "install": "instal установк установи",
    "restart": "restart neustart reinici перезапус перезагруз",
    "library": "librar bibliothek libreria bibliotec библиот sdk.",
    "syntax": "syntax sintax синтакс malformed",
    "vpn": "vpn.",
    "normal": "normal нормал обычн",
}
"""What it runs on and how it is connected."""
