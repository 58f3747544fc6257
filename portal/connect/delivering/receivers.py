"""Who is told of events, and what they are told: the protocol, and the receiver that speaks signed webhooks."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from portal.cases.deliveries import Attempt
from portal.connect.shapes import WebhookDocument
from portal.connect.signatures import sign
from portal.kernel.clock import Clock
from portal.web.calling import Answer, Forbidden, Unreachable, post

GONE = 410


@dataclass(frozen=True)
class Message:
    """One event, as it goes to a receiver."""

    message_id: str
    document: WebhookDocument


class Receiver(Protocol):
    """Takes events of cases, one at a time, those of one case in their order."""

    name: str

    def deliver(self, message: Message) -> Attempt:
        """Hand an event over; whatever happens is told by the attempt, and nothing is raised."""


class WebhookReceiver:
    """Posts each event to an address, signed."""

    def __init__(self, name: str, url: str, secret: str, clock: Clock, *, private: bool = False) -> None:
        self.name, self._url, self._secret, self._clock, self._private = name, url, secret, clock, private

    def deliver(self, message: Message) -> Attempt:
        """Post the event: 2xx means that it was taken, 410 that none are wanted, anything else that it comes again."""
        body, now = json.dumps(message.document, ensure_ascii=False).encode(), self._clock()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "portal-webhooks/1",
            **sign(self._secret, message.message_id, now, body),
        }
        try:
            answer = post(self._url, body, headers, private=self._private)
        except (Forbidden, Unreachable) as error:
            return Attempt(delivered=False, answer=str(error), reached=False)
        return judge(answer, now)


def judge(answer: Answer, now: datetime) -> Attempt:
    """What an answer means for an event."""
    told = f"HTTP {answer.status}"
    if 200 <= answer.status < 300:
        return Attempt(delivered=True, answer=told)
    wait = read_wait(answer.retry_after, now)
    return Attempt(delivered=False, answer=told, wait=wait, is_final=answer.status == GONE)


def read_wait(retry_after: str, now: datetime) -> timedelta | None:
    """How long a receiver wants to be left alone, told in seconds or by a date (RFC 9110, section 10.2.3)."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return timedelta(seconds=int(text[:6]))
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = until if until.tzinfo else until.replace(tzinfo=UTC)
    return moment - now if moment > now else None
