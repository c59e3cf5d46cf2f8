"""How two persons belong together. Seen from both sides, and only by who may see both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from parvis.people.models.persons import Person


class Relationship(models.Model):
    """`person` is … of `other`. Only "referred by" has a direction; the others stand once, lower id first."""

    HOUSEHOLD, COLLEAGUE, KNOWS, REFERRED_BY = "household", "colleague", "knows", "referred_by"
    KINDS = (HOUSEHOLD, COLLEAGUE, KNOWS, REFERRED_BY)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships_of_others")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    # Who knows whom is nobody's business without a reason in law (art. 6(1) GDPR): a code of logic/evidence.py.
    basis = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)  # how we know
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    created_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "people_relationship"
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_of_two"),
            models.CheckConstraint(
                condition=Q(kind="referred_by") | Q(person__lt=F("other")), name="relationship_in_one_order"
            ),
            models.CheckConstraint(condition=~Q(kind="knows") | ~Q(basis=""), name="knowing_has_a_basis"),
            models.UniqueConstraint(fields=["person", "other", "kind"], name="relationship_once"),
        ]
