"""Corrections (a ledger), what holds now, the house's own sample, adapters, and relabelling runs.

No table holds a word of any text: a reference, and a keyed hash that tells whether the text is still the same.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.accounts.models import User


class Correction(models.Model):
    """One word of a person about a label. Append-only: a later one wins, an empty value takes it back."""

    SEEN, ASKED, SAMPLE = (
        "seen",
        "asked",
        "sample",
    )  # where it was said: on the text, in the queue, in the sample

    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField()
    text_hash = models.CharField(max_length=64)
    label = models.CharField(max_length=20)
    from_value = models.CharField(max_length=20, blank=True)
    to_value = models.CharField(max_length=20, blank=True)  # empty: withdrawn, the machine speaks again
    origin = models.CharField(max_length=8, choices=[(o, o) for o in (SEEN, ASKED, SAMPLE)])
    model_version = models.CharField(max_length=80, blank=True)  # whose label was put right
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    is_append_only = True

    class Meta:
        db_table = "labelling_correction"
        indexes = [models.Index(fields=["kind", "text_id", "label", "-id"], name="correction_of_text")]


class CurrentLabel(models.Model):
    """What a person last said and did not take back: one row a text and label, kept from the ledger."""

    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField()
    label = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    machine_value = models.CharField(max_length=20, blank=True)  # what stood there before any person spoke
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=8)
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "labelling_current"
        constraints = [
            models.UniqueConstraint(fields=["kind", "text_id", "label"], name="one_current_label"),
            models.CheckConstraint(condition=~Q(value=""), name="current_label_says_something"),
        ]
        indexes = [models.Index(fields=["origin", "at"], name="current_label_origin")]


class SampleItem(models.Model):
    """A text drawn by chance to be labelled by hand, so that quality is measured without bias."""

    kind = models.CharField(max_length=20)
    text_id = models.BigIntegerField()
    language = models.CharField(max_length=8, blank=True)
    source = models.CharField(max_length=120, blank=True)
    weight = models.FloatField()  # how many texts of its stratum it stands for
    predicted = models.CharField(max_length=20)  # by the labels in force, renewed when they change
    predicted_by = models.CharField(max_length=80)
    truth = models.CharField(max_length=20, blank=True)  # empty: not labelled yet
    is_left_out = models.BooleanField(default=False)  # a person could not tell, or the text is gone
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "labelling_sample_item"
        constraints = [
            models.UniqueConstraint(fields=["kind", "text_id"], name="drawn_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="sample_weight_positive"),
        ]


class Adapter(models.Model):
    """What the installation learned from its corrections, as weights beside the shipped model's."""

    BETTER, NOT_BETTER, FORGETS = "better", "not_better", "forgets"

    weights = models.BinaryField()
    base_version = models.CharField(max_length=60)  # the shipped model it corrects
    last_correction_id = models.BigIntegerField()  # everything up to it was learned from
    corrections = models.IntegerField()
    f1_before = models.FloatField()  # macro-F1 on corrections held out, shipped model, 0 to 1
    f1_after = models.FloatField()  # the same with the adapter
    gain_low = models.FloatField()
    gain_high = models.FloatField()
    reference_change = models.FloatField()  # macro-F1 on the shipped reference, after less before
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in (BETTER, NOT_BETTER, FORGETS)])
    is_active = models.BooleanField(default=False)
    trained_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "labelling_adapter"
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=Q(is_active=True), name="one_active_adapter"
            ),
            # A trainer that was killed and runs again finds its own work.
            models.UniqueConstraint(fields=["base_version", "last_correction_id"], name="adapter_once"),
        ]


class Relabelling(models.Model):
    """One pass over the stored texts of a kind. The cursor is written with each batch."""

    RUNNING, DONE, REPLACED = "running", "done", "replaced"

    kind = models.CharField(max_length=20)
    model_version = models.CharField(max_length=80)
    cursor = models.BigIntegerField(default=0)  # the last id that was looked at
    last_id = models.BigIntegerField()  # texts that came later were labelled by this model already
    seen = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    state = models.CharField(
        max_length=8, default=RUNNING, choices=[(s, s) for s in (RUNNING, DONE, REPLACED)]
    )
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "labelling_relabelling"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(state="running"), name="one_relabelling_a_kind"
            )
        ]
