"""Ideas of members, what is said under them, and what the company answered; themes that are open for a time."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from parvis.community.models.boards import Board
from parvis.community.models.members import Member
from parvis.community.models.said import Said


class IdeaSession(models.Model):
    """A theme for a time: ideas are proposed in it between both moments, and what came of them is published."""

    title = models.CharField(max_length=120)
    slug = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    about_html = models.TextField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    outcome = models.TextField(blank=True)
    outcome_html = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "community_idea_session"
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="idea_session_has_a_time")
        ]
        indexes = [models.Index(F("closes_at").desc(), F("id").desc(), name="idea_session_by_end")]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/community/ideas/sessions/{self.pk}/"

    def is_open(self, now: datetime) -> bool:
        return self.opens_at <= now < self.closes_at


class Idea(Said):
    """What somebody wishes that the company did. Counts are kept by the actions, in the transaction of what they count.

    due_at: when an answer was promised for, since enough members wanted it. The database keeps one more column,
    `document`, for the search (its migration).
    """

    kind = "idea"
    SHOWN = "shown"
    STATES = [(s, s) for s in (SHOWN, Said.HELD, Said.WITHHELD, Said.REMOVED)]
    NEW, UNDER_REVIEW, PLANNED, IN_WORK = "new", "under_review", "planned", "in_work"
    DONE, DECLINED, MERGED = "done", "declined", "merged"
    STATUSES = [(s, s) for s in (NEW, UNDER_REVIEW, PLANNED, IN_WORK, DONE, DECLINED, MERGED)]

    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="ideas")
    session = models.ForeignKey(IdeaSession, on_delete=models.PROTECT, null=True, related_name="ideas")
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=10, choices=STATES, default=SHOWN)
    status = models.CharField(max_length=12, choices=STATUSES, default=NEW)
    # How often the status was said: the number of the newest change.
    status_number = models.IntegerField(default=0)
    status_at = models.DateTimeField()
    # Where votes and readers of a duplicate are led.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    # Who of the company looks after it, under the name they have here.
    in_charge = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="ideas_in_charge")
    vote_count = models.IntegerField(default=0)
    comment_count = models.IntegerField(default=0)
    last_position = models.IntegerField(default=0)
    proposed_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=40, default="web")
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "community_idea"
        constraints = [
            models.UniqueConstraint(fields=["origin", "external_id"], name="idea_once_per_origin"),
            models.CheckConstraint(condition=Q(vote_count__gte=0), name="idea_vote_count"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="idea_merged_into_another",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="idea_not_its_own_duplicate"),
        ]
        indexes = [
            # What reads/idea_list.py asks for, each with the condition that it writes.
            models.Index(
                F("vote_count").desc(),
                F("id").desc(),
                condition=Q(state="shown", status__in=("new", "under_review", "planned", "in_work")),
                name="idea_most_wanted",
            ),
            models.Index(
                F("proposed_at").desc(), F("id").desc(), condition=Q(state="shown"), name="idea_newest"
            ),
            models.Index(
                F("status_at").desc(),
                F("id").desc(),
                condition=Q(state="shown", status_number__gt=0),
                name="idea_answered_lately",
            ),
            models.Index(
                "status", F("vote_count").desc(), F("id").desc(), condition=Q(state="shown"), name="idea_by_status"
            ),
            models.Index(
                "status", F("status_at").desc(), F("id").desc(), condition=Q(state="shown"), name="idea_status_since"
            ),
            models.Index("board", F("vote_count").desc(), F("id").desc(), name="idea_by_board"),
            models.Index(
                "session", F("vote_count").desc(), F("id").desc(), condition=Q(session__isnull=False),
                name="idea_by_session",
            ),
            models.Index("author", F("proposed_at").desc(), name="idea_by_author"),
            models.Index("in_charge", F("id").desc(), condition=Q(in_charge__isnull=False), name="idea_by_charge"),
            models.Index(
                F("due_at"), F("id"), condition=Q(due_at__isnull=False, answered_at__isnull=True), name="idea_due"
            ),
            models.Index("merged_into", condition=Q(merged_into__isnull=False), name="idea_duplicates"),
            GinIndex(fields=["tags"], name="idea_tags"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/community/ideas/{self.pk}/{self.slug}/"

    @property
    def written(self) -> datetime:
        return self.proposed_at

    @property
    def heading(self) -> str:
        return self.title


class IdeaComment(Said):
    """Something said under an idea; marked as an extension, it is credited when the idea is done."""

    kind = "idea_comment"
    SHOWN = "shown"
    STATES = [(s, s) for s in (SHOWN, Said.HELD, Said.WITHHELD, Said.REMOVED)]

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="comments")
    position = models.IntegerField()  # 1, 2, 3 … under its idea, never given twice
    state = models.CharField(max_length=10, choices=STATES, default=SHOWN)
    written_at = models.DateTimeField()
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=40, default="web")
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "community_idea_comment"
        constraints = [
            models.UniqueConstraint(fields=["idea", "position"], name="idea_comment_position_once"),
            models.UniqueConstraint(fields=["origin", "external_id"], name="idea_comment_once_per_origin"),
        ]
        indexes = [
            models.Index("author", F("written_at").desc(), name="idea_comment_by_author"),
            models.Index("idea", "position", condition=Q(extended_at__isnull=False), name="idea_extensions"),
        ]

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        return ("author", "idea")

    @property
    def url(self) -> str:
        return f"{self.idea.url}#comment-{self.pk}"

    @property
    def written(self) -> datetime:
        return self.written_at

    @property
    def heading(self) -> str:
        return self.idea.title


class IdeaStatusChange(models.Model):
    """What the company said to an idea, with its public reason. Rows are added, never changed."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="status_changes")
    number = models.IntegerField()  # 1, 2, 3 …: two who decide at once cannot both give the next
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.TextField()
    reason_html = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "community_idea_status_change"
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="idea_status_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="idea_status_has_a_reason"),
        ]


class IdeaRevision(models.Model):
    """What an idea said before its author changed it: rows are added, never changed."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="revisions")
    title = models.CharField(max_length=200)
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_idea_revision"
