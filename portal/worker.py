"""What happens without anybody asking: mail leaves, promises are watched, what is old is deleted.

Each job is idempotent and does a bounded batch at a time, so any number of workers may run side by side, a crash
loses nothing, and a signal to stop is obeyed between two batches. A job that fails is tried again at its next turn and
never stops the others; while the database is away, the jobs that need it wait.
"""

from contextlib import closing
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import rhythm
from portal.articles.readership.actions import forget_old_counts as forget_old_reads
from portal.cases import retention as cases
from portal.cases.deliveries import forget_deliveries
from portal.cases.remains import forget_remains
from portal.cases.upkeep import close_resolved, close_waiting, escalate_breached
from portal.db.outbox import forget_rows
from portal.desk.outbreaks import forget_episodes, watch_outbreaks
from portal.desk.presence import forget_looks
from portal.identity.actions import forget_old_codes
from portal.identity.ended import forget_ended
from portal.identity.links.actions import forget_used
from portal.identity.tokens.actions import forget_tokens
from portal.incidents.following.actions import forget_followers, tell_followers
from portal.intake.measuring import add_walks, count_walks, forget_old_walks
from portal.intake.model import Draft
from portal.notify.mail_in.model import ReceivedMail
from portal.notify.mail_out import deliver_some
from portal.notify.mailbox.failed import forget_failed
from portal.notify.mailbox.rounds import look_into
from portal.notify.messages import compose
from portal.privacy.deleting import Places, carry_out, forget_deletions
from portal.rhythm import Job, Work, in_one_unit
from portal.search.learning.actions import forget_old_counts
from portal.web.current import current_secret

RECEIVED_ROWS_KEPT = timedelta(days=90)
"""How long it is known that a mail was received; servers give up handing one over after a week."""
MAILS_A_TURN = 50
MAILS_AT_ONCE = 8
"""Leased together when there are many: so many wait for two minutes when a worker is killed."""
DRAFTS_A_TURN = 200


def send_mail(work: Work) -> int:
    """Send what waits in the outbox. A message that fails is due again later; with nobody to take any, all wait."""
    try:
        return _send_some(work)
    finally:
        work.transport.close()


def _send_some(work: Work) -> int:
    done, at_once = 0, 1
    while done < MAILS_A_TURN and not work.stop.is_set():
        sent = 0
        some = deliver_some(work.database, work.transport, lambda row: compose(work.app, row), work.clock, at_once)
        with closing(some) as deliveries:
            for delivery in deliveries:
                sent += 1
                if not delivery.reachable or work.stop.is_set():
                    return 0
        done += sent
        if sent < at_once:
            return done
        at_once = min(2 * at_once, MAILS_AT_ONCE)
    return done


def receive_mail(work: Work) -> int:
    """Receive what waits in the mailbox, when there is one and it is time to look."""
    if work.mailbox is None:
        return 0
    return look_into(work.app, work.database, work.mailbox, work.clock, work.stop)


def escalate(work: Work) -> int:
    """Mark cases whose promise is broken."""
    return in_one_unit(work, lambda session, now: len(escalate_breached(session, now)))


def tend_waiting(work: Work) -> int:
    """Remind and close where the customer does not answer."""
    close_after = work.policy().waiting.close_after
    return in_one_unit(work, lambda session, now: len(close_waiting(session, close_after, now)))


def close_what_is_over(work: Work) -> int:
    """Close resolved cases that can no longer be reopened."""
    return in_one_unit(work, lambda session, now: len(close_resolved(session, now)))


def watch_for_incidents(work: Work) -> int:
    """Notice when many customers report one component at once."""
    in_one_unit(work, lambda session, now: watch_outbreaks(session, work.on_call, now))
    return 0


def forget_desk(work: Work) -> int:
    """Delete who looked at which case, and possible incidents that were over long ago."""
    return in_one_unit(work, lambda session, now: forget_looks(session, now) + forget_episodes(session, now))


def refresh_status(work: Work) -> int:
    """Look what the status page says."""
    work.refresh_status()
    return 0


def tell_those_who_follow(work: Work) -> int:
    """Write to whoever wanted to know that an incident is over which now is."""
    return in_one_unit(work, lambda session, now: tell_followers(session, work.reading(), now))


def forget_those_who_follow(work: Work) -> int:
    """Delete addresses that nobody confirmed, and those that wait for what never ends."""
    return in_one_unit(work, forget_followers)


def forget_drafts(work: Work) -> int:
    """Delete drafts and replies that nobody has touched for as long as the policy keeps them, with their files."""

    def forget(session: Session, now: datetime) -> int:
        kept_since = now - work.policy().retention.drafts
        wanted = select(Draft).where(Draft.updated_at < kept_since).limit(DRAFTS_A_TURN)
        old = session.scalars(wanted.with_for_update(skip_locked=True)).all()
        # They stand still for long and are counted already, unless the policy keeps drafts for less than a day.
        add_walks(session, old)
        session.flush()
        drafts = [draft.id for draft in old]
        while cases.forget_files_of_drafts(session, work.uploads, drafts):
            pass
        session.execute(delete(Draft).where(Draft.id.in_(drafts)))
        return len(drafts) + cases.forget_files_of_replies(session, work.uploads, select(Draft.id), kept_since)

    return in_one_unit(work, forget)


def forget_cases(work: Work) -> int:
    """Delete files and closed cases that are older than the policy keeps them."""

    def forget(session: Session, now: datetime) -> int:
        retention = work.policy().retention
        files = cases.forget_old_files(session, work.uploads, now - retention.uploads)
        closed = cases.forget_closed_cases(session, work.uploads, now - retention.closed_cases)
        return files + closed + forget_remains(session, now - retention.closed_cases)

    return in_one_unit(work, forget)


def delete_on_request(work: Work) -> int:
    """Delete what customers asked to have deleted, as far as it has ended."""
    with work.app.app_context():
        places = Places(work.uploads, current_secret.get(), work.transport.forget)
    return in_one_unit(work, lambda session, now: carry_out(session, places, now))


def forget_messages(work: Work) -> int:
    """Delete what is over: sign-in codes, tokens, the rows that tell of mail sent or received long ago."""

    def forget(session: Session, now: datetime) -> int:
        received = delete(ReceivedMail).where(ReceivedMail.received_at < now - RECEIVED_ROWS_KEPT)
        rows = session.connection().execute(received).rowcount + forget_rows(session, now)
        proofs = (forget_old_codes, forget_tokens, forget_ended, forget_used)
        forgotten = (*proofs, forget_deliveries, forget_failed, forget_deletions)
        return rows + sum(forget(session, now) for forget in forgotten)

    return in_one_unit(work, forget)


def forget_questions(work: Work) -> int:
    """Delete the counts of questions asked and articles read longer ago than they are kept."""
    return in_one_unit(work, lambda session, now: forget_old_counts(session, now) + forget_old_reads(session, now))


def tend_walks(work: Work) -> int:
    """Add the walks through the wizard that are over to the figures, and delete figures older than they are kept."""
    return in_one_unit(work, lambda session, now: count_walks(session, now) + forget_old_walks(session, now))


# Mail comes last, so that what the others caused leaves in the same run of `portal worker --once`.
JOBS = (
    Job("escalation", timedelta(seconds=30), escalate),
    Job("waiting", timedelta(minutes=1), tend_waiting),
    Job("closing", timedelta(minutes=10), close_what_is_over),
    Job("possible_incidents", timedelta(seconds=30), watch_for_incidents),
    Job("desk", timedelta(minutes=1), forget_desk),
    # Pages are asked every minute; this often it is seen that one of them has asked for it.
    Job("status", timedelta(seconds=5), refresh_status),
    Job("walks", timedelta(minutes=1), tend_walks),
    Job("followers", timedelta(seconds=30), tell_those_who_follow),
    Job("unconfirmed", timedelta(hours=1), forget_those_who_follow),
    Job("drafts", timedelta(hours=1), forget_drafts),
    Job("cases", timedelta(hours=1), forget_cases),
    Job("deletions", timedelta(seconds=10), delete_on_request),
    Job("messages", timedelta(hours=1), forget_messages),
    Job("questions", timedelta(hours=1), forget_questions),
    Job("deliveries", timedelta(seconds=2), lambda work: work.deliver(work.stop.is_set)),
    Job("tickets", timedelta(seconds=2), lambda work: work.read_tickets(work.stop.is_set)),
    Job("mail_in", timedelta(seconds=5), receive_mail),
    Job("mail", timedelta(seconds=1), send_mail, logs_itself=True),
)


def run_once(work: Work, jobs: tuple[Job, ...] = JOBS) -> dict[str, int | None]:
    """Do everything that is due; gives how much each job did, None for those that failed."""
    return rhythm.run_once(work, jobs)


def run_forever(work: Work, jobs: tuple[Job, ...] = JOBS, tick_s: float = rhythm.TICK_S) -> None:
    """Do everything in its rhythm until ``work.stop`` is set, which SIGTERM and SIGINT do."""
    rhythm.run_forever(work, jobs, tick_s)
