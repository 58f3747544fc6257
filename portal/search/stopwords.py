"""Words that carry grammar rather than meaning, for each language of the portal.

Questions are full of them ("why do my messages not arrive"), and in a small library a rare "why" would outweigh
"messages". They are left out of index and question alike. Words that mean something to our readers stay in
although many such lists hold them: ``us`` (a country), ``down``, ``off``, ``out``, ``up``.
"""

from portal.kernel.language import DEFAULT_LANGUAGE, Language

_WORDS = {
    "en": """
        a about after again all also although am an and any anybody anyone anything are aren arent as at be because been
        before being but by can cannot cant could couldnt did didnt do does doesnt doing dont each either else etc
        even ever every few for from get gets getting give given gives go goes going got had hadnt has hasnt have havent
        having he hello help her here hers hi him his how however i if im in into is isnt it its itself ive just
        keep keeps know let lets like make makes may maybe me might mine more most much must my myself need needs
        no nobody nor not nothing now of often on once only or other others our ours ourselves please
        problem quite rather really same say says see seem seems shall she should shouldnt since so some somebody
        someone something soon still such sure tell than thank thanks that thats the their them then there
        these they this those though to too told tried try trying until upon use used using very want wants was
        wasnt way we well were werent what whats when where whether which while who whole whom whose why will with
        within wont would wouldnt yes yet you your yours yourself
        today yesterday tomorrow tonight already always anymore anyway actually guys hey sorry right
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus bei beim
        bereits bin bis bist bitte da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf
        darin darüber das dass dazu dein deine dem den denn der deren des deshalb dessen dich die dies diese diesem
        diesen dieser dieses doch dort du durch eben ein eine einem einen einer eines einfach er es etwa etwas euch
        euer für gar geht gegen gibt habe haben hallo hat hatte hätte hier hilfe ich ihm ihn ihnen ihr ihre ihrem ihren
        ihrer im immer in ins ist ja jede jedem jeden jeder jedes jetzt kann kannst kein keine keinem keinen keiner
        können könnte machen macht mal man mehr mein meine meinem meinen meiner mich mir mit muss müssen nach nein nicht
        nichts nie noch nun nur ob oder ohne problem schon sehr sein seine seinem seinen seiner seit selbst sich sie
        sind so sobald soll sollen sollte somit sondern sonst soviel über um und uns unser unsere unserem unseren
        unserer unter viel vom von vor wann war warum was weil weiter welche welchem welchen welcher welches wenn wer
        werde werden weshalb wie wieder wieso will wir wird wo wohl wollen worden wurde wurden würde zu zum zur zwar
        zwischen
        heute gestern morgen wirklich eigentlich irgendwie endlich leute bisher vorhin ständig überhaupt
        sogar halt nix
    """,
    "es": """
        a al algo alguien algún alguna algunas alguno algunos ante antes aquel aquella aquello aquí así aún aunque ayuda
        bien cada como cómo con contra cual cuál cuales cuáles cualquier cuando cuándo cuanto cuánto da dar de debe
        debería debo del desde después donde dónde dos durante e el él ella ellas ello ellos en entonces entre era
        eran eres es esa esas ese eso esos esta está estaba están estamos estar estas este esto estos estoy
        favor fue fueron gracias ha hace hacer hacia han hasta hay he hemos hola la las le les lo los más me mi mientras
        mis mismo mucho muy nada ni ningún ninguna ninguno no nos nosotros nuestra nuestras nuestro nuestros o os
        otra otras otro otros para pero poco podemos poder por porque problema puede pueden puedo pues que qué quien
        quién quiero se sé sea según ser si sí sido siempre sin sobre solo sólo son soy su sus tal también tampoco tan
        tanto te tener tengo tenemos ti tiene tienen toda todas todavía todo todos tu tú tus un una unas uno unos
        usted ustedes va vamos van voy y ya yo
        hoy ayer mañana nunca recién ahora chicos acá allí realmente sola solamente
    """,
    "pt-br": """
        a à ainda ajuda algo alguém algum alguma algumas alguns ao aos após aquela aquele aqueles aquilo aqui as às
        assim até bem cada com como contra cujo da dar das de dela dele deles depois desde dessa desse desta deste deve
        devo do dos e é ela elas ele eles em embora enquanto então entre era eram essa essas esse esses esta está
        estamos estão estar estas estava este estes estou eu faz fazer favor foi foram fosse há isso isto já la lhe
        lhes lo mais mas me mesma mesmo meu meus minha minhas muito na nada não nas nem nenhum nenhuma ninguém no nos
        nós nossa nossas nosso nossos num numa o obrigada obrigado olá onde os ou outra outras outro outros
        para pela pelas pelo pelos per pode podem podemos poder pois por porque porquê posso pouco preciso problema pra
        quais qual qualquer quando quanto que quê quem quero se seja sem sempre sendo ser seu seus sim
        só sob sobre sou sua suas são também tem têm tenho temos ter teu tive todo toda todas todos tu tudo um uma umas
        uns vai vamos você vocês vou
        hoje ontem amanhã agora nunca gente aí lá né tá pessoal realmente consigo consegue conseguimos consegui
    """,
    "ru": """
        а без более больше будем будет будете будут бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во
        вот все всё всего всем всех вы где да даже для до его ее её если есть еще ещё ж же за здесь здравствуйте и из
        или им ими их к как какая какие какой каком ко когда которая которого которое которой которые который которых
        кто куда ли либо лишь меня мне много могу могут может можем можно мои мой мы моя мое моё моей моего моих моим
        на над надо нам нами нас наш наша наше наши не него нее неё ней нельзя нет ни никак никто ним
        них ничего но ну нужно о об один однако он она они оно от отчего очень перед по под пожалуйста помогите помощь
        пока после потому потом почему почти при про проблема просто с сам сама сами само свой своя свои себе себя
        сейчас со спасибо так также такая такие такое такой там те тем теми тех то тобой того тоже той только том тот
        ту тут ты у уже хотя хочу чего чей чем через что чтобы чтоб чуть эта эти этим этих это этого этой этом этот эту
        я
        сегодня вчера завтра всегда никогда ребята люди опять снова вдруг вообще вроде реально
    """,
}

_NEGATIONS = """
    no not nor never none nothing nobody dont doesnt didnt cannot cant couldnt isnt arent wont without
    nicht nichts kein keine keinen keiner keinem nie niemand ohne
    nunca nada nadie ningún ninguna ninguno sin tampoco
    não nem nenhum nenhuma ninguém sem
    не нет ни нельзя никак никто ничего никогда без
"""
NEGATIONS = frozenset(_NEGATIONS.split())
"""Words that turn a sentence into its opposite; nobody looks for them, but a sentence is not repeated without."""
_SETS = {tag: frozenset(words.split()) for tag, words in _WORDS.items()}
_QUESTION_SETS = {tag: words | _SETS[DEFAULT_LANGUAGE.tag] for tag, words in _SETS.items()}


def stopwords(language: Language) -> frozenset[str]:
    """The words without meaning of their own in a language, in lower case with their accents."""
    return _SETS[language.tag]


def question_stopwords(language: Language) -> frozenset[str]:
    """The words to leave out of a question: questions in any language borrow English ones."""
    return _QUESTION_SETS[language.tag]
