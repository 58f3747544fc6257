"""Meanings of words for what is wrong with a thing, or wanted of it."""

from collections.abc import Mapping

FAULTS: Mapping[str, str] = {
    "not": (
        "not. no. none never nothing kein nicht nix. nie. niemand sin. ningun nada. nadie nao. sem. nenhum ninguem "
        "nem. не. нет. ни. ничего никак никто никог без. cannot cant. dont. wont. isnt. doesn didn isn. aren. won. "
        "couldn hasn. haven wasn. unable ohne. without nope nirgends jamas нету nunc"
    ),
    "fail": (
        "fail fehler fehlschl fehlges scheit gescheit falla. fallan fallo. fallos. fallid falha. falhas. falham "
        "falhou falhand erro. erros. error ошиб неудач broken broke. kaputt defekt schiefge versag fault fallas bug. "
        "bugs. buggy glitch сломал глюч баг. баги spinnt spinnen hakt. zickt kracht bugou bugad pau. ruim. malfunc "
        "mess. versemmel крива криво"
    ),
    "problem": "problem проблем issue trouble schwierig dificult matter. sorgen chaos",
    "work": (
        "work. works. working worked funktion funcion работа klappt. klappen geht. gehen. ging. lauft. laufen. "
        "running. runs. anda. andan. jala. rodar. roda. rodando laufend funzt arbeit"
    ),
    "arrive": (
        "arriv arive receiv reciev come. comes. came. get. gets. got. getting. deliver komm. kommt. kommen. kam. "
        "ankomm erhalt erhielt empfang bekomm kriegt kriegen zustell entreg lleg recib receb cheg приход приш получ "
        "достав доход доше. дошл поступ undeliver unzustell eintreff ankam angek recived zugest eingetroff eingang. "
        "landed ходят. ходит. прилет долет доезж добира landen. landet. hereinkom reinkomm eintrudel"
    ),
    "missing": (
        "missing fehlt fehlen falta. faltan faltam отсутств пропал пропад absent gone. verschwund desaparec sumiu "
        "sumir lost. verlor perdid weg. verschwind perdio perdeu sumido lacks lacking perdi. perdimos потер утер "
        "fort. abhanden"
    ),
    "reject": (
        "reject declin refus abgelehnt ablehn abgeleht rechaz rejeit recus отклон deneg negad denied disappro "
        "durchgef zuruckgew abgewies отказ reprovad reprovou rejet denial отверг bounc negou nego. negaram verweiger"
    ),
    "pause": "paus приостан unpaus",
    "stop": (
        "stop. stops. stopped stopping stoppt angehalten parou. parado parada. parar paro. detuv deten остановил "
        "встал. встала. прекрат stillst steht. stehen. aufgehort dejo. deixou deixaram dejaron перестал cease"
    ),
    "hang": (
        "hang. hangs. hanging hangt. hangen stuck spin. spins. spinning spinner kreis ladekreis dreht drehen gira. "
        "girando girar крут висит завис повис подвис colgad colgando trava. travou travad trabad freez froz eingefror "
        "congel atasc pegado feststeck festhang presas presos carregando загружается loader ladebalk cargand infinit "
        "unendlich ewig бесконеч грузит глух endlos eternam eternidad"
    ),
    "timeout": "timeout zeituberschreit тайм",
    "slow": (
        "slow lento lenta lentis lentid langsam ползет тормоз lag. lags. latenc latenz antwortzeit tarda. tardan "
        "длител долго долгая trag zah. lentitud ruckelt verlangs тупит медл ages. dauert. dauern. wartezeit demorad"
    ),
    "late": (
        "late. later. delay verspat verzog retras tarde. atras demor задерж опазд опозд lateness spater verspaet "
        "spat. tardio поздно"
    ),
    "lock": (
        "lock. locked locks. block. blocked blocks. blocki sperr gesperr bloque заблок блокир заблоч suspen banned "
        "ban. bann. gebann banea baneo banid бан. забан замороз aussperr ausgesperr lockout blockade kicked vetad "
        "rauswurf rausgeworf kickt"
    ),
    "disable": "disabl deaktiv inhabil desactiv desativ отключ abgeschalt ausgeschalt deactiv ausschalt выключ",
    "restrict": "beschrank eingeschr einschrank restric restrin огранич",
    "unlock": (
        "unlock unban entsperr freischalt freigeschalt desbloq reactiv reativ разблок liberar liberad liberem активир "
        "activate activad aktivier"
    ),
    "violation": "violat verstoss infrac violac нарушен richtlin policy policies politica",
    "offline": "offline disconnect getrennt desconect отсоедин отвяз",
    "empty": (
        "blank white. empty leer. leere weiss. weisse blanco vacio vacia branco. branca. vazio vazia пуст бел. белая "
        "белый белую hohl"
    ),
    "load": (
        "load. loads. loading ladt. laden. geladen carga. cargan cargar carrega. carregam carregar загружа ladet loaded"
    ),
    "open": "open. opens. opened opening offnet offnen geoffnet abrir abre. abren abrem abriu открыва открыт открой",
    "show": (
        "appear aparec anzeig angezeigt отображ виден видн видят видит вижу. видим. display show. shows. shown. sees. "
        "seen. sieht. sehen. sichtbar visibl mostra muestr veem. ven. ver. erschein visualiz показ see ansehen zeigt "
        "zeigen taucht eingeblendet ausgeblendet exib exhib"
    ),
    "crash": "crash abgesturzt sturzt absturz вылет закрывается abst. abgeschm",
    "drop": (
        "dropp drop. drops. gesunk gefall gesprung fallt. cai. caiu cair caindo cae. caen cayo. снизил упал сброс "
        "сбрас обрыв abbrech abbruch abgebroch desliga corta. cortan cut. cuts. sinkt. gesenkt trennt unterbrech "
        "unterbroch interrump interromp прерыв разрыв отвал fell fallen falls. abgestuft sank. bajado rebaix откатил"
    ),
    "outage": (
        "outage ausfall ausgefall caida. caidas. queda. сбой сбоя сбои авар downtime storung down. легл лежит tot. "
        "pane. panne vorfall incident incidenc инцидент off. tote totalausf caido abgestuerzt"
    ),
    "duplicate": (
        "duplic doppelt twice zweimal mehrfach dublett doble. dobles dobro duplo dupla. dobrad repit дважды дубл "
        "двойн задво double zweifach duplikat dubliert repet repeat mehrmals twin dopplung doppelung zwiefach"
    ),
    "mismatch": (
        "mismatch coincid wrong falsch incorrect inkorrekt incorret неверн неправил equivoc errad stimmt. ubereinstim "
        "совпад некоррект passt. match inconsist verwechs vertausch trocad cruzad перепут confund"
    ),
    "invalid": "ungultig inval недейств невалид valido. gultig действит ungueltig valid.",
    "unsupported": "unsupport unterstutz soporta. soportad suportad поддерживает",
    "expect": "expect erwart esper ожидает",
    "expire": (
        "expire abgelauf ablauf vencid vence. caduc expira истек протух просроч vencim vencio venceu gultigk abgel. "
        "outdated veraltet"
    ),
    "pending": (
        "pending ausstehend aussteht pendent pendiente ожидан awaiting warte espera. esperando aguard ждем ждет жду. "
        "wait. waiting waits gewartet подожд"
    ),
    "exist": (
        "exist gibt. найден found. gefunden encontr encuentr find. finds. findet finden. существ nonexist vorhand "
        "inexist"
    ),
    "unavailable": "unavail availab disponiv disponib indisponiv verfugbar недоступ",
    "change": (
        "chang rotat ander. andern andert geandert anderung wechsel gewechselt cambi mudar mudam muda. mudanca mudou "
        "alter. altera смен. смена сменить сменил измен поменя tausch austausch перейти troca switch umstell edit. "
        "edits. editier bearbeit editar modific modify replace ersetz reemplaz substitu замен verander mudei umgest"
    ),
    "update": "updat aktualis actualiz atualiz обнов refresh neulad",
    "correct": "corrig korrig corrij reemit исправ fix. repair correc richtig",
    "add": "add. added adding hinzufug anadir agregar adicionar добавит zusatzlich",
    "how": (
        "how. wie. como. как. which welche cual. cuales qual. quais viele. cuanto cuanta quantas quanto какой какие "
        "какая сколько"
    ),
    "want": (
        "want mochte gerne quer. quero. querem quiero necesit precis хотим хочу. хотели нужн need wunsch gewunscht "
        "deseamos desejamos хотелось"
    ),
    "possible": "possib moglich posible possiv возмож можно",
    "happen": "happen passier geschieh ocurr acontec происход случ geschehen sucede sucedio",
    "leak": (
        "leak geleak filtrad vazou vazad утеч hack gehackt взлом robad roubad украд compromis gestohl stole fuga. "
        "фишинг phish missbrauch betrug scam fraud estafa golpe мошен"
    ),
    "cut off": "abgeschnit cortad truncat обрез",
}
"""What is wrong with it, or wanted of it."""
