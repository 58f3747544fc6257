"""Meanings of words about numbers, accounts, the Hub, companies and money."""

from collections.abc import Mapping

BUSINESS: Mapping[str, str] = {
    "number": (
        "number nummer numero номер rufnumm phone telefon telephon celular movil handy телефон line. lines. linea "
        "rufnr nr. tel. telf. mobilnr numer. тел. линия линию линии linha hauptnummer zweitnummer"
    ),
    "landline": "landline festnetz fixnetz fijo. fija. fixo. городско стационар",
    "sim": "sim. esim. симк simkarte",
    "display name": "displayname anzeigenam absendernam profilnam namensand",
    "name": (
        "name. names. namen. namens. nombre nome. nomes. имя. имени. имен. именем. назван rename umbenenn benennung "
        "называет"
    ),
    "username": "nutzernam benutzernam usernam никнейм bsuid.",
    "profile": "profil perfil профил avatar logo. logos. logotip логотип firmenlogo",
    "description": "descri beschreib описан",
    "quality": (
        "qualit qualidad calidad качеств bewertung rating calificac classificac рейтинг оценк reput bewertet ranking "
        "score. punktz"
    ),
    "red": "red. rot. rote. roten. roter. rojo roja vermelh красн",
    "yellow": "yellow gelb amarill amarel желт",
    "low": "low. niedrig baixa. baixo. baja. bajo. низк gering",
    "limit": (
        "limit лимит teto. tope. topes. cupo kontingent quota cota порог предел obergrenz grenze cap. threshold "
        "maximum maximo максим begrenz tageslim toomany"
    ),
    "tier": "tier. tiers. stufe nivel niveis niveau уровен уровн level",
    "raise": (
        "raise increas erhoh aumentar aumento повыс увелич поднят heraufs upgrade erweiter ampliar aumente hochsetz "
        "subir."
    ),
    "rate": (
        "rate. rates. throttl ratelimit drossel frequenz frecuenc frequenc частот скорост velocid geschwind durchsatz "
        "throughput vazao pacing pair. paarlim bremse ritmo rendim пропускн гнать"
    ),
    "pin": "pin. pins. пин. pincode пинкод",
    "two-step": "twostep mfa. totp. authy",
    "register": "regist регистр anmeldung зарегистр deregistrier einbuch заведен",
    "connect": (
        "connect conect verbind anschliess подключ привяз vincula verknupf angebund anbinden anbindung enlazar linked "
        "koppel gekoppelt связать связк"
    ),
    "sign up": "signup embedded onboard cadastr einricht eingericht alta.",
    "popup": "popup",
    "move": (
        "move. moved. moving migrat migrar migrac migrier umzug portier portab porting umziehen перен перее traslad "
        "миграц мигрир"
    ),
    "partner": (
        "partner партн parceir socio. socios. softwarepart agentur agencia agency агентств integrat интегратор resell "
        "consultora beratung dienstl"
    ),
    "provider": "provider anbiet proveed provedor провайд поставщ bsp. operador carrier mobilfunk",
    "account": "account konto konten cuenta conta. contas. аккаунт учетн учетк waba. wabas. testkonto",
    "portfolio": "portfol portaf портфол unternehmensportf businessmanager",
    "owner": "owner inhaber eigentum dono. dona. dueno duena propriet titular владел kontoinhab geschaftsf chef. boss.",
    "email": "email mail. mails. correo postfach почт письм mailadr",
    "user": "user. users. admin. admins. administr benutzer usuario пользоват nutzer юзер userzug",
    "employee": (
        "employ mitarbeit emplead funcionario сотрудник staff team. atendent agente agents operator оператор менеджер "
        "asesor vendedor vertrieb сотрудниц mitarb."
    ),
    "invite": "invit einlad eingelad convid convit пригла",
    "permission": (
        "permission berechtig permiso permissao permissoes разреш rechte. права. прав. zugriffsrecht unauthor "
        "privileg erteil"
    ),
    "access": "access zugriff zugang acceso accede acesso acessar доступ",
    "login": (
        "login logon signin einlog eingelog entrar entro. войти вход. входа. входе. входит. захожу зайти логин "
        "авториз acceder ingres angemeldet anmeld einmelden попасть loggin einzulog logar accedo zugreif inloggen "
        "authenticator logout ausgelog einwahl вхожу войду залогин разлогин"
    ),
    "password": "kennwort passwor contrasen senha. senhas. парол credential zugangsdat pass. passw. kennw. pwd.",
    "hub": (
        "hub. хаб. хабе. хаба. кабинет portal портал panel painel paineis панел konsole dashboard oberflach interface "
        "interfaz backoffice plataforma platform plattform платформ"
    ),
    "delete": (
        "delet losch gelosch elimin borrar borre borrado apagar apague exclu. excluir exclus exclua удал entfern "
        "remov quitar стереть geloeschte loeschen apagad borram"
    ),
    "close": "close. closed. closes. closing schliess geschloss cerrar cierra cerrad fecha закры encerr",
    "cancel": "cancel kundig gekundigt kuendig stornier rescis отмен расторг terminat beend finalizar",
    "data": "data. daten datos dados данн privacy dsgvo gdpr. lgpd. privacid персонал rgpd.",
    "store": "aufbewahr gespeich speicherung almacen armazen хран retention conservan guardan guardam",
    "plan": (
        "plan. plans. planes tarif. tarife. тариф vertrag contrat contract договор подписк abo. licen лиценз lizenz"
    ),
    "invoice": (
        "invoic rechnung factura fatura счет. счета. счете. счету. счетом. счетов. boleto invocie faktur инвойс bill "
        "abrechn"
    ),
    "receipt": (
        "beleg. belege. zahlungsbeleg comprobant квитанц quittung receipt. receipts. чек. чека. comprov constanc "
        "zahlungsnach платежк"
    ),
    "pay": (
        "pay. pays. paid. paying payment zahl. zahle. zahlen. zahlt. zahlung bezahl gezahlt pago. pagos. pagar pagam "
        "pagad paga. pague pagou оплат плат. платеж плати posten begleich beglich saldado kartenzahl оплач payed "
        "uberwiesen paypal stripe"
    ),
    "transfer": "transfe uberweis uberwies ueberweis перевел перевод",
    "direct debit": "lastschrift bankeinzug domicili sepa. mandat",
    "bank": "bank. banks. banco bancari банк iban. kontoverb bankverb",
    "tax": (
        "vat. tax. taxes umsatzst mehrwert ust. iva. impost impuest ндс налог steuer fiscal cnpj. rfc. nif. "
        "reversecharge ustid inn. инн. cuit. rut. cif."
    ),
    "currency": (
        "currency wahrung moneda moeda валют euro. euros. eur. dollar dolar reais. долл рубл usd. brl. waehrung"
    ),
    "balance": "topup auflad aufgelad guthaben saldo. saldos. balance recarg пополн баланс остат prepaid kredit",
    "credit": "gutgeschr gutschrift acredit abonad credited credit. creditnote storno возмещ",
    "price": (
        "price pricing cost. costs. preis kost. kosten. kostet. koste. precio cuesta custa custo. preco coste. цен. "
        "цена. цены. ценах стоим стоит стоят gebuhr fee. fees. расцен konditionen"
    ),
    "charge": (
        "charg berechn abgebucht abbuch cobr cargo. cargos. debit списа списыв начисл взима belastet belastung zuviel "
        "sobrecobr overcharg"
    ),
    "refund": "refund erstatt zuruckerst reembols devoluc возврат вернуть вернули ruckzahl ruckerst estorno estornar",
    "overdue": "overdue uberfall unbezahl ausstand vencida. долг. долга задолж mahnung unpaid",
    "free": "free. kostenlos kostenfrei gratis gratuit umsonst бесплат",
    "address": "address adress anschrift direccion endereco адрес. адреса. адресу. адресом. domicilio",
    "company": (
        "company companies unternehm firmen empresa компани business geschaft negocio организац фирм. фирма. фирмы. "
        "gmbh. sl. ltda. ооо. llc. ltd. sociedad rechtsform gesellsch corporat"
    ),
    "verify": (
        "verify verifi верифик подтвержд unternehmensver verficat verifc validier validac valida. validar legitim"
    ),
    "badge": "badge selo. selos. insignia abzeichen значок значка",
    "accept": "accept angenomm akzept acept aceit приним принят",
    "statistic": (
        "statist analytic report auswert estadist relator informe статист отчет bericht kennzahl kpi. metric insights "
        "показател метрик аналитик analit"
    ),
    "export": "export экспорт csv. excel. spreadsh xlsx.",
    "column": "column spalte coluna столбец столбц колонк",
    "difference": "differ unterschied diferen разниц расхожд discrep abweich",
    "test": "test. tests. testing testnum testumg prueba teste. testes. тест. тестов тесту",
    "sandbox": "sandbox sanbox песочн",
    "support": "support hotline helpdesk suporte soporte поддержк",
    "coexistence": "coexist koexist коэкзист",
    "app": "app. apps. aplicativo aplicacion aplicacao приложен anwendung",
    "facebook": "facebook фейсбук fb.",
    "instagram": "instagram инстаграм",
    "website": "website webseit sitio. site. сайт homepage",
    "green": "green grun verde зелен",
    "grey": "grey gray grau ausgegr gris cinza серая серый серым неактив",
    "country": "country countri land. lander. landern pais стран",
    "terms": "terms nutzungsbed agb. termos условия условий",
    "dpa": "avv. dpa. auftragsverarb",
    "renew": "renew verlanger renov продл",
    "usage": "usage verbrauch nutzung consumo использован",
    "month": "month monat meses mes месяц",
    "year": "year. years. jahr. jahre ano. anos. год. года.",
    "role": "role. roles. rolle. rollen. роль роли papel papeis",
    "deregister": "deregist desregist",
    "forget": "forgot forget vergess olvid esquec забыл забыт",
    "reset": "reset zuruckset zuruckgesetz restablec redefin сбросить",
    "setting": "setting einstellung ajuste config konfigur настро",
    "qr": "qr.",
    "pix": "pix. upi.",
    "channel": "channel kanal canal canais канал",
    "label": "label etikett etiquet метк тег.",
    "search": "search suche busca. buscar поиск filter filtro фильтр",
    "time zone": "zeitzone timezone",
    "in use": "inuse",
    "production": "live. produc echtbetr боев прод.",
    "expensive": "expens teuer teurer cara. caro. caros. caras. дорог дороже",
    "zero": "zero. zeros. zerad cero. ceros. null. нол ноль нулев",
    "thousand": "thousand tausend mil. тысяч тыс.",
    "percent": "percent prozent porcent porcient процент",
    "sign": "unterschr unterzeich firmar firmad. assinar assinad подписать подписан",
    "legal": "legal. rechtlich juridic юрид jurist",
    "trial": "trial probezeit пробн",
    "assign": "assign zuordn zugeordn zugewies asign atribu назнач распредел",
}
"""Whose it is, where it is set up, and what it costs."""
