"""The knowledge base: what readers see stands apart from what editors are still writing."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from parvis.community.models.boards import Board
from parvis.community.models.members import Member
from parvis.community.models.questions import Answer, Question


class Article(models.Model):
    """Title, text and tags are those that readers see; before the first publishing, those of the newest revision.

    state is the newest revision's: a published article with a newer draft is a draft that has `published`.
    The database keeps one more column, `document`, for the search; it is empty while nothing is published.
    """

    DRAFT, REVIEW, PUBLISHED, WITHDRAWN = "draft", "review", "published", "withdrawn"
    STATES = [(DRAFT, "draft"), (REVIEW, "review"), (PUBLISHED, "published"), (WITHDRAWN, "withdrawn")]

    language = models.CharField(max_length=5)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, null=True, related_name="articles")
    title = models.CharField(max_length=200)
    slug = models.CharField(max_length=80)
    text = models.TextField()
    html = models.TextField()  # made from text by logic/articles.py
    tags = ArrayField(models.CharField(max_length=40), default=list)
    state = models.CharField(max_length=10, choices=STATES, default=DRAFT)
    newest = models.OneToOneField("ArticleRevision", on_delete=models.PROTECT, null=True, related_name="+")
    published = models.OneToOneField("ArticleRevision", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)  # for the first time
    updated_at = models.DateTimeField(null=True)  # published for the last time
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="articles")
    # Where it came from, and who wrote that.
    origin_question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, related_name="articles"
    )
    origin_answer = models.OneToOneField(Answer, on_delete=models.PROTECT, null=True, related_name="article")
    credited = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="credited_articles"
    )
    # The article that this one says in another language.
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="translations")
    view_count = models.IntegerField(default=0)
    helpful_count = models.IntegerField(default=0)
    unhelpful_count = models.IntegerField(default=0)
    used_count = models.IntegerField(default=0)  # put into answers by colleagues

    class Meta:
        db_table = "community_article"
        constraints = [
            models.UniqueConstraint(fields=["original", "language"], name="one_translation_a_language"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published__isnull=False), name="published_article_shows"
            ),
        ]
        indexes = [
            models.Index(
                F("updated_at").desc(),
                F("id").desc(),
                condition=Q(published__isnull=False),
                name="published_articles",
            ),
            models.Index(F("changed_at").desc(), F("id").desc(), name="article_by_change"),
            GinIndex(fields=["tags"], name="article_tags"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleRevision(models.Model):
    """What an article said at one time: its words are never changed; what was decided about them is added."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.IntegerField()  # 1, 2, 3 … of its article
    title = models.CharField(max_length=200)
    text = models.TextField()
    tags = ArrayField(models.CharField(max_length=40), default=list)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Of a translation: the revision of the original that it says.
    source = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)  # why it was sent back
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_article_revision"
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_revision_once")]


class ArticleVote(models.Model):
    """Whether it helped: one for each member, and one for each browser session of a visitor."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="+")  # that was read
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="article_votes")
    # Keyed hash of a number that the visitor's browser forgets when it is closed; forgotten here after a month.
    visitor = models.CharField(max_length=64, blank=True)
    is_helpful = models.BooleanField()
    word = models.CharField(max_length=200, blank=True)  # why not, for the editors
    at = models.DateTimeField()

    class Meta:
        db_table = "community_article_vote"
        constraints = [
            models.UniqueConstraint(fields=["article", "member"], name="article_vote_once"),
            models.UniqueConstraint(
                fields=["article", "visitor"], condition=~Q(visitor=""), name="visitor_vote_once"
            ),
        ]
        indexes = [
            models.Index(fields=["article", "at"], name="article_votes_by_time"),
            models.Index(fields=["visitor", "at"], condition=~Q(visitor=""), name="votes_of_visitor"),
        ]


class DayOfArticle(models.Model):
    """How often an article was read on one day by people, and put into answers by colleagues."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    views = models.IntegerField(default=0)
    by_members = models.IntegerField(default=0)
    uses = models.IntegerField(default=0)

    class Meta:
        db_table = "community_day_of_article"
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="one_day_of_article")]


class Deflection(models.Model):
    """Somebody was about to ask, read this instead, and said that it answered them. Nobody's name is kept."""

    once = models.CharField(max_length=64, unique=True)  # the form's, so that it counts once
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="deflections")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="deflections")
    language = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta:
        db_table = "community_deflection"
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, article__isnull=True)
                | Q(question__isnull=True, article__isnull=False),
                name="deflection_by_one_text",
            )
        ]
        indexes = [models.Index(fields=["at"], name="deflections_by_time")]
