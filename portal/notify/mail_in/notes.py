"""What the support team reads in a case about a message that is no reply."""

from portal.notify.mail_in.masked import MaskedMail
from portal.notify.mail_in.model import IncomingMail, Nature, Obstacle
from portal.web.i18n import gettext as _

MAX_NOTE = 2_000


def word_note(mail: IncomingMail, said: MaskedMail, because: Nature | Obstacle) -> str:
    """The note, in the current language: what came, from whom, and what it says as far as that helps."""
    if because is Nature.BOUNCE:
        return _word_bounce(mail)
    if isinstance(because, Obstacle):
        return _word_obstacle(mail, said, because)
    # TRANSLATORS: A note for the support team; an automatic reply is an out-of-office mail.
    head = _("Automatic reply from %(sender)s: %(subject)s", sender=mail.sender, subject=said.subject)
    return f"{head}\n\n{said.text}".strip()[:MAX_NOTE]


def _word_bounce(mail: IncomingMail) -> str:
    recipients = ", ".join(mail.bounced.recipients) if mail.bounced else ""
    status = mail.bounced.status if mail.bounced else ""
    # Servers report delays as well (RFC 3463: 4.x.x), after which the mail may still arrive.
    if status.startswith("4."):
        text = _("An email of ours about this request is delayed on its way to %(recipients)s.", recipients=recipients)
    else:
        text = _("An email of ours about this request could not be delivered to %(recipients)s.", recipients=recipients)
    return f"{text} ({status})" if status else text


def _word_obstacle(mail: IncomingMail, said: MaskedMail, because: Obstacle) -> str:
    reason = {
        Obstacle.TOO_LARGE: _("it is too large"),
        Obstacle.ENCRYPTED: _("it is encrypted"),
        Obstacle.EMPTY: _("it is empty"),
        Obstacle.BROKEN: _("it is damaged"),
    }[because]
    return _(
        "An email from %(sender)s could not be read, because %(reason)s: %(subject)s",
        sender=mail.sender,
        reason=reason,
        subject=said.subject,
    )
