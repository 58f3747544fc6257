"""Words that tell little of a problem: what everybody writes, whatever it is about."""

_GENERAL = """
    access account add allow api app automatic change company connection content conversation correct create
    customer data day device employee exist expect fail happen hour how in_use log message minute month morning
    night not notification old option page pending possible problem purchase reason receipt reply request row second
    second_one send server service setting status support system test update user want website week word work write
    year
"""
GENERAL = frozenset(word.replace("_", " ") for word in _GENERAL.split())
"""Meanings that stand in reports about anything."""
THINGS = frozenset(
    [
        "arrive",
        "call",
        "code",
        "file",
        "hub",
        "name",
        "number",
        "open",
        "parameter",
        "show",
        "stop",
        "template",
        "webhook",
    ]
)
"""Meanings that stand in many reports, but not about anything."""

_COMMON = """
    a about above affected after afternoon again all already also although always am an and another any anyone
    anything appreciate are as asap ask asked asking at back be because been before began begin being below best
    better both but by call came can case cases check checked checking clear could day days dear did do does done
    down during each eight either else enough even evening ever every everyone everything exactly example explain
    few fine first five for four from full further give given go goes going good got had half has have hello help
    her here hers hey hi him his however i idea if in info information into is it its itself just kind kindly know
    last least less let like little long look looks lot made make makes many may maybe me mean means might mine more
    morning most much must my myself need next nice nine now of ok okay on once one only or other others otherwise
    our out over own part per perhaps please point put question questions quite rather really regard regards right
    said same say says set seven several should side simply since six small so some somebody someone something soon
    start started still such suddenly sure take taken team tell ten than thank thanks that the their them then there
    these they thing things think this those though three through ticket tickets time times to today together told
    too took tried try trying two under understand until up upon urgent us use used using usually very via want was
    way we well were what when where whether while who whole whom whose why will with within would write wrote yes
    yesterday yet you your

    aber alle allem allen aller alles als andere anderen anderer anderes angeblich anscheinend auch auf aus bei beim
    bereits besser betroffen bin bis bisher bitte brauchen da dabei dadurch dafur daher damen damit danach dank
    danke dann daran darauf daraus darf das dass davon dazu dein dem den denn der des deshalb die dies diese diesem
    diesen dieser dieses doch dort drei dringend durch durfen eben eigentlich ein eine einem einen einer eines
    einfach einige einmal er erst erste ersten es etwa etwas euch fast frage fragen freundlichen fur ganz gar geben
    geehrte gegen genau gerade gern geschaut gestern gleich gleiche gross gruss grusse gut guten hab habe haben
    hallo hat hatte hatten heisst helfen herren heute hier hilfe hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
    im immer ins ist ja jede jedem jeden jeder jedes jetzt kann kannst kein kommt konnen konnt konnte konnten kurz
    lang lange lassen lasst leider letzte letzten liebe liegen liegt los machen macht man manche manchmal mehr mein
    meine meinen meiner mfg mich mir mit mittag mochte morgen muss mussen nach nachdem nachmittag nachste nachsten
    nahe natuerlich neben nehmen neu noch nun nur ob oben obwohl oder ohne ort paar pro prufen recht sagen sagt
    sagte schauen schnell schon sehr sei sein seine seit seitdem selbst sich sicher sie sind sobald sofort sogar
    soll sollen sollte sollten sondern sonst sowie statt stunden tag tagen tun uber uberhaupt uhr um und ungefahr
    uns unser unsere unserem unseren unserer unter viel vielen vielleicht vom von vor vorher vorhin vormittag wann
    war waren warum weg wegen weil weiss wenn wer werden wir wird wirklich wissen wo woher wohl wollen woran worden
    wurde wurden wusste zu zuerst zuletzt zum zur zusammen zwar zwei zwischen

    ademas afecta ahora al algo alguien algun alguna alguno algunos alli antes aqui asi atentamente aun aunque ayer
    ayuda bien buen buena buenas bueno buenos cada casi caso cerca como con contra cordial cosa cosas cual cuando de
    debe debemos deben decir dejar del desde despues dia dias dice dicen donde dos durante el ella ellos en entonces
    entre era eran esa esas ese eso esos esta estaba estamos estan estar estas este estimados esto estos estoy favor
    fue fueron gracias gran ha habia hace hacemos hacen hacer hacia han hasta hay he hemos hicimos hola hoy igual
    incluso intentamos ir la las le les lleva llevamos llevan lo luego mal mas mejor menos mes mi mientras mis misma
    mismo mismos momento mucha mucho muchos muy ni noches nos nosotros nuestra nuestras nuestro nuestros o otra
    otras otro otros para parece pero poco podemos poder podria podrian por porque pregunta primera primero puede
    pueden puedo pues que quien quienes quiero quisiera revisamos revisar sabe saber saludos se sea segun ser si
    siempre sino sobre solo son soy su sus tal tambien tampoco tan tanto tarde tardes te tendria tenemos tener tengo
    tiempo tiene tienen toda todas todavia todo todos tras tres tu tus un una unas uno unos urgente usamos usar
    usted ustedes va vamos van varias varios veces ver vez y ya yo

    abraco agora ai ainda ajuda ajudar alem alguem algum alguma algumas alguns amanha ao aos aparece assim ate
    atenciosamente bem boa bom cedo com consegue conseguem conseguimos consigo dar dela dele deles demais depois
    dessa desse desta deste disso dois duas e ela ele eles em enquanto entao essa essas esse esses estao estava
    estou eu fazer fez fica ficam ficou foi foram gente hoje horas isso isto lhe logo mais mesma mesmo meu minha
    muita muito muitos na nas nem nessa nesse nesta neste ninguem no noite nossa nossas nosso nossos num numa
    obrigad obrigada obrigado oi ola olhando onde ontem os ou outra outras outro outros pela pelas pelo pelos
    pergunta pessoal pode podem poderia pois pra precisamos preciso primeira primeiro qual qualquer quando quase
    quem sao seja sem sempre sendo sera seu seus sim somente sou sua suas tambem tao tem temos tenho tentamos ter
    teve tudo uma umas vai vao vem verificar vezes voce voces

    а без более больше бы был была были было быть в вам вас ваш ваша ваши вдруг ведь весь вечер во вопрос вопросы
    вот все всегда всего всем всех всю вся вчера вчерашнего вы где да даже дать делаем делать день для до добрый
    другая другие другим других другого другой его ее ей ему если есть еще же за завтра здесь здравствуйте знаете и
    из или им именно их к каждый как какая какие какой когда кого коллеги кому конечно которая которое которые
    который кто куда ли лишь мало между мне много могу могут можем может мой моя мы на наверное над надо назад нам
    нас наш наша наше наши него нее ней нельзя нем немного несколько никогда но ну нужно о об обед обеда один одна
    однако одно одного около он она они оно опять от очень перед пишет пишут по под подскажите пожалуйста пока
    помогите помочь помощь понять после потом потому почему почти при привет про проверьте просим просто прошу раз
    разве раньше с сам сама сами самый своего свой сделать себя сегодня сейчас скажите со совсем спасибо сразу
    срочно стал стала стали стало так такая также такие такой там тебе теперь тех то тогда того тоже той только том
    тот три туда тут ты у уважением уж уже хорошо хотя часть чего чей чем через что чтоб чтобы чуть эта эти этим
    этих это этого этой этом этот эту я

    body changes details dialog dialogs entry false get html http https id ids index meta net null oauthexception
    object org patch post title true type whatsapp www
"""
COMMON = frozenset(_COMMON.split())
"""Words without a meaning in the vocabulary that tell nothing, in any of the languages."""
