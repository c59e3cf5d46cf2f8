"""Reviews of products, with what the law asks to be shown beside them.

Sources of the duties: Code de la consommation, L111-7-2 and D111-16 to D111-19 (both dates, control, consideration,
order, reasons of refusal); L121-4, 27° and 28° (no claim of a check that was not made, no altered review);
ISO 20488:2018 (author can be reached, every review counts, the supplier may reply, refused ones are kept a year).
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from parvis.community.models.members import Member
from parvis.community.models.pictures import Picture
from parvis.community.models.products import ProductPage
from parvis.community.models.said import Said


class Review(Said):
    """What one member says of one product. Nobody but its author ever changes its stars or its words."""

    kind = "review"
    SHOWN, WITHDRAWN = "shown", "withdrawn"
    SHOWN_STATES = (SHOWN,)
    STATES = [(s, s) for s in (SHOWN, WITHDRAWN, Said.HELD, Said.WITHHELD, Said.REMOVED)]
    # What the author says they were given for it.
    NOTHING, FREE, DISCOUNT, POINTS, OTHER = "", "free", "discount", "points", "other"
    CONSIDERATIONS = (NOTHING, FREE, DISCOUNT, POINTS, OTHER)

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="reviews")
    page = models.ForeignKey(ProductPage, on_delete=models.PROTECT, related_name="reviews")
    state = models.CharField(max_length=10, choices=STATES, default=SHOWN)
    stars = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    experienced_on = models.DateField()
    consideration = models.CharField(max_length=8, blank=True)
    # The purchase stands in the record that the member linked themselves; when that was seen.
    verified_at = models.DateTimeField(null=True)
    is_contactable = models.BooleanField(default=True)
    helpful_count = models.IntegerField(default=0)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=40, default="web")
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "community_review"
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="review_stars"),
            models.UniqueConstraint(
                fields=["page", "author"], condition=~Q(state="withdrawn"), name="one_review_a_product"
            ),
            models.UniqueConstraint(fields=["origin", "external_id"], name="review_once_per_origin"),
        ]
        indexes = [
            models.Index("page", F("written_at").desc(), F("id").desc(), name="review_by_page"),
            models.Index("author", F("written_at").desc(), name="review_by_author"),
            # Figures over all that are shown are counted in the index alone.
            models.Index("page", "stars", condition=Q(state="shown"), name="review_stars_shown"),
            models.Index("stars", "written_at", condition=Q(state="shown"), name="review_to_answer"),
        ]

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        return ("author", "page")

    @property
    def url(self) -> str:
        return f"{self.page.url}#review-{self.pk}"

    @property
    def written(self) -> datetime:
        return self.written_at

    @property
    def heading(self) -> str:
        return self.title or self.page.name


class ReviewReply(Said):
    """The company's word on a review, one, signed by the employee who gave it."""

    kind = "review_reply"
    SHOWN = "shown"
    SHOWN_STATES = (SHOWN,)
    STATES = [(s, s) for s in (SHOWN, Said.HELD, Said.WITHHELD, Said.REMOVED)]

    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="review_replies")
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="reply")
    state = models.CharField(max_length=10, choices=STATES, default=SHOWN)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_review_reply"
        indexes = [models.Index(fields=["written_at"], name="review_reply_by_time")]

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        return ("author", "review__page")

    @property
    def url(self) -> str:
        return self.review.url

    @property
    def written(self) -> datetime:
        return self.written_at

    @property
    def heading(self) -> str:
        return self.review.heading


class ReviewRevision(models.Model):
    """What a review, or the reply to it, said before it was changed: rows are added, never changed."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="revisions")
    is_of_reply = models.BooleanField(default=False)
    stars = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    experienced_on = models.DateField(null=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_review_revision"


class ReviewPicture(models.Model):
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="reviews")
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "community_review_picture"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["review", "picture"], name="review_picture_once")]


class ReviewVote(models.Model):
    """ "This review helped me"."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="review_votes")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_review_vote"
        constraints = [models.UniqueConstraint(fields=["review", "member"], name="review_vote_once")]
        indexes = [models.Index(fields=["member", "at"], name="review_votes_of_member")]


class ReviewMessage(models.Model):
    """Between a reader and the author of a review, through the house: neither sees the other's address."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_review_message"
        indexes = [
            models.Index(fields=["by", "at"], name="review_messages_by"),
            models.Index(fields=["to", "at"], name="review_messages_to"),
        ]
