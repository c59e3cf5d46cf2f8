"""What the data-protection officer decides: what a purpose rests on, and the words it is asked with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

_OFF_AT_FIRST = ("prospecting.network", "contacts")


class PurposeRule(models.Model):
    """What was decided for one purpose; while there is no row the facts of logic/purposes.py hold.

    Read by the row-level policies, written for a legal duty only (migration 0004).
    """

    code = models.CharField(max_length=60, unique=True)
    basis = models.CharField(max_length=30)
    is_on = models.BooleanField()
    allows_existing_customers = models.BooleanField(default=False)
    allows_professionals = models.BooleanField(default=False)
    note = models.TextField(blank=True)  # the balancing, or why it may be used at all
    jurisdiction = models.CharField(max_length=120, blank=True)
    valid_months = models.IntegerField()
    keeps_months = models.IntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "people_purpose_rule"
        constraints = [
            # What goes beyond a person's own consent is written down first.
            models.CheckConstraint(
                name="purpose_rule_has_its_reason",
                condition=~Q(note="")
                | Q(allows_existing_customers=False, allows_professionals=False)
                & ~Q(basis="legitimate_interest")
                & (Q(is_on=False) | ~Q(code__in=_OFF_AT_FIRST)),
            ),
            models.CheckConstraint(
                name="purpose_rule_names_its_law",
                condition=~Q(code="contacts") | Q(is_on=False) | ~Q(jurisdiction=""),
            ),
            # Networks and word of mouth rest on the person's own word, whatever is written.
            models.CheckConstraint(
                name="purpose_rule_rests_on_consent",
                condition=~Q(code__in=_OFF_AT_FIRST)
                | Q(basis="consent", allows_existing_customers=False, allows_professionals=False),
            ),
            models.CheckConstraint(
                name="purpose_rule_months",
                condition=Q(valid_months__range=(1, 120), keeps_months__range=(1, 600)),
            ),
        ]


class Wording(models.Model):
    """The words of one purpose in one language, version after version. A consent names the one that was shown."""

    code = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    version = models.IntegerField()
    text = models.TextField()  # {company} stands for the company's name
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200, blank=True)

    is_append_only = True

    class Meta:
        db_table = "people_wording"
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "version"], name="wording_once"),
            models.CheckConstraint(name="wording_has_words", condition=~Q(text="")),
        ]
