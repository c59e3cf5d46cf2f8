"""Sending digests: what a member missed, by the week or by the day, and nothing where there is nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.community.logic.notices import DAILY, MOST_BOUNCES, NEVER, rhythm_of
from parvis.community.models import MemberContact, Notice
from parvis.community.reads.digest import Digest, digest_of
from parvis.community.reads.notice_links import absolute, stop_url
from parvis.community.reads.notice_mail import language_of, mail_domain, sender
from parvis.community.reads.notice_words import notice_sentence
from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue_once
from parvis.people.logic.unsubscribe import unsubscribe_headers

DIGEST_JOB = "community.mail_digest"
MOST_AT_ONCE = 2000
WEEK, DAY = timedelta(days=7), timedelta(days=1)


def enqueue_digests(*, now: datetime) -> int:
    """A job for each member whose turn it is. Returns how many were enqueued now."""
    with purpose("membership"):
        due = MemberContact.objects.filter(
            # What is not set is weekly; a plain exclude would leave those out, too.
            Q(notices__rhythm__isnull=True) | ~Q(notices__rhythm=NEVER),
            Q(digest_at__lte=now - WEEK)
            | Q(digest_at__lte=now - DAY, notices__rhythm=DAILY)
            | Q(digest_at=None, member__joined_at__lte=now - WEEK)
            | Q(digest_at=None, member__joined_at__lte=now - DAY, notices__rhythm=DAILY),
            is_email_confirmed=True,
            bounce_count__lt=MOST_BOUNCES,
            member__left_at=None,
        )
        ids = list(due.order_by("digest_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(enqueue_once(DIGEST_JOB, lock=f"community-digest-{pk}", member_id=pk) for pk in ids)


def mail_digest(member_id: int, *, now: datetime) -> bool:
    """Returns whether a mail went out. The time is noted with it, also where there was nothing to send."""
    with purpose("membership"):
        contact = (
            MemberContact.objects.select_for_update(of=("self",))
            .select_related("member")
            .filter(pk=member_id, member__left_at=None)
            .first()
        )
        if contact is None or rhythm_of(contact.notices) == NEVER:
            return False
        every = DAY if rhythm_of(contact.notices) == DAILY else WEEK
        if contact.digest_at is not None and contact.digest_at > now - every:
            return False
        found = digest_of(contact.member, since=contact.digest_at, now=now)
        contact.digest_at = now
        contact.save(update_fields=["digest_at"])
        if not found.is_worth_it:
            return False
        Notice.objects.filter(member_id=member_id, in_digest=True, at__lte=now).update(in_digest=False)
        _composed(contact, found, now=now).send()
        return True


def _composed(contact: MemberContact, found: Digest, *, now: datetime) -> EmailMultiAlternatives:
    member = contact.member
    with override(language_of(member)):
        stop = stop_url(member.pk, "digest")
        shown = {
            "member": member,
            "notices": [
                (notice_sentence(one, found.titles[one.pk]), absolute(one.path)) for one in found.notices
            ],
            "helpful": found.helpful,
            "missed": [(row, absolute(row.url)) for row in found.missed],
            "unanswered": [(row, absolute(row.url)) for row in found.unanswered],
            "stop": stop,
            "choices": absolute("/community/notices/"),
            "company": company_name(),
        }
        mail = EmailMultiAlternatives(
            " ".join((_("What you missed in the community of %(company)s") % shown).split()),
            render_to_string("community/mail/digest.txt", shown),
            sender(),
            [contact.email],
            headers={
                "Message-ID": f"<digest-{member.pk}-{now:%Y%m%d%H}@{mail_domain()}>",
                "Auto-Submitted": "auto-generated",
                **unsubscribe_headers(stop),
            },
        )
        mail.attach_alternative(render_to_string("community/mail/digest.html", shown), "text/html")
        return mail
