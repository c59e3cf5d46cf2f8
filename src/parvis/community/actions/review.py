"""Reviewing a product: writing, changing, taking back. Only its author ever touches a review's stars and words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from parvis.community.actions.first_shown import first_shown
from parvis.community.actions.flow import check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.actions.verify_purchase import has_bought
from parvis.community.events import ReviewEdited, ReviewWithdrawn
from parvis.community.logic.errors import EmptyText, MayNot, TextTooLong, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.logic.markdown import cleaned, html_of
from parvis.community.logic.stars import FEWEST, MOST
from parvis.community.models import (
    Draft,
    Member,
    Picture,
    ProductPage,
    Review,
    ReviewPicture,
    ReviewRevision,
)
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish

LONGEST, TITLE_LONGEST = 8_000, 120
MOST_PICTURES = 4
# Nobody remembers longer, and a product changes.
OLDEST_EXPERIENCE = timedelta(days=5 * 366)


def write_review(
    page: ProductPage,
    *,
    stars: int,
    text: str,
    experienced_on: date | None,
    by: Member,
    language: str,
    now: datetime,
    title: str = "",
    consideration: str = Review.NOTHING,
    is_contactable: bool = True,
    pictures: Sequence[Picture] = (),
    once: str | None = None,
) -> Review:
    """Publish a review; it says "verified" where the record that its author linked holds the purchase.

    once: a name of this sending. Raises EmptyText, TextTooLong, TooOften, and MayNot with "product", "stars",
    "experience", "own-product" (employees do not review), "second-review", "pictures", "consideration".
    """
    title, text, experienced_on = checked_review(
        title, text, stars=stars, experienced_on=experienced_on, now=now
    )
    if consideration not in Review.CONSIDERATIONS:
        raise MayNot("consideration")
    if len(pictures) > MOST_PICTURES or any(one.by_id != by.pk for one in pictures):
        raise MayNot("pictures")
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = Review.objects.filter(origin="web", external_id=once, author=by).first()
            if sent is not None:
                return sent
        if by.staff_id is not None:
            raise MayNot("own-product")
        if not ProductPage.objects.filter(pk=page.pk, is_shown=True).exists():
            raise MayNot("product")
        _check_flow(by, now=now)
        check_text(by, text)
        try:
            with transaction.atomic():
                review = Review.objects.create(
                    page=page, author=by, stars=stars, title=title, text=text, html=html_of(text),
                    language=language, experienced_on=experienced_on, consideration=consideration,
                    is_contactable=is_contactable, written_at=now, external_id=once,
                    verified_at=now if has_bought(by, page.product_id, now=now) else None,
                )  # fmt: skip
        except IntegrityError as problem:
            raise MayNot("second-review") from problem
        note_pictures(review)
        ReviewPicture.objects.bulk_create(
            ReviewPicture(review=review, picture=one, position=n)
            for n, one in enumerate(dict.fromkeys(pictures))
        )
        Draft.objects.filter(member=by, place=f"review:{page.pk}").delete()
        if look_first(review, by=by, now=now):
            first_shown(review, now=now)
    return review


def edit_review(
    review: Review,
    *,
    stars: int,
    text: str,
    experienced_on: date | None,
    by: Member,
    now: datetime,
    title: str = "",
    consideration: str = Review.NOTHING,
    is_contactable: bool = True,
) -> bool:
    """What it said before stays readable. Returns whether anything changed.

    Raises as write_review, and MayNot("edit") for everybody but its author, and while it is withheld.
    """
    title, text, experienced_on = checked_review(
        title, text, stars=stars, experienced_on=experienced_on, now=now
    )
    if consideration not in Review.CONSIDERATIONS:
        raise MayNot("consideration")
    with transaction.atomic():
        by = hold_member(by, now=now)
        held = Review.objects.select_for_update(no_key=True).select_related("page").get(pk=review.pk)
        if held.author_id != by.pk or held.state not in (Review.SHOWN, Review.HELD):
            raise MayNot("edit")
        _check_edits(by, now=now)
        check_text(by, text)
        before = (held.stars, held.title, held.text, held.experienced_on)
        after = (stars, title, text, experienced_on)
        if before != after:
            ReviewRevision.objects.create(
                review=held, stars=held.stars, title=held.title, text=held.text,
                experienced_on=held.experienced_on, by=by, at=now,
            )  # fmt: skip
            held.edited_at = now
        elif (held.consideration, held.is_contactable) == (consideration, is_contactable):
            return False
        if held.text != text:
            held.html = html_of(text)
        held.stars, held.title, held.text = stars, title, text
        held.experienced_on = experienced_on
        held.consideration, held.is_contactable = consideration, is_contactable
        if held.verified_at is None and has_bought(by, held.page.product_id, now=now):
            held.verified_at = now
        held.save()
        note_pictures(held)
        look_first(held, by=by, now=now, is_new=False)
        publish(ReviewEdited(held.pk), by=Actor("member", by.pk, by.name))
        return True


def withdraw_review(review: Review, *, by: Member, now: datetime) -> bool:
    """Its author takes it back: it counts no more, and its words go after a year (actions/forget_reviews.py).

    Returns whether anything changed. Raises MayNot("edit").
    """
    with transaction.atomic():
        held = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
        if held.author_id != by.pk or held.state not in (Review.SHOWN, Review.HELD, Review.WITHDRAWN):
            raise MayNot("edit")
        if held.state == Review.WITHDRAWN:
            return False
        Review.objects.filter(pk=held.pk).update(state=Review.WITHDRAWN, withdrawn_at=now)
        publish(ReviewWithdrawn(held.pk), by=Actor("member", by.pk, by.name))
        return True


def check_purchase(review: Review, *, by: Member, now: datetime) -> bool:
    """Look in the record again, for an author who linked it after writing. Returns whether the purchase is there."""
    with transaction.atomic():
        by = hold_member(by, now=now)
        held = Review.objects.select_for_update(no_key=True).select_related("page").get(pk=review.pk)
        if held.author_id != by.pk:
            raise MayNot("edit")
        if held.verified_at is None and has_bought(by, held.page.product_id, now=now):
            Review.objects.filter(pk=held.pk).update(verified_at=now)
            return True
        return held.verified_at is not None


def checked_review(
    title: str, text: str, *, stars: int, experienced_on: date | None, now: datetime
) -> tuple[str, str, date]:
    """Title, text and day as they are kept. Raises EmptyText, TextTooLong, MayNot("stars" | "experience")."""
    title, text = " ".join(cleaned(title).split()), cleaned(text)
    if not FEWEST <= stars <= MOST:
        raise MayNot("stars")
    if not text:
        raise EmptyText
    for value, limit in ((title, TITLE_LONGEST), (text, LONGEST)):
        if len(value) > limit:
            raise TextTooLong(limit=limit, length=len(value))
    today = localdate(now)
    if experienced_on is None or not today - OLDEST_EXPERIENCE <= experienced_on <= today:
        raise MayNot("experience")
    return title, text, experienced_on


def _check_flow(by: Member, *, now: datetime) -> None:
    limits = limits_of(by.trust)
    day = Review.objects.filter(author=by, written_at__gt=now - timedelta(days=1), origin="web")
    times = list(day.order_by("-written_at").values_list("written_at", flat=True)[: limits.questions_a_day])
    if not times:
        return
    since = (now - times[0]).total_seconds()
    if since < limits.seconds_between_questions:
        raise TooOften(seconds=max(1, round(limits.seconds_between_questions - since)))
    if len(times) >= limits.questions_a_day:
        raise TooOften(seconds=max(1, round((times[-1] + timedelta(days=1) - now).total_seconds())))


def _check_edits(by: Member, *, now: datetime) -> None:
    day = ReviewRevision.objects.filter(by=by, at__gt=now - timedelta(days=1)).count()
    if day >= limits_of(by.trust).edits_a_day:
        raise TooOften(seconds=3600)
