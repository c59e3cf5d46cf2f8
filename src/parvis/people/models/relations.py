"""How relations go: what is usual among all (scales that name nobody), and where each person stands on the journey."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from parvis.people.models.persons import Person


class HealthScale(models.Model):
    """The quantiles of one part of relationship health among those who allow being compared."""

    part = models.CharField(max_length=20, primary_key=True)
    quantiles = ArrayField(models.FloatField())
    n = models.IntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        db_table = "people_health_scale"


class ChannelPrior(models.Model):
    """What is usual on a channel: the Beta distribution of answers to what we write, and what it was learned from."""

    channel = models.CharField(max_length=40, primary_key=True)
    alpha = models.FloatField()
    beta = models.FloatField()
    n = models.IntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        db_table = "people_channel_prior"


class JourneyStep(models.Model):
    """A step of the customer's way, as the house names it, with the signs that bring somebody to it."""

    code = models.SlugField(max_length=30, unique=True)
    name_en = models.CharField(max_length=60)
    name_fr = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    signs = ArrayField(models.CharField(max_length=30))

    class Meta:
        db_table = "people_journey_step"
        ordering = ["position", "id"]


class JourneyPlace(models.Model):
    """Where a person stands, since when: computed each night from what they did."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="journey_place"
    )
    step = models.CharField(max_length=30)
    since = models.DateTimeField()

    class Meta:
        db_table = "people_journey_place"
        indexes = [models.Index(fields=["step", "since"], name="journey_place_by_step")]


class JourneyFigure(models.Model):
    """How many stand at a step, and what was felt while there, over all persons; counts, no persons."""

    step = models.CharField(max_length=30, primary_key=True)
    persons = models.IntegerField()
    arrived_in_month = models.IntegerField()
    negative = models.IntegerField()
    neutral = models.IntegerField()
    positive = models.IntegerField()
    not_analysed = models.IntegerField()
    measured_at = models.DateTimeField()

    class Meta:
        db_table = "people_journey_figure"
