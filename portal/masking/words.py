"""Ordinary words of the five languages that stand where a secret could stand; the lists behind `looks`."""

_COMMON = """
    a about accepted added again all allowed already also always an and any are as asked at authentication back
    be because been before being blank blocked both but by can cannot changed characters check code compromised
    confirm contains correct could current deactivated deleted denied did different disabled do does done
    empty enabled encrypted encoded enter error exists expired exposed fail failed false field following for forgot
    forgotten found from gone has hashed have he here hidden how i if ignored in inactive incorrect input
    insecure int integer invalid is it just kept known leaked length let like limit literal lost mandatory
    masked match matched me minimum mine missing mismatch must my na necessary needed never new nil no none not nothing
    now null number obsolete of off ok okay on only optional or our out over please policy problem protected provided
    received rejected required requested reset revoked right rotated saved see sent set should shown so
    some something still stored str string stuck temporary that the their there they this to too true type
    typed unavailable unchanged undefined unknown unusable updated usable use used useless user username valid
    validated value varchar very void wait was we were what when where which will with without working wrong yes
    yet you your
    aber abgelaufen abgelehnt als alt auch auf aus bei bereits bitte dann das dass dem den der des die doch ein eine
    einem einen einer erforderlich fehlt falsch fehlerhaft für gesperrt geändert gültig hat ich ihr im immer in ist ja
    kann kein keine korrekt leer leider mein mindestens mit nach neu nicht noch nur oder optional pflichtfeld richtig
    schon sehr sein sich sind so unbekannt und ungültig unser vergessen verloren vom von vorhanden war wenn werden
    siehe wie wird wieder wir wurde zu zum zur zurückgesetzt
    al antigua aún bien caducada caducado cambiada como con correcta correcto de debe del desconocida el en era errónea
    es esta está este expirada expirado falta fue ha hay incorrecta incorrecto inválida inválido la las le lo los mal mi
    muy más necesaria ni ninguna no nueva o obligatoria obligatorio olvidada opcional para pero perdida por porque
    que requerida requerido se si sin solo son su también una válida válido y ya
    alterada ao aos ausente bem bloqueada com correta correto da das desconhecida do dos e ela ele em errada
    errado esquecida esqueci está eu expirou foi inválida já mas mesmo minha muito na nas necessária nem no nos
    nova não nós obrigatória obrigatório os ou pela pelo perdi pois quando seja sem ser seu sua só tem um uma
    vazia veja ver você à é
    без был была были быть в ваш верный вы где для до его если есть еще ещё же за забыл забыла забыт и из или истёк
    истек к как когда который мне мой мы на наш не нет неверен неверный неправильный неизвестен но новый ну нужен о
    обязателен обязательно он она от отклонён отсутствует очень по подходит пока потом просто пуст пустой с сброшен
    сейчас см смотрите скомпрометирован старый так также там то только требуется ты у уже устарел утерян что это этот я
"""
COMMON = frozenset(_COMMON.split())
"""What is said about a password or a token after a colon: "password: required"."""

_PREDICATES = """
    able active bad confidential default down fine good hard here locked login long obvious old private public random
    safe secret secure short simple strong text unsafe visible weak
    einfach geheim lang kurz privat schwach sicher stark unsicher
    antigua corta débil fuerte larga privada secreta segura simple
    antiga curta fora forte fraca longa secreta segura simples
    длинный короткий надёжный простой секретный слабый
"""
PREDICATES = COMMON | frozenset(_PREDICATES.split())
"""What else is said about a password in a sentence: "my password is weak"."""

CONTRACTIONS = (
    r"(?:it|he|she|that|there|what|here|who|where|how)['’]s|i['’](?:m|ve|ll|d)|(?:you|we|they)['’](?:re|ve|ll|d)"
    r"|(?:can|won|(?:do|did|does|is|are|was|were|has|have|had|could|would|should)n)['’]t"
)
"""Words of English with an apostrophe that begin a sentence: "password: it's wrong"."""

ENDINGS = "ed|ing|ible|able|ly|ung|lich|ado|ada|ido|ida|mente|ção|ción|ый|ий|ая|ое|ен|ён|ан|ется|ится"
"""How words end that say what happened to a password: "is being checked", "wurde zurückgesetzt"."""

ERROR_MESSAGE = (
    r"required|must|short|long|invalid|incorrect|wrong|missing|characters?|match|field|cannot|please|not|least"
    r"|ungültig|falsch|erforderlich|zeichen|inválid[ao]|incorrecta|obligatori[ao]|obrigatóri[ao]|caracteres|deve|debe"
    r"|неверн\w*|долж[а-я]*|символ\w*|обязател\w*"
)
"""Words that make three or more words after a colon a message about a field."""
