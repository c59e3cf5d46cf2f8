"""Products: the house's own references. A purchase that names a new one makes it; a product is no person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from parvis.foundation.audit import Actor, record
from parvis.people.logic.names import tidy
from parvis.people.logic.purchase_rows import PurchaseRow
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Product

FIELDS = {"reference": 80, "name": 200, "family": 120}


def create_product(reference: str, *, name: str = "", family: str = "", by: Actor, now: datetime) -> Product:
    """Raises NotKept: no reference, or one that is taken."""
    made = Product(created_at=now, **_tidied(reference=reference, name=name, family=family))
    with transaction.atomic():
        _save(made)
        record("product.created", made, by=by, now=now, reference=made.reference)
        return made


def change_product(product: Product, *, by: Actor, now: datetime, **changes: str) -> bool:
    """Change reference, name or family. Returns whether any changed. Raises NotKept."""
    with transaction.atomic():
        held = Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        after = _tidied(**changes)
        changed = sorted(field for field, value in after.items() if getattr(held, field) != value)
        if not changed:
            return False
        for field in changed:
            setattr(held, field, after[field])
            setattr(product, field, after[field])
        _save(held, update_fields=changed)
        record("product.changed", held, by=by, now=now, fields=changed, reference=held.reference)
        return True


def remove_product(product: Product, *, by: Actor, now: datetime) -> None:
    """Remove one that nobody bought. Raises NotKept."""
    with transaction.atomic():
        record("product.removed", product, by=by, now=now, reference=product.reference)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # The key refuses what hangs on purchases, seen or not.
                cursor.execute("DELETE FROM people_product WHERE id = %s", [product.pk])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except (IntegrityError, ProtectedError) as error:
            raise NotKept("product-in-use") from error


def products_of(rows: Sequence[PurchaseRow], *, now: datetime) -> dict[str, int]:
    """reference → id of its product. New references are made; a name or family that is known is not changed."""
    named = {row.reference: row for row in rows if row.reference}
    if not named:
        return {}
    keys = sorted(named)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_product AS known (reference, name, family, created_at) "
            "SELECT *, %s FROM unnest(%s::text[], %s::text[], %s::text[]) "
            "ON CONFLICT (reference) DO UPDATE SET "
            "name = CASE WHEN known.name = '' THEN excluded.name ELSE known.name END, "
            "family = CASE WHEN known.family = '' THEN excluded.family ELSE known.family END "
            "RETURNING reference, id",
            [now, keys, [named[key].product_name for key in keys], [named[key].family for key in keys]],
        )
        return dict(cursor.fetchall())


def _tidied(**fields: str) -> dict[str, str]:
    tidied = {field: tidy(value or "", most=FIELDS[field]) for field, value in fields.items()}
    if "reference" in tidied and not tidied["reference"]:
        raise NotKept("name-missing", about="reference")
    return tidied


def _save(product: Product, **how: object) -> None:
    try:
        with transaction.atomic():
            product.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        raise NotKept("number-taken", about="reference") from error
