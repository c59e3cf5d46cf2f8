"""Reviews of a product: figures over all that are shown, and a page of them in the order the reader chose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet

from parvis.community.logic.reviews import ORDERS
from parvis.community.logic.stars import Stars, stars_of
from parvis.community.models import (
    Member,
    Review,
    ReviewPicture,
    ReviewReply,
    ReviewRevision,
    ReviewVote,
)
from parvis.community.permissions import is_staff

PAGE = 10
MOST_PAGES = 500
MOST_WAITING = 1_000  # counted
_ORDERED: dict[str, tuple[Any, ...]] = {
    "newest": ("-written_at", "-pk"),
    "oldest": ("written_at", "pk"),
    "lowest": ("stars", "-written_at", "-pk"),
    "highest": ("-stars", "-written_at", "-pk"),
    "helpful": ("-helpful_count", "-written_at", "-pk"),
}


@dataclass(frozen=True, slots=True)
class ReviewsShown:
    """voted: ids that the reader found helpful. page, pages: from 1."""

    rows: list[Review]
    voted: set[int]
    n: int
    page: int
    pages: int


def shown_reviews(page_id: int) -> QuerySet[Review]:
    return Review.objects.filter(page=page_id, state=Review.SHOWN)


def stars_of_page(page_id: int) -> Stars:
    """Over every review that is shown, verified or not, in every language."""
    counted = shown_reviews(page_id).values_list("stars").annotate(n=Count("*")).order_by()
    return stars_of(dict(counted))


def stars_of_pages(page_ids: Iterable[int]) -> dict[int, Stars]:
    """page id → its figures; one statement."""
    counted: dict[int, dict[int, int]] = {page_id: {} for page_id in page_ids}
    rows = Review.objects.filter(page__in=counted, state=Review.SHOWN).values_list("page", "stars")
    for page_id, stars, n in rows.annotate(n=Count("*")).order_by():
        counted[page_id][stars] = n
    return {page_id: stars_of(one) for page_id, one in counted.items()}


def reviews(
    page_id: int,
    reader: Member | None,
    *,
    order: str = ORDERS[0],
    page: int = 1,
    stars: int | None = None,
    language: str = "",
    is_verified: bool = False,
    figures: Stars | None = None,
    most: int = PAGE,
) -> ReviewsShown:
    """One page. The reader's own review comes with it where it waits or is withheld; staff see every one.

    figures: those of the page, so that they are counted once.
    """
    found = _visible(page_id, reader)
    if stars:
        found = found.filter(stars=stars)
    if language:
        found = found.filter(language=language)
    if is_verified:
        found = found.exclude(verified_at=None)
    if figures is not None and not (language or is_verified or is_staff(reader)):
        # Counted already; the reader's own review that is not shown stands on the first page beside them.
        n = figures.counts[stars - 1] if stars else figures.n
        n = n or found.count()
    else:
        n = found.count()
    pages = min(max(1, -(-n // most)), MOST_PAGES)
    page = min(max(page, 1), pages)
    ordered = found.order_by(*_ORDERED.get(order, _ORDERED[ORDERS[0]])).values_list("pk", flat=True)
    # Ids first: what is sorted stays narrow.
    ids = list(ordered[(page - 1) * most : page * most])
    by_id = whole(Review.objects.filter(pk__in=ids)).in_bulk()
    rows = [by_id[one] for one in ids if one in by_id]
    voted: set[int] = set()
    if reader is not None and rows:
        votes = ReviewVote.objects.filter(member=reader, review__in=rows)
        voted = set(votes.values_list("review_id", flat=True))
    return ReviewsShown(rows, voted, n, page, pages)


def whole(found: QuerySet[Review]) -> QuerySet[Review]:
    """With all that is shown of a review, in a fixed number of statements."""
    return found.select_related("author", "page", "reply__author").prefetch_related(
        Prefetch("pictures", queryset=ReviewPicture.objects.select_related("picture"))
    )


def review_of(reader: Member | None, page_id: int) -> Review | None:
    """The reader's own review of the product, unless they took it back."""
    if reader is None:
        return None
    return Review.objects.filter(page=page_id, author=reader).exclude(state=Review.WITHDRAWN).first()


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """What it said until `at`; of the reply where is_of_reply."""

    at: datetime
    is_of_reply: bool
    stars: int | None
    title: str
    text: str
    by: str


def earlier(review: Review) -> list[EarlierReview]:
    """The newest first."""
    found = ReviewRevision.objects.filter(review=review)
    # What a reply said before goes with what it says.
    if not ReviewReply.objects.filter(review=review, state__in=ReviewReply.SHOWN_STATES).exists():
        found = found.filter(is_of_reply=False)
    rows = found.select_related("by").order_by("-at", "-pk")[:50]
    return [
        EarlierReview(row.at, row.is_of_reply, row.stars, row.title, row.text, row.by.name) for row in rows
    ]


def _visible(page_id: int, reader: Member | None) -> QuerySet[Review]:
    if is_staff(reader):
        return Review.objects.filter(page=page_id).exclude(state__in=(Review.WITHDRAWN, Review.REMOVED))
    if reader is None:
        return shown_reviews(page_id)
    own = Review.objects.filter(page=page_id, author=reader).exclude(state=Review.WITHDRAWN)
    return shown_reviews(page_id) | own


def to_answer() -> QuerySet[Review]:
    """Shown reviews without a reply, the fewest stars first, among them the longest waiting."""
    return whole(Review.objects.filter(state=Review.SHOWN, reply=None, page__is_shown=True)).order_by(
        F("stars"), "written_at", "pk"
    )


def count_waiting(*, most_stars: int = 5) -> int:
    """Of to_answer; more than MOST_WAITING are not counted on."""
    found = Review.objects.filter(state=Review.SHOWN, reply=None, page__is_shown=True, stars__lte=most_stars)
    return found[:MOST_WAITING].count()


def answered() -> QuerySet[Review]:
    """Reviews with a reply, the newest reply first."""
    return whole(Review.objects.filter(reply__isnull=False)).order_by("-reply__written_at", "-pk")


def newest_reviews() -> QuerySet[Review]:
    """Of every product and in every state."""
    return whole(Review.objects.order_by("-written_at", "-pk"))
