"""Meanings of words about messages, what is in them and whom they go to."""

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "message": (
        "messag mesage msg. msgs. nachricht nachicht mensaj mensag menssag сообщ текст text. texts. texte. texto "
        "messg messeage nachrchten"
    ),
    "template": "templat tempalt vorlag plantil modelo шаблон шабон hsm.",
    "send": (
        "send sent. versand versend verschick schick geschickt gesend raus. rausgeh envi mand. manda. mandar mandam "
        "mando отправ отсыл шлем. шлет. слать. уход dispatch dispar sai. saem. saindo. salen. salir. salio abgeh "
        "rausgegang"
    ),
    "customer": (
        "customer client kund клиент contact kontakt contato контакт recipient empfanger destinat получател адресат "
        "people. leute. persona pessoas людей. людям. люди. покупател buyer consumidor comprador"
    ),
    "reply": "reply replie antwort beantw respuest respond respost contest ответ answer response",
    "incoming": "incoming inbound eingeh entrant recebida входящ entrada поступающ",
    "photo": (
        "photo foto image bild pic. pics. pictur фото картин изображ jpg. jpeg. png. screenshot aufnahme selfie снимк "
        "галере fotka фотк portrait"
    ),
    "video": "video видео codec ролик clip. clips.",
    "audio": "audio voicenote sprachnachr sprachmem sprachnot голосов аудио ogg. opus. memo",
    "sticker": "sticker figurin pegatin стикер aufkleber adesivo",
    "document": (
        "document документ unterlag papiere papeles бумаг dokumen scan. scans vertragsd handelsreg gewerbe ausweis "
        "reisepass extracto escritura выписк устав"
    ),
    "pdf": "pdf. pdfs. пдф.",
    "file": "file. files. datei archivo arquivo ficher файл anhang attachm adjunt anexo вложен",
    "media": "media medien midia multimedia медиа",
    "upload": "upload hochlad hochgelad subid subir subimos suba. subio загруз raufl",
    "download": "download herunterlad runterlad heruntergel descarg baixar baixam скач загрузить",
    "filename": "filename dateiname",
    "size": "size. sizes. grosse dateigross tamano tamanho размер kb. mb. oversiz",
    "location": "location standort ubicac localiz геопоз геолок местополож map. maps. mapa koordinat coorden",
    "card": "card. cards. karte tarjet cartao cartoes карта карты карту карте картой карточк visa. mastercard kreditk",
    "catalogue": "catalog katalog каталог",
    "product": "product produkt produto товар item. items. itens. articul artikel artigo ware. waren. merchand",
    "shop": "shop. shops. onlineshop tienda loja магазин витрин store. boutique ladengesch vitrine lojinha",
    "cart": "cart. warenkorb carrito carrinho корзин",
    "sell": "sale. sales. sell. venta venda verkauf продаж",
    "menu": "menu меню list. lists. liste. listen. lista список списк listennachr listenmen auswahlliste listenmeld",
    "option": "option opcion opcao opcoes опци вариант auswahl escolh elegir elige выбор выбир antwortmogl",
    "button": "button knopf schaltflach boton botao botoes кнопк buton taste. tasten quickrep schnellantw",
    "tap": "tap. taps. tapping tippt tippen antipp toca toque klick click clic. clica нажим нажат pulsa druck",
    "flow": "flow. flows. form. forms. formular форма форму форме анкет questionn encuest pesquis umfrag опрос survey",
    "screen": "screen bildschirm pantall tela. telas. экран",
    "link": "link. links. weblink enlac vincul ссылк hyperlink verlink gekurzt",
    "read": (
        "gelesen lesebest lesestat leido leida lida. lido. lidas. прочит прочтен readreceipt read. reads. lesen. "
        "liest. leen. leyo ler. leem. leram читают читать прочел прочли"
    ),
    "tick": "tick. ticks. checkmark haken hakchen tique tics. palomit tilde галоч птичк",
    "emoji": "emoji эмодзи смайл smiley",
    "footer": "footer fusszeil rodape подвал",
    "header": "header kopfzeil encabez cabecalh cabecer заголов",
    "character": "zeichen caracter symbol символ charact sonderz",
    "reaction": "reaction reaktion reaccion reacao реакц",
    "group": "group gruppe grupo групп",
    "call": "call. calls. calling. llamad chamada вызов вызыв",
    "ring": "phonecall ruckruf anruf angerufen ligac ligar ligam ligou звон telefonat voip. telefonier rufen",
    "voice menu": "ivr. voicemenu автоответ",
    "history": "history chatverlauf verlauf historial historic истори",
    "marketing": "marketing werbung werbe маркет реклам publici anuncio advert",
    "campaign": (
        "campaign kampagn campan newsletter boletin boletim рассыл blast broadcast difus rundschr massenvers mailing "
        "aussend disparo serienbrief massenm rundsend"
    ),
    "promotion": (
        "promo aktion. aktionen. акци rabatt descuent descont скид discount oferta angebot gutschein cupom cupon "
        "coupon купон voucher"
    ),
    "reach": "reach reichweit alcanc охват erreich alcanza alcanzo достуч дотян",
    "consent": "optin consent einwillig zustimm согласи",
    "opt out": "optout unsubscr abbestell descadast отпис austrag abgemeldet abmeld desuscrib",
    "spam": "spam спам junk",
    "complaint": "complain beschwer queja queix reclam жалоб жалу",
    "purchase": "orders. ordered bestell pedido заказ encargo purchas einkauf kauf. kaufen compra покуп",
    "sequence": "reihenfolge orden. ordem. порядк порядок desorden sequenc сортир sortier",
    "booking": (
        "appoint termin. termine. terminen. terminb terminer terminv cita. citas. agend бронир booking buchung buchen "
        "reserv записи. записат прием запись"
    ),
    "shipping": "shipping shipment shipped paket lieferung paquete pacote посылк entregador courier versandinf",
    "confirmation": "confirm bestatig подтвердит",
    "sms": "sms. смс. смск эсэмэс",
    "one-time code": "otp. onetime einmalcode einmalpass einmalkenn одноразов authenticat autentic authentif аутентиф",
    "code": "code. codes. codigo код. кода. коды. коду. кодом. кодов. digit ziffer цифр",
    "window": "window fenster ventana janela окно. окна. окне. окном.",
    "reengagement": "reengagement",
    "24 hours": "stundenfenst",
    "conversation": "gesprach convers диалог chat. chats. чат. чата. чаты. чате.",
    "word": "word. words. wort. worte. palabra palavra слово слова",
    "greeting": "welcome willkomm bienven приветств begruss saludo saudac",
    "reminder": "reminder erinner recordat lembret напомин",
    "write": (
        "write writing wrote written schreib schrieb geschrieb anschreib angeschrieb escrib escrit escrev пишу. пишем "
        "пишут пишет писать писал напис"
    ),
    "notification": "notif benachr hinweis mitteil aviso уведомл alert alarm",
    "content": "content inhalt conteni conteud содержан",
    "preview": "preview vorschau previa previsual превью предпросм",
    "carousel": "carousel karussell carrusel carrossel карусел",
    "advert": "ctwa. werbeanzeig",
    "typing": "typing escribiendo digitando печатает",
    "line break": "zeilenumbr linebreak",
    "bold": "bold fettgedr negrita negrito жирн kursiv italic",
    "row": "row. rows. zeile строк",
    "sound": (
        "sound. sonido ton. звук som. stumm mudo oye. oyen. hort. horen. hear. heard. ouve. ouvem. escucha слышн "
        "слышат silenc lautlos тишин"
    ),
    "play": "play. plays. abspiel reproduc reproduz воспроизв проигрыв playing",
    "blurry": "blurr unscharf pixel borros размыт desfoc verpixel borradas borrados granul мыльн",
    "corrupt": "corrupt beschadig danad danific повреж",
    "sample": "sample muestra beispiel ejemplo amostra exemplo образец образц пример.",
    "inbox": "inbox posteing bandeja caixa",
    "forward": "forward weiterleit weitergel encaminh пересла пересыл",
    "quote": "quoted zitat zitier citad цитат",
    "unread": "unread ungelesen непрочит",
    "audience": "zielgrup audienc аудитор publico segment сегмент",
    "schedule": "schedul geplant programad programar запланир планир zeitplan",
    "draft": "draft entwurf borrador rascunho чернов",
    "stock": "stock lagerbest estoque наличи inventar",
}
"""What is sent, what it holds and whom it goes to."""
