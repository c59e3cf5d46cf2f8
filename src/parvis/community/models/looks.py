"""What waits for a human look, and what brought it there: words that are watched, points, first texts, reports."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from parvis.community.models.members import Member
from parvis.community.models.moderation import Ground, Report


class Look(models.Model):
    """One text that a moderator should look at, once whatever brought it there. Decided, it stays as it was seen.

    is_held: it is not shown until then, and its author sees that it waits and why. taken: a colleague has it open.
    """

    # Whoever opened a text has it for themselves so long; then it is anybody's again.
    TAKEN_FOR = timedelta(minutes=10)
    HELD, REPORTED, FLAGGED, FIRST = range(4)  # who waits most comes first
    SHOWN, WITHHELD = "shown", "withheld"

    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField()
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="looks")
    priority = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=20))  # first-post, words, spam, report, notice
    points = models.JSONField(default=dict)  # of logic/spam.py, by name
    score = models.PositiveSmallIntegerField(default=0)
    text_print = models.CharField(
        max_length=64, blank=True
    )  # digest: the same text sent again is known by it
    is_held = models.BooleanField(default=False)
    at = models.DateTimeField()
    taken_by_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(s, s) for s in (SHOWN, WITHHELD)])
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "community_look"
        constraints = [
            models.UniqueConstraint(fields=["kind", "text_id"], condition=Q(outcome=""), name="one_open_look")
        ]
        indexes = [
            models.Index(fields=["priority", "at"], condition=Q(outcome=""), name="open_looks"),
            models.Index(fields=["text_print"], condition=Q(outcome="withheld"), name="withheld_prints"),
        ]


class WatchedWord(models.Model):
    """A word, or several in a row, at which a text is held or flagged. What it caught tells whether it is any good."""

    HOLD, FLAG = "hold", "flag"

    words = models.CharField(max_length=80)
    key = models.CharField(max_length=160)  # look-alikes are one: logic/watched.py
    language = models.CharField(max_length=5, blank=True)  # empty: in every language
    act = models.CharField(max_length=4, choices=[(s, s) for s in (HOLD, FLAG)])
    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="watched_words")
    added_by_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_watched_word"
        ordering = ["words", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"], condition=Q(retired_at__isnull=True), name="watched_once"
            )
        ]


class WordCatch(models.Model):
    """A watched word was in a text; what people then decided stands in the look."""

    word = models.ForeignKey(WatchedWord, on_delete=models.PROTECT, related_name="catches")
    look = models.ForeignKey(Look, on_delete=models.CASCADE, related_name="catches")

    class Meta:
        db_table = "community_word_catch"
        constraints = [models.UniqueConstraint(fields=["word", "look"], name="caught_once")]


class ModerationRules(models.Model):
    """How new texts are looked at: one row. lesson: what decisions taught the points (logic/spam.py)."""

    SHOW, HOLD = "show", "hold"

    first_posts = models.PositiveSmallIntegerField(default=2)
    first_posts_are = models.CharField(max_length=4, default=SHOW, choices=[(s, s) for s in (SHOW, HOLD)])
    hold_from = models.PositiveSmallIntegerField(default=60)
    withhold_from = models.PositiveSmallIntegerField(default=90)
    lesson = models.JSONField(default=dict)
    lesson_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_moderation_rules"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_row_of_rules"),
            models.CheckConstraint(
                condition=Q(hold_from__lt=models.F("withhold_from"), withhold_from__gte=80),
                name="people_decide_below",
            ),
        ]


class NoticeContact(models.Model):
    """Who told us of a text without being a member (art. 16): no page reads it (row-level security)."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    email_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=5, default="en")
    address = models.CharField(max_length=500)  # the exact one that was given
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "community_notice_contact"
        indexes = [models.Index(fields=["email_hash", "at"], name="notices_by_address")]


class TextMood(models.Model):
    """The sentiment of a public text as Parvis read it: for comparing what is withheld, never for deciding it."""

    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField()
    at = models.DateTimeField()  # when it was written
    sentiment = models.CharField(max_length=8)
    probability = models.FloatField()
    model_version = models.CharField(max_length=40)

    class Meta:
        db_table = "community_text_mood"
        constraints = [models.UniqueConstraint(fields=["kind", "text_id"], name="one_mood_a_text")]
        indexes = [models.Index(fields=["at", "sentiment"], name="moods_by_time")]
