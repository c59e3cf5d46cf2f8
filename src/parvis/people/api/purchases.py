"""Products and purchases, as a shop hands them in."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import BULK_BYTES, Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Moment, Typed, examples
from parvis.people.actions.products import change_product, create_product, remove_product
from parvis.people.actions.purchases import keep_purchases, remove_purchase
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.purchase_rows import PurchaseRow
from parvis.people.logic.refusals import problems
from parvis.people.models import Product, Purchase
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.purchases import products_page, purchases_page

MANAGE: dict[str, Any] = {"permission": "people.manage", "purpose": "service"}
MOST_ROWS = 1000
Money = Annotated[Decimal, Field(strict=False, ge=0, lt=10**12, decimal_places=2)]
Count = Annotated[Decimal, Field(strict=False, gt=0, lt=10**9, decimal_places=3)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class NewProduct(Body):
    reference: Annotated[str, Field(min_length=1, max_length=80)]
    name: Annotated[str, Field(max_length=200)] = ""
    family: Annotated[str, Field(max_length=120)] = ""

    model_config = examples({"reference": "MIS-2", "name": "Mistral", "family": "city bikes"})


class ProductChanges(Body):
    """Only what is sent is changed; an empty string empties."""

    reference: Annotated[str, Field(max_length=80)] | None = None
    name: Annotated[str, Field(max_length=200)] | None = None
    family: Annotated[str, Field(max_length=120)] | None = None

    model_config = examples({"family": "city bikes"})


class ProductOut(Answer):
    id: int
    reference: str
    name: str
    family: str


class ProductPage(Listed):
    items: list[ProductOut]


class NewPurchase(Body):
    """One line of an order. Who bought it: the customer number, or where there is none the e-mail address."""

    external_id: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
        Field(description="The shop's own: handed in again, the purchase is changed and never doubled."),
    ]
    customer_number: Annotated[str, Field(max_length=80)] = ""
    email: Annotated[str, Field(max_length=320)] = ""
    bought_at: Moment
    amount: Annotated[Money, Field(description="Of the whole line.")]
    currency: Currency
    quantity: Count = Decimal(1)
    product_reference: Annotated[
        str, Field(max_length=80, description="One that is not known yet is made.")
    ] = ""
    product_name: Annotated[str, Field(max_length=200)] = ""
    product_family: Annotated[str, Field(max_length=120)] = ""
    order_number: Annotated[str, Field(max_length=80)] = ""
    channel: Annotated[str, Field(max_length=40, description="Where it was sold: web, shop, phone.")] = ""
    returned_at: Moment | None = None

    model_config = examples(
        {
            "external_id": "2026-00042/1",
            "customer_number": "C-004211",
            "bought_at": "2026-03-31T09:00:00+02:00",
            "amount": "49.90",
            "currency": "EUR",
            "product_reference": "MIS-2",
        }
    )  # fmt: skip


class NewPurchases(Body):
    purchases: Annotated[list[NewPurchase], Field(min_length=1, max_length=MOST_ROWS)]


class PurchaseResult(Answer):
    """status: new, changed, same; or why it was left out: unknown-person, several-persons, others-purchase."""

    index: int
    status: str
    purchase_id: int | None


class PurchaseResults(Answer):
    results: list[PurchaseResult]
    kept: int
    refused: int


class PurchaseOut(Answer):
    id: int
    external_id: str
    order_number: str
    product: ProductOut | None
    bought_at: datetime
    amount: Decimal
    currency: str
    quantity: Decimal
    channel: str
    returned_at: datetime | None


class PurchasePageOut(Listed):
    items: list[PurchaseOut]


@ENDPOINTS.get("/products", permission="people.view", purpose=purpose_of)
def list_products(
    caller: Caller, q: Typed = "", cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> ProductPage:
    """Products by reference. q: a part of the reference, the name or the family."""
    rows, after = products_page(typed=q, after=key_of(cursor), most=limit)
    return ProductPage(items=[ProductOut.model_validate(row) for row in rows], next_cursor=cursor_of(after))


@ENDPOINTS.post("/products", status=201, problems=problems("number-taken", "name-missing"), **MANAGE)
def create_one_product(caller: Caller, given: NewProduct) -> ProductOut:
    """Make a product."""
    fields = given.model_dump()
    return ProductOut.model_validate(
        create_product(fields.pop("reference"), **fields, by=caller.actor, now=caller.now)
    )


@ENDPOINTS.patch("/products/{product_id}", problems=problems("number-taken", "name-missing"), **MANAGE)
def change_one_product(caller: Caller, product_id: Id, given: ProductChanges) -> ProductOut:
    """Change what is sent."""
    found = _product(product_id)
    changes = {name: value or "" for name, value in given.model_dump(exclude_unset=True).items()}
    change_product(found, by=caller.actor, now=caller.now, **changes)
    return ProductOut.model_validate(found)


@ENDPOINTS.delete("/products/{product_id}", problems=problems("product-in-use"), **MANAGE)
def delete_product(caller: Caller, product_id: Id) -> None:
    """Delete a product that nobody bought."""
    remove_product(_product(product_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/purchases/bulk", permission="people.edit", purpose="service", most_bytes=BULK_BYTES)
def keep_purchases_in_bulk(caller: Caller, given: NewPurchases) -> PurchaseResults:
    """Hand in up to 1,000 purchases. The same again changes nothing; a buyer who is not known is never made."""
    rows = [
        PurchaseRow(
            external_id=one.external_id,
            bought_at=one.bought_at,
            amount=one.amount,
            currency=one.currency,
            customer_number=one.customer_number.strip(),
            email="" if one.customer_number.strip() else one.email,
            quantity=one.quantity,
            reference=one.product_reference.strip(),
            product_name=one.product_name,
            family=one.product_family,
            order_number=one.order_number,
            channel=one.channel,
            returned_at=one.returned_at,
        )
        for one in given.purchases
    ]
    kept = keep_purchases(rows, by=caller.actor, now=caller.now)
    return PurchaseResults(
        results=[
            PurchaseResult(index=index, status=one.status, purchase_id=one.purchase_id)
            for index, one in enumerate(kept)
        ],
        kept=sum(one.is_kept for one in kept),
        refused=sum(not one.is_kept for one in kept),
    )


@ENDPOINTS.get("/people/{person_id}/purchases", permission="people.view", purpose=purpose_of)
def list_person_purchases(
    caller: Caller, person_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> PurchasePageOut:
    """What a person bought, the newest first."""
    ids = record_ids(person_for(caller.user, person_id).pk)
    page = purchases_page(ids, before=key_of(cursor), most=limit)
    return PurchasePageOut(
        items=[PurchaseOut.model_validate(row) for row in page.rows], next_cursor=cursor_of(page.before)
    )


@ENDPOINTS.delete("/people/{person_id}/purchases/{purchase_id}", permission="people.edit", purpose=purpose_of)
def forget_purchase(caller: Caller, person_id: Id, purchase_id: Id) -> None:
    """Forget a purchase that was none."""
    ids = record_ids(person_for(caller.user, person_id).pk)
    found = Purchase.objects.filter(pk=purchase_id, person_id__in=ids).first()
    if found is None:
        raise not_found()
    remove_purchase(found, by=caller.actor, now=caller.now)


def _product(product_id: int) -> Product:
    found = Product.objects.filter(pk=product_id).first()
    if found is None:
        raise not_found()
    return found
