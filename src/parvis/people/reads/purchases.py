"""What a person bought: the newest lines, and what they come to in each currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Q, Sum

from parvis.foundation.logic.typed import id_typed
from parvis.people.models import CurrentLink, Product, Purchase
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.held import held
from parvis.people.reads.timeline_sources import newest_of


@dataclass(frozen=True, slots=True)
class BoughtInAll:
    """Of one currency: lines bought and kept, their amount, and how many lines were sent back."""

    currency: str
    count: int
    amount: Decimal
    returned: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """before: key of the next, older page, None on the last one."""

    rows: tuple[Purchase, ...]
    before: str | None


def bought_in_all(person_ids: Sequence[int]) -> list[BoughtInAll]:
    """The largest amount first."""
    if (known := held(person_ids, "purchase", Purchase)) is not None:
        return _summed(known)
    rows = (
        Purchase.objects.filter(person_id__in=person_ids)
        .values("currency")
        .annotate(
            kept=Count("pk", filter=Q(returned_at=None)),
            amount=Sum("amount", filter=Q(returned_at=None)),
            returned=Count("pk", filter=Q(returned_at__isnull=False)),
            last_at=Max("bought_at"),
        )
    )
    found = [
        BoughtInAll(r["currency"], r["kept"], r["amount"] or Decimal(0), r["returned"], r["last_at"])
        for r in rows
    ]
    return sorted(found, key=lambda one: one.amount, reverse=True)


def _summed(lines: Iterable[Purchase]) -> list[BoughtInAll]:
    by_currency: dict[str, list[Purchase]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line)
    found = []
    for currency, of_it in by_currency.items():
        kept = [line for line in of_it if line.returned_at is None]
        amount = sum((line.amount for line in kept), Decimal(0))
        last_at = max(line.bought_at for line in of_it)
        found.append(BoughtInAll(currency, len(kept), amount, len(of_it) - len(kept), last_at))
    return sorted(found, key=lambda one: one.amount, reverse=True)


def was_bought_by(identity_id: int, product_id: int, *, by: datetime) -> bool:
    """Whether the human whom this handle is linked to bought the product until then, kept or sent back."""
    person_id = (
        CurrentLink.objects.filter(identity_id=identity_id).values_list("person_id", flat=True).first()
    )
    if person_id is None:
        return False
    bought = Purchase.objects.filter(person_id__in=record_ids(person_id), product_id=product_id)
    return bought.filter(bought_at__lte=by).exists()


def last_purchases(person_ids: Sequence[int], *, most: int = 3) -> list[Purchase]:
    rows = Purchase.objects.select_related("product")
    return newest_of(person_ids, rows, moment="bought_at", before=None, most=most, what="purchase")


def purchases_page(person_ids: Sequence[int], *, before: str = "", most: int = 50) -> PurchasePage:
    """Newest first. before: the key of the last line seen; one that means nothing begins anew."""
    rows = Purchase.objects.filter(person_id__in=person_ids).select_related("product")
    at, _, pk = before.partition(" ")
    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is not None:
        rows = rows.filter(Q(bought_at__lt=moment) | Q(bought_at=moment, pk__lt=id_typed(pk)))
    found = list(rows.order_by("-bought_at", "-pk")[: most + 1])
    key = f"{found[most - 1].bought_at.isoformat()} {found[most - 1].pk}" if len(found) > most else None
    return PurchasePage(tuple(found[:most]), key)


def products_page(*, typed: str = "", after: str = "", most: int = 50) -> tuple[list[Product], str | None]:
    """By reference; typed: a part of reference, name or family. Returns the key of the next page besides."""
    rows = Product.objects.order_by("reference")
    if text := typed.replace("\x00", "").strip():
        rows = rows.filter(Q(reference__icontains=text) | Q(name__icontains=text) | Q(family__icontains=text))
    if after:
        rows = rows.filter(reference__gt=after.replace("\x00", ""))
    found = list(rows[: most + 1])
    return found[:most], found[most - 1].reference if len(found) > most else None


def families() -> list[str]:
    """Names of product families, for choosing from."""
    found = Product.objects.exclude(family="").order_by("family").values_list("family", flat=True).distinct()
    return list(found[:300])
