"""Sending what is due: one mail a notice, however much was said since the last one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from parvis.community.logic.notices import MOST_BOUNCES, MOST_MAILS_A_DAY, NOW, how_told
from parvis.community.models import MemberContact, Notice
from parvis.community.reads.notice_mail import composed, notice_of_message
from parvis.community.reads.notice_titles import titles_of
from parvis.foundation.access import purpose
from parvis.foundation.jobs import enqueue_once

MAIL_JOB = "community.mail_notice"
MOST_AT_ONCE = 500


def enqueue_due(*, now: datetime) -> int:
    """A job for each mail that is due. Returns how many were enqueued now."""
    due = Notice.objects.filter(mail_due_at__lte=now).order_by("mail_due_at").values_list("pk", flat=True)
    return sum(
        enqueue_once(MAIL_JOB, lock=f"community-notice-{pk}", notice_id=pk) for pk in list(due[:MOST_AT_ONCE])
    )


def mail_notice(notice_id: int, *, now: datetime) -> bool:
    """Send it unless it was read, sent or stopped meanwhile. Returns whether a mail went out.

    The row is held while the mail server takes the mail, and what was sent is noted with it; a worker that dies in
    between sends the same Message-ID again. Raises what the mail server raises where trying again can help.
    """
    with purpose("membership"):
        notice = (
            Notice.objects.select_for_update(of=("self",))
            .select_related("member")
            .filter(pk=notice_id)
            .first()
        )
        if notice is None or notice.mail_due_at is None or notice.mail_due_at > now:
            return False
        contact = MemberContact.objects.filter(member_id=notice.member_id).first()
        notice.mail_due_at = None
        if not _is_wanted(notice, contact):
            notice.save(update_fields=["mail_due_at"])
            return False
        day = Notice.objects.filter(member_id=notice.member_id, mailed_at__gt=now - timedelta(days=1))
        if day.count() >= MOST_MAILS_A_DAY:
            notice.in_digest = True
            notice.save(update_fields=["mail_due_at", "in_digest"])
            return False
        assert contact is not None
        mail = composed(notice, to=contact.email, now=now)
        try:
            mail.send()
        except OSError as refused:
            # What a mail server says of an address; everything else may pass, so the job comes again.
            said = getattr(refused, "recipients", None)
            if not said or not 500 <= next(iter(said.values()))[0] < 600:
                raise
            MemberContact.objects.filter(pk=contact.pk).update(bounce_count=F("bounce_count") + 1)
            notice.save(update_fields=["mail_due_at"])
            return False
        notice.mailed_at, notice.mailed_position = now, notice.last_position
        notice.mail_count = min(notice.mail_count + 1, 1000)
        notice.save(update_fields=["mail_due_at", "mailed_at", "mailed_position", "mail_count"])
        return True


def note_bounce(message_id: str) -> None:
    """A mail of ours came back for good. From some on in a row, none is sent until the address is confirmed again.

    Anybody can write what looks like a report: only the id of a mail that was sent, which nobody can guess, counts.
    """
    notice_id = notice_of_message(message_id)
    notice = Notice.objects.filter(pk=notice_id).first() if notice_id else None
    if notice is not None:
        with purpose("membership"):
            MemberContact.objects.filter(member_id=notice.member_id, bounce_count__lt=MOST_BOUNCES).update(
                bounce_count=F("bounce_count") + 1
            )


def _is_wanted(notice: Notice, contact: MemberContact | None) -> bool:
    return (
        contact is not None
        and notice.read_at is None
        and contact.is_email_confirmed
        and contact.bounce_count < MOST_BOUNCES
        and how_told(notice.kind, contact.notices) == NOW
        and _can_read(notice)
    )


def _can_read(notice: Notice) -> bool:
    """What was withheld since, or stands on a board that is closed to them by now, is not sent into their mailbox."""
    return titles_of(notice.member, [notice])[notice.pk] is not None
