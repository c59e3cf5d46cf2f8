"""Questions and what is said under them."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from parvis.community.models.boards import Board
from parvis.community.models.members import Member
from parvis.community.models.said import Said


class Question(Said):
    """A question with its own page. Counts are kept by the actions, in the transaction of what they count.

    The database keeps one more column, `document`, for the search (migration 0001).
    """

    kind = "question"
    OPEN, CLOSED = "open", "closed"
    SHOWN_STATES = (OPEN, CLOSED)
    STATES = [(s, s) for s in (OPEN, CLOSED, Said.HELD, Said.WITHHELD, Said.REMOVED)]

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="questions")
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="questions")
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    text = models.TextField()
    html = models.TextField()  # made from text by logic/markdown.py
    language = models.CharField(max_length=5, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    asked_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    answer_count = models.IntegerField(default=0)
    last_position = models.IntegerField(default=0)
    me_too_count = models.IntegerField(default=0)
    view_count = models.IntegerField(default=0)
    last_answer_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    accepted = models.OneToOneField(
        "Answer", on_delete=models.PROTECT, null=True, related_name="accepted_for"
    )
    accepted_at = models.DateTimeField(null=True)
    # The member (of the house, or a super-user) who was asked to answer.
    assigned_id = models.BigIntegerField(null=True)
    # The product it is about; not indexed by Django, which would lock the table (migration of reviews).
    page = models.ForeignKey(
        "community.ProductPage",
        on_delete=models.SET_NULL,
        null=True,
        db_index=False,
        related_name="questions",
    )
    # The same question in the other language.
    counterpart = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    # Where it came from, and how it is called there; an import that is repeated finds its rows.
    origin = models.CharField(max_length=40, default="web")
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "community_question"
        constraints = [
            models.UniqueConstraint(fields=["origin", "external_id"], name="question_once_per_origin"),
            models.CheckConstraint(condition=Q(answer_count__gte=0), name="question_answer_count"),
        ]
        indexes = [
            models.Index(F("active_at").desc(), F("id").desc(), name="question_by_activity"),
            models.Index("board", F("active_at").desc(), F("id").desc(), name="question_by_board"),
            models.Index(
                F("asked_at").desc(),
                F("id").desc(),
                condition=Q(answer_count=0, state="open"),
                name="question_unanswered",
            ),
            models.Index("author", F("asked_at").desc(), name="question_by_author"),
            GinIndex(fields=["tags"], name="question_tags"),
            models.Index(
                "page",
                F("active_at").desc(),
                F("id").desc(),
                condition=Q(page__isnull=False),
                name="question_by_product",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/community/questions/{self.pk}/{self.slug}/"

    @property
    def written(self) -> datetime:
        return self.asked_at

    @property
    def heading(self) -> str:
        return self.title


class Answer(Said):
    """An answer, or a comment under one (`parent`)."""

    kind = "answer"
    SHOWN = "shown"
    SHOWN_STATES = (SHOWN,)
    STATES = [(s, s) for s in (SHOWN, Said.HELD, Said.WITHHELD, Said.REMOVED)]

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    # Not indexed by Django: few answers are comments (comments_of_answer).
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="comments", db_index=False
    )
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="answers")
    # 1, 2, 3 … under its question, never given twice: a page is a range of them.
    position = models.IntegerField()
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=SHOWN)
    helpful_count = models.IntegerField(default=0)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=40, default="web")  # web, mail, inbox, import …
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        db_table = "community_answer"
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="answer_position_once"),
            models.UniqueConstraint(fields=["origin", "external_id"], name="answer_once_per_origin"),
        ]
        indexes = [
            models.Index("author", F("written_at").desc(), name="answer_by_author"),
            # In their order, and counted without reading them.
            models.Index(
                fields=["parent", "position"],
                include=["state", "author"],
                condition=Q(parent__isnull=False),
                name="comments_of_answer",
            ),
        ]

    @classmethod
    def beside(cls) -> tuple[str, ...]:
        return ("author", "question")

    @property
    def url(self) -> str:
        return f"{self.question.url}#answer-{self.pk}"

    @property
    def written(self) -> datetime:
        return self.written_at

    @property
    def heading(self) -> str:
        return self.question.title


class Revision(models.Model):
    """What a text said before it was changed: rows are added, never changed."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="revisions")
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="revisions")
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_revision"
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, answer__isnull=True)
                | Q(question__isnull=True, answer__isnull=False),
                name="revision_of_one_text",
            )
        ]
