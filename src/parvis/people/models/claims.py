"""Proofs under way that a handle is a person's: the code itself is nowhere, its keyed hash is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.identities import Identity
from parvis.people.models.persons import Person


class Claim(models.Model):
    """One code for one handle and one person (to log in at the network, a link in its place). It ends by being used, by
    time, by tries, or by being taken back."""

    OPEN, USED, OVER, WITHDRAWN, CONFLICT = "open", "used", "over", "withdrawn", "conflict"
    STATES = [(state, state) for state in (OPEN, USED, OVER, WITHDRAWN, CONFLICT)]
    BACK, PROFILE, LOG_IN = "sent_back", "in_profile", "log_in"
    WAYS = [(way, way) for way in (BACK, PROFILE, LOG_IN)]

    identity = models.ForeignKey(Identity, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="claims")
    way = models.CharField(max_length=10, choices=WAYS)
    state = models.CharField(max_length=10, choices=STATES, default=OPEN)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_claim"
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "person", "way"], condition=Q(state="open"), name="one_open_claim"
            )
        ]
        indexes = [models.Index(fields=["identity"], condition=Q(state="open"), name="open_claims_of_handle")]


class RefusedLink(models.Model):
    """A handle and a record that are not one, said by a human: no proposal of the two again. A keyed hash alone."""

    pair_hash = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "people_refused_link"
