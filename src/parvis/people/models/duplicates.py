"""Records that may be one human's twice: what they are found by, how likeness is weighed, what is suggested.

A suggestion never joins by itself. Refused, its row goes with its reasons, and only the keyed hash of the pair
stays, so that nobody is asked twice.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.people.models.joins import PersonLink
from parvis.people.models.persons import Person


class MatchKey(models.Model):
    """A record is compared only with those that share one of these: keyed hashes of 64 bits of what it holds."""

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="match_keys")

    class Meta:
        db_table = "people_match_key"


class StaleRecord(models.Model):
    """Records whose keys and suggestions are older than what they hold. Triggers write here, whoever writes there."""

    # No key to the person: a record that is deleted a moment later is nobody's business any more.
    person_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table = "people_stale_record"


class MatchWeights(models.Model):
    """What was learned from the installation's own records; the newest is in force, the earlier explain themselves."""

    learned_at = models.DateTimeField()
    records = models.IntegerField()  # in the installation, when it was learned
    weights = models.JSONField()  # logic/resolution/weights.py
    common = models.JSONField()  # field → keyed hash of a common value → records that have it

    is_append_only = True

    class Meta:
        db_table = "people_match_weights"


class SuggestedJoin(models.Model):
    """Two records that may be one human's, with what speaks for it. Joined ones stay until they are parted."""

    OPEN, JOINED = "open", "joined"

    older = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="suggestions_as_older")
    newer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="suggestions_as_newer")
    probability = models.FloatField()
    reasons = models.JSONField()  # [[field, level, bits], …]: the waterfall, in its order
    weights_version = models.BigIntegerField(null=True)  # of MatchWeights; NULL: before anything was learned
    state = models.CharField(max_length=6, choices=[(OPEN, "open"), (JOINED, "joined")], default=OPEN)
    link = models.OneToOneField(PersonLink, on_delete=models.PROTECT, null=True, related_name="suggestion")
    made_at = models.DateTimeField()

    class Meta:
        db_table = "people_suggested_join"
        constraints = [
            models.CheckConstraint(condition=Q(older__lt=F("newer")), name="suggested_join_of_two"),
            models.UniqueConstraint(fields=["older", "newer"], name="suggested_join_once"),
        ]
        indexes = [
            models.Index(fields=["-probability", "id"], name="suggested_join_open", condition=Q(state="open"))
        ]


class RefusedJoin(models.Model):
    """A pair that a human said is two people: a keyed hash, compared and never read."""

    pair_hash = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_refused_join"
