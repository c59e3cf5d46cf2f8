"""Products in public and their reviews for tests, through the real actions."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from parvis.community.actions.pictures import keep_picture
from parvis.community.actions.product_pages import set_product_page
from parvis.community.actions.reply_to_review import reply_to_review
from parvis.community.actions.review import write_review
from parvis.community.models import Member, ProductPage, Review
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.links import link_identity
from parvis.people.models import Identity, Product
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_member
from tests.factories.people import make_identity, make_person
from tests.factories.pictures import picture
from tests.factories.records import make_product, make_purchase

_numbers = count(1)


def make_page(product: Product | None = None, *, is_shown: bool = True, **fields: Any) -> ProductPage:
    given = {"name": f"Mistral {next(_numbers)}", "about": "A city bike.", **fields}
    return set_product_page(product or make_product(), is_shown=is_shown, by=SYSTEM, now=NOON, **given)


def make_review(page: ProductPage | None = None, *, by: Member | None = None, **fields: Any) -> Review:
    given: dict[str, Any] = {
        "stars": 4, "text": "Solid, but the bell is weak.", "experienced_on": date(2026, 3, 2), "language": "en",
        "now": NOON, **fields,
    }  # fmt: skip
    return write_review(page or make_page(), by=by or make_member(), **given)


def linked_buyer(product: Product | None, **fields: Any) -> Member:
    """A member who linked their record; it holds a purchase of the product where one is given."""
    identity: Identity = make_identity(channel="community")
    with purpose("service"):
        person = make_person()
        link_identity(identity, person=person, by=SYSTEM, now=NOON)
        if product is not None:
            make_purchase(person, product=product)
    return make_member(identity=identity, **fields)


def made_reviews() -> dict[str, Any]:
    """One of each, by the names that addresses give their ids."""
    page = make_page()
    ProductPage.objects.filter(pk=page.pk).update(slug="website")
    review = make_review(page)
    reply_to_review(review, text="Thank you.", by=make_user(roles=("agent",)), now=NOON)
    return {"review_id": review.pk, "name": keep_picture(picture(), by=None, now=NOON).name}
