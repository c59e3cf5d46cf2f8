"""Reaching the author of a review, as the law lets a page say that one can: through the house, no address shown."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.community.actions.flow import hold_member
from parvis.community.logic.errors import EmptyText, MayNot, TextTooLong, TooOften
from parvis.community.models import Member, MemberContact, Review, ReviewMessage
from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue

LONGEST = 2_000
A_DAY = 5
TELL_JOB = "community.tell_review_message"
MESSAGES_KEPT = timedelta(days=365)


def write_to_author(
    review: Review, *, text: str, by: Member, now: datetime, to: Member | None = None
) -> ReviewMessage:
    """A message to the author; or from the author to somebody who wrote to them (`to`).

    Raises EmptyText, TextTooLong, TooOften, MayNot("contact").
    """
    text = text.strip()
    if not text:
        raise EmptyText
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST, length=len(text))
    with purpose("membership"), transaction.atomic():
        by = hold_member(by, now=now)
        receiver = review.author if to is None else to
        if not may_contact(review, by=by, to=receiver):
            raise MayNot("contact")
        sent = ReviewMessage.objects.filter(by=by, at__gt=now - timedelta(days=1))
        if sent.count() >= A_DAY:
            raise TooOften(seconds=3600)
        made = ReviewMessage.objects.create(review=review, by=by, to=receiver, text=text, at=now)
        enqueue(TELL_JOB, message_id=made.pk)
        return made


def may_contact(review: Review, *, by: Member, to: Member) -> bool:
    """Declares no purpose: the caller reads messages for membership."""
    if by.pk == to.pk or not review.is_shown or to.left_at is not None:
        return False
    if to.pk == review.author_id:
        return review.is_contactable
    # The author answers whoever wrote first.
    return by.pk == review.author_id and ReviewMessage.objects.filter(review=review, by=to, to=by).exists()


def tell_review_message(message_id: int) -> bool:
    """Send it to where its receiver is reached. Returns whether it went out."""
    with purpose("membership"):
        found = ReviewMessage.objects.filter(pk=message_id).select_related("review__page", "by", "to").first()
        contact = MemberContact.objects.filter(member=found.to_id).first() if found else None
        if found is None or contact is None:
            return False
        with override(found.to.language):
            address = f"{settings.COMMUNITY_ORIGIN or settings.ORIGIN}/community/reviews/{found.review_id}/messages/"
            mail = EmailMessage(
                subject=_("%(name)s wrote to you about %(product)s")
                % {"name": found.by.name, "product": found.review.page.name},
                body=_(
                    "%(name)s wrote to you about your exchange on %(product)s:\n\n%(text)s\n\n"
                    "Answer here: %(address)s\nYour address is not shown to anybody; "
                    "%(company)s passes the messages on."
                )
                % {
                    "name": found.by.name, "product": found.review.page.name, "text": found.text,
                    "address": address, "company": company_name(),
                },
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[contact.email],
                headers={"Auto-Submitted": "auto-generated"},
            )  # fmt: skip
    mail.send()
    return True
