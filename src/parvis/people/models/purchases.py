"""What is sold and who bought it: enough for value, reviews and an order number quoted in a message."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from parvis.people.models.persons import Person


class Product(models.Model):
    reference = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200, blank=True)
    family = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_product"

    def __str__(self) -> str:
        return self.name or self.reference


class Purchase(models.Model):
    """One line of an order. external_id is the shop's own, so that a repeat changes and never doubles."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="purchases")
    external_id = models.CharField(max_length=120, unique=True)
    order_number = models.CharField(max_length=80, blank=True, db_index=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, related_name="purchases")
    bought_at = models.DateTimeField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)  # of the whole line
    currency = models.CharField(max_length=3)  # ISO 4217
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=1)
    channel = models.CharField(max_length=40, blank=True)  # shop, web, phone …
    returned_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_purchase"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="purchase_costs_something"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="purchase_of_something"),
        ]
        indexes = [
            models.Index(fields=["person", "-bought_at", "-id"], name="purchase_by_person"),
            models.Index(
                fields=["person", "-returned_at", "-id"],
                condition=Q(returned_at__isnull=False),
                name="return_by_person",
            ),
        ]


class PurchaseImport(models.Model):
    """A file of purchases that somebody handed in, and what became of its lines. Its bytes go when it is done."""

    # NEW: its columns are not named yet.
    NEW, WAITING, RUNNING, DONE, FAILED = "new", "waiting", "running", "done", "failed"

    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=64, blank=True, db_index=True)
    mapping = models.JSONField(default=dict)  # field → column
    state = models.CharField(max_length=10, default=WAITING)
    count_lines = models.IntegerField(default=0)
    count_new = models.IntegerField(default=0)
    count_changed = models.IntegerField(default=0)
    count_same = models.IntegerField(default=0)
    count_refused = models.IntegerField(default=0)
    # Numbers of lines and codes, never what stood there: [[12, "unknown-person"], …]
    problems = models.JSONField(default=list)
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_purchase_import"
