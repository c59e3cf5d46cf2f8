"""Purchases as a shop hands them in: a repeat changes nothing, an unknown buyer is told and never made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from parvis.foundation.audit import Actor, record
from parvis.people.actions.products import products_of
from parvis.people.logic.purchase_rows import PurchaseRow
from parvis.people.models import Purchase
from parvis.people.reads.buyers import buyers_of
from parvis.people.reads.canonical import canonical_ids

NEW, CHANGED, SAME = "new", "changed", "same"
UNKNOWN_PERSON, SEVERAL_PERSONS, OTHERS_PURCHASE = "unknown-person", "several-persons", "others-purchase"


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one row: NEW, CHANGED or SAME with the purchase's id, or a code of why it was refused."""

    status: str
    purchase_id: int | None = None

    @property
    def is_kept(self) -> bool:
        return self.purchase_id is not None


def keep_purchases(rows: Sequence[PurchaseRow], *, by: Actor, now: datetime) -> list[Kept]:
    """Insert or refresh purchases, a few statements a batch; the answers in the order of the rows.

    Of rows with one external_id in a batch the last one counts. One that belongs to another person is refused.
    The caller declares the purpose: persons it does not show are unknown.
    """
    if not rows:
        return []
    with transaction.atomic():
        buyers = buyers_of(rows)
        wanted: dict[str, tuple[int, PurchaseRow]] = {}
        refused: dict[int, str] = {}
        for place, (row, buyer) in enumerate(zip(rows, buyers, strict=True)):
            if isinstance(buyer, int):
                wanted[row.external_id] = (buyer, row)
            else:
                refused[place] = buyer
        statuses = _written(wanted, now=now)
        answers = []
        for place, row in enumerate(rows):
            if place in refused:
                answers.append(Kept(refused[place]))
            else:
                answers.append(statuses[row.external_id])
        changed = sum(one.status in (NEW, CHANGED) for one in statuses.values())
        if changed:
            record("purchases.kept", by=by, now=now, count=changed)
        return answers


def remove_purchase(purchase: Purchase, *, by: Actor, now: datetime) -> None:
    """Forget a purchase that was none."""
    with transaction.atomic():
        record("purchase.removed", purchase.person, by=by, now=now, purchase_id=purchase.pk)
        purchase.delete()


def _written(wanted: dict[str, tuple[int, PurchaseRow]], *, now: datetime) -> dict[str, Kept]:
    # In one order, so that two imports of one file cannot wait for each other for ever.
    keys = sorted(wanted)
    products = products_of([wanted[key][1] for key in keys], now=now)
    known: dict[str, int] = {}
    held = list(Purchase.objects.filter(external_id__in=keys).values_list("external_id", "id", "person_id"))
    humans = (
        canonical_ids([*(owner for _, _, owner in held), *(wanted[key][0] for key in keys)]) if held else {}
    )
    for key, pk, owner in held:
        if humans[owner] == humans[wanted[key][0]]:
            known[key] = pk
    others = {key for key, _, _ in held} - set(known)
    columns = [
        (
            wanted[key][0], key, row.order_number, products.get(row.reference), row.bought_at, row.amount,
            row.currency, row.quantity, row.channel, row.returned_at,
        )
        for key in keys
        if key not in others
        for row in (wanted[key][1],)
    ]  # fmt: skip
    found: dict[str, Kept] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_purchase (person_id, external_id, order_number, product_id, bought_at, amount,
                                         currency, quantity, channel, returned_at, created_at)
            SELECT asked.*, %s
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::numeric[],
                        %s::text[], %s::numeric[], %s::text[], %s::timestamptz[])
                AS asked (person_id, a, b, c, d, e, f, g, h, i)
            WHERE NOT (asked.a = ANY(%s))
            ON CONFLICT (external_id) DO NOTHING RETURNING external_id, id
            """,
            [now, *([row[n] for row in columns] for n in range(10)), list(known)],
        )
        found |= {key: Kept(NEW, pk) for key, pk in cursor.fetchall()}
        cursor.execute(
            """
            UPDATE people_purchase AS known SET order_number = asked.b, product_id = asked.c, bought_at = asked.d,
                amount = asked.e, currency = asked.f, quantity = asked.g, channel = asked.h, returned_at = asked.i
            FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[], %s::numeric[],
                        %s::text[], %s::numeric[], %s::text[], %s::timestamptz[])
                AS asked (person_id, a, b, c, d, e, f, g, h, i)
            WHERE known.external_id = asked.a AND known.external_id = ANY(%s)
                AND (known.order_number, known.product_id, known.bought_at, known.amount, known.currency,
                     known.quantity, known.channel, known.returned_at)
                    IS DISTINCT FROM (asked.b, asked.c, asked.d, asked.e, asked.f, asked.g, asked.h, asked.i)
            RETURNING known.external_id, known.id
            """,
            [*([row[n] for row in columns] for n in range(10)), list(known)],
        )
        found |= {key: Kept(CHANGED, pk) for key, pk in cursor.fetchall()}
    for key in keys:
        if key not in found:
            # Somebody else's, also where that person may not be seen.
            found[key] = Kept(SAME, known[key]) if key in known else Kept(OTHERS_PURCHASE)
    return found
