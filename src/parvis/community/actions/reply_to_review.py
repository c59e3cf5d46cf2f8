"""The company's reply to a review: one, signed by an employee, changed in the open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.actions.join import member_of_staff
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.events import ReviewReplied
from parvis.community.logic.errors import EmptyText, MayNot, TextTooLong
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.models import Review, ReviewReply, ReviewRevision
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish

LONGEST = 4_000


def reply_to_review(review: Review, *, text: str, by: User, now: datetime) -> ReviewReply:
    """Reply, or change the reply that is there: what it said before stays readable.

    Raises EmptyText, TextTooLong, MayNot("review") for one that is not shown.
    """
    text = cleaned(text)
    if not text:
        raise EmptyText
    if len(text) > LONGEST:
        raise TextTooLong(limit=LONGEST, length=len(text))
    with transaction.atomic():
        held = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
        if not held.is_shown:
            raise MayNot("review")
        author = member_of_staff(by, now=now)
        there = ReviewReply.objects.filter(review=held).select_related("author").first()
        actor = Actor("user", by.pk, str(by))
        if there is None:
            made = ReviewReply.objects.create(
                review=held,
                author=author,
                text=text,
                html=html_of(text),
                language=held.language,
                written_at=now,
            )
            note_pictures(made)
            publish(ReviewReplied(held.pk), by=actor)
            return made
        if there.text != text:
            ReviewRevision.objects.create(
                review=held, is_of_reply=True, text=there.text, by=there.author, at=now
            )
            there.text, there.html, there.edited_at, there.author = text, html_of(text), now, author
            there.save(update_fields=["text", "html", "edited_at", "author"])
            note_pictures(there)
        return there
