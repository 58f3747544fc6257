"""How people speak when they write again, end a matter or ask, in the five languages."""

from collections.abc import Sequence

from portal.cases.vocabulary.phrases import Phrases

_AGAIN = Phrases(
    {
        "en": """
            still / again / any news / any update* / any progress / any response / any answer / any reply / any word /
            follow up / following up / in addition / additionally / since then / meanwhile / in the meantime / same
            problem / same issue / same error / same thing / same story / same as before / my colleague* / our
            colleague* / already reported / already wrote / already written / already opened / already told / already
            tried / no answer yet / no reply yet / no response / no answer / no reply / no change* / not yet / as
            reported / as written / as mentioned / as described / as my / as our / further to / reminder / nobody
            answered / nobody replied / nobody reacted / now also / now even / now tried / also tried / tried also /
            tried again / tried another / to add / adding to / even after / persist* / keeps happening / keeps failing /
            keeps coming / continues / gets worse / got worse / no longer only / second day / third day / fourth day /
            unchanged / no luck / no effect / no difference / didn t help / did not help / didnt help / does not help /
            another example / more example* / more information / more info / further example* / as said / as stated / as
            discussed / as requested / my last message / our last message / my previous / our previous / my earlier /
            our earlier / my first / our first / circling back / bump / is back / it s back / happened again / remains /
            waiting for""",
        "de": """
            weiterhin / nach wie vor / immer noch / immernoch / noch immer / schon wieder / wieder / nachtrag /
            erganzung* / erganzend / erneut / nochmal* / noch einmal / noch mal / inzwischen / mittlerweile / trotzdem /
            zusatzlich / neuigkeiten / etwas neues / was neues / kolleg* / noch keine antwort / noch keine losung / noch
            keine ruckmeldung / seit tagen / auch nach / das gleiche / dasselbe / das selbe / bereits gemeldet / bereits
            geschrieben / bereits berichtet / wie gestern / wie bereits / wie schon / wie beschrieben / wie gemeldet /
            wie gesagt / wie besprochen / wie geschrieben / wie erwahnt / wie gewunscht / bleibt dabei / bleibt bestehen
            / ruckfrage / nachfrage / nachhaken / jetzt auch / nun auch / nicht nur / nicht mehr nur / zweiter tag /
            dritter tag / unverandert / nicht geholfen / hilft nicht / hilft auch nicht / weitere beispiele / noch ein
            beispiel / zu unserer meldung / zu meiner meldung / zu unserer anfrage / zu meiner anfrage / zu unserem
            ticket / zu meinem ticket / tut sich / getan / nachreich* / wird schlimmer / besteht / dauert an""",
        "es": """
            sigue / siguen / sigues / seguimos / sigo / aun / todavia / de nuevo / otra vez / nuevamente / complemento /
            complement* / novedad / novedades / alguna respuesta / alguna noticia / companer* / colega / colegas / ya
            reporta* / ya avisa* / ya escribi* / ya informa* / ya lo reporta* / ya lo avisa* / ya les escribi* / insist*
            / continua / continuan / mismo problema / mismo error / mismo fallo / misma incidencia / ahora ademas /
            ahora tambien / tambien probamos / probamos tambien / ya no es solo / sin respuesta / sin novedad* / sin
            cambios / como comente / como comentamos / como dije / como informamos / como escrib* / reitero / persiste /
            segundo dia / tercer dia / cuarto dia / no ayudo / no sirvio / ya probamos / ya intentamos / ya hicimos /
            hay avances / algun avance / mas ejemplos / otro ejemplo / mas informacion / mas datos / seguimiento /
            empeor* / que paso con / como va / a la espera / ademas de""",
        "pt-br": """
            continua / continuam / continuamos / ainda / de novo / novamente / outra vez / mesmo problema / mesmo erro /
            mesma coisa / mesma situacao / mesma questao / novidade / novidades / alguma resposta / alguma noticia /
            alguma previsao / reforc* / ninguem respondeu / ninguem retornou / ja tinha / ja havia* / ja abriu / ja
            abrimos / ja aberto / ja relat* / ja report* / alem do / alem da / alem dos / alem das / segue sem / segue
            com / segue parad* / seguem sem / persist* / sem resposta / sem retorno / sem mudanca* / sem solucao / como
            falei / como informei / como informado / como relatad* / segundo dia / terceiro dia / quarto dia / nao
            adiantou / nao ajudou / nao mudou / nao resolveu / ja tentamos / ja testamos / ja fizemos / algum retorno /
            algum avanco / mais exemplos / mais um exemplo / mais informacoes / andamento / piorou / previsao / conforme
            falado / conforme informado / conforme solicitado / e o _ ? / e a _ ?""",
        "ru": """
            до сих пор / по прежнему / опять / снова / дополнени* / дополня* / все еще / все равно / так и не / повторно
            / повторяется / уже писал* / уже сообщал* / уже обращал* / уже сообщил* / уже написал* / коллег* / есть
            новости / есть ли новости / есть ответ / новост* / еще раз / продолжа* / никто не ответил / никто не
            отвечает / тот же / то же самое / та же / та самая / той же / теперь еще / теперь и / теперь уже / теперь
            также / напомина* / как писал* / как сообщал* / вдобавок / второй день / третий день / четвертый день / не
            помогло / без изменений / ничего не изменилось / вдогонку / в продолжение / еще пример* / еще случай /
            добавлю / добавляю / по нашему обращению / по моему обращению / по нашему вопросу / по нашему запросу /
            какой статус / стало хуже / пробовали / попробовали""",
    }
)
_ENDED = Phrases(
    {
        "en": """
            solved / resolved / fixed / works again / works now / works fine / work again / working again / working now
            / sorted / no longer a problem / no longer an issue / is fine now / are fine now / is fine again / is ok now
            / is okay now / is back to normal / are back to normal / new question / new problem / new issue / new topic
            / new matter / another question / another matter / another topic / another issue / another problem / other
            question / other matter / different question / different matter / different topic / different issue /
            different problem / separate question / separate issue / separate matter / further question / something else
            / unrelated / not related / one more question / one more thing / that one is / that worked / that helped /
            it worked / all good / is good now / is fine / are fine / thanks for fixing / thanks for the fix""",
        "de": """
            erledigt / gelost / behoben / lauft wieder / lauft jetzt / lauft ja wieder / lauft nun / geht wieder / geht
            jetzt / geht ja wieder / geht nun / geht inzwischen wieder / funktioniert wieder / funktioniert jetzt /
            funktioniert nun / klappt wieder / klappt jetzt / klappt nun / kommen wieder an / kommen jetzt an / kommt
            wieder an / neue frage / andere frage / weitere frage / neue anfrage / andere baustelle / andere sache /
            anderes thema / anderes problem / anderes anliegen / neues thema / neues problem / neues anliegen / weiteres
            anliegen / etwas anderes / was anderes / anderer fall / geklart / hat geklappt / hat funktioniert / wieder
            alles / alles wieder / wieder gut / alles gut / wieder in ordnung / wieder normal / wieder da""",
        "es": """
            resuelt* / solucionad* / se resolvio / arreglad* / ya funciona / ya funcionan / ya va / ya llega / ya llegan
            / ya quedo / ya esta bien / ya esta resuelto / ya esta listo / ya esta ok / ya esta correct* / funciona de
            nuevo / funciona bien / funcionan de nuevo / otra consulta / otra pregunta / otra duda / otra cuestion /
            otra cosa / nueva consulta / nueva pregunta / nueva duda / distinta consulta / otro tema / otro asunto /
            otro problema / todo bien / todo en orden / todo normal / tema distinto / tema diferente / problema distinto
            / problema nuevo""",
        "pt-br": """
            resolvid* / resolveu / solucionad* / voltou ao normal / voltou a funcionar / voltaram a / ja funciona / ja
            esta ok / ja esta corret* / ja esta certo / ja deu certo / normalizou / outra duvida / outra pergunta /
            outra questao / outra coisa / nova duvida / nova pergunta / nova questao / outro assunto / outro problema /
            outro tema / tudo certo / tudo ok / deu certo / assunto diferente / problema diferente / problema novo""",
        "ru": """
            решен / решена / решено / решены / решили / решился / решилось / решилась / разобрались / разобрался /
            разобралась / заработал / заработала / заработало / заработали / исправили / исправлено / все хорошо / все в
            порядке / починили / уже работает / снова работает / теперь работает / все работает / другой вопрос / новый
            вопрос / отдельный вопрос / другой случай / другая проблема / другую проблему / другая тема / новая проблема
            / новую проблему / еще один вопрос / еще одна проблема / помогло""",
    }
)
_ASKS = Phrases(
    {
        "all": "?",
        "en": """
            how / which / what / can we / can you / can i / could we / could you / is it / is there / do we / do you /
            we want / we need / we would like / i want / i need / i would like""",
        "de": """
            wie / welche* / konnen wir / konnen sie / kann ich / kann man / wir mochten / ich mochte / wir brauchen /
            ich brauche / wir wollen / wir hatten gern* / bitte senden / bitte legen / bitte andern / bitte loschen /
            bitte schicken""",
        "es": "cual / cuales / cuant* / podemos / se puede / es posible / queremos / quisiera* / necesitamos",
        "pt-br": """
            quais / qual / quanto / quanta / quantos / quantas / queremos / precisamos / da pra / da para / e possivel /
            gostaria*""",
        "ru": "можно / можем / как / какой / какая / какие / сколько / хотим / нужно / нужен / возможно",
    }
)
_DENYING = """
    not never until when without need needs want please if how get be t nicht bis wann bitte wie wird werden sin
    hasta cuando como esperando sea quede nao sem ate quando seja не нет пока когда пожалуйста чтобы как прошу ждет
    ждем жду wait waiting waits warten wartet espera esperamos aguardo aguardamos aguardando expect corrected
"""
_NOT_YET = frozenset(_DENYING.split())
"""Words before a word for an end that deny it or wish for it."""
_DENIED = frozenset(["nicht", "nichts", "kein", "keine", "not", "nao", "не"])
"""The same after it."""
_BEFORE, _AFTER = 4, 3


def writes_again(words: Sequence[str]) -> bool:
    """Whether a text sounds like the second one about the same."""
    return any(_AGAIN.find(words))


def ends_matter(words: Sequence[str]) -> bool:
    """Whether a text says that something is solved, or that it is about another matter."""
    return any(
        _NOT_YET.isdisjoint(words[max(0, found.start - _BEFORE) : found.start])
        and _DENIED.isdisjoint(words[found.end : found.end + _AFTER])
        for found in _ENDED.find(words)
    )


def asks(words: Sequence[str]) -> bool:
    """Whether a text asks or wishes for something."""
    return any(_ASKS.find(words))
