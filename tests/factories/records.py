"""What hangs on a record, for tests. All need `with purpose("service")` around the call."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from parvis.foundation.audit import SYSTEM
from parvis.people.actions.custom_fields import add_custom_field
from parvis.people.actions.files import keep_file
from parvis.people.actions.notes import write_note
from parvis.people.actions.organizations import add_position, create_organization
from parvis.people.actions.purchase_import import hand_in_purchases
from parvis.people.actions.relationships import relate
from parvis.people.actions.tags import create_tag, put_tag
from parvis.people.models import CustomField, Organization, Person, Product, Purchase, Tag
from tests.factories.channels import NOON
from tests.factories.people import make_person

_numbers = count(1)


def make_organization(name: str = "", **fields: Any) -> Organization:
    return create_organization(name or f"Organisation {next(_numbers)}", **fields, by=SYSTEM, now=NOON)


def make_field(name: str = "", kind: str = "text", **fields: Any) -> CustomField:
    return add_custom_field(name or f"Field {next(_numbers)}", kind=kind, **fields, by=SYSTEM, now=NOON)


def make_tag(name: str = "", **fields: Any) -> Tag:
    return create_tag(name or f"Tag {next(_numbers)}", **fields, by=SYSTEM, now=NOON)


def make_product(reference: str = "", **fields: Any) -> Product:
    return Product.objects.create(reference=reference or f"P-{next(_numbers)}", created_at=NOON, **fields)


def make_purchase(person: Person, *, at: datetime = NOON, amount: str = "10.00", **fields: Any) -> Purchase:
    return Purchase.objects.create(
        **{
            "person": person,
            "external_id": f"ext-{next(_numbers)}",
            "bought_at": at,
            "amount": Decimal(amount),
            "currency": "EUR",
            "created_at": NOON,
            **fields,
        }
    )


def make_record_parts(person: Person) -> dict[str, int]:
    """One of each on this record, by the names that addresses give their ids."""
    other = make_person()
    organization = make_organization()
    tag = make_tag()
    put_tag(person, tag, by=SYSTEM, now=NOON)
    product = make_product()
    return {
        "other_person_id": make_person().pk,
        "organization_id": organization.pk,
        "position_id": add_position(person, organization=organization, by=SYSTEM, now=NOON).pk,
        "relationship_id": relate(person, other=other, kind="household", by=SYSTEM, now=NOON).pk,
        "field_id": make_field().pk,
        "tag_id": tag.pk,
        "other_tag_id": make_tag().pk,
        "note_id": write_note(person, "Called.", by=SYSTEM, now=NOON).pk,
        "file_id": keep_file(person, name="a.txt", content=b"words", by=SYSTEM, now=NOON).pk,
        "product_id": product.pk,
        "purchase_id": make_purchase(person, product=product).pk,
        "purchase_import_id": hand_in_purchases(
            name="a.csv", content=b"id;date\n1;2\n", by=SYSTEM, now=NOON
        ).pk,
    }
