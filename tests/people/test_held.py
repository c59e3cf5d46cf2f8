"""What a page takes from one look at a record is what each read gives when it asks for itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.people.logic.timeline import Choice
from parvis.people.models import JourneyPlace, Person
from parvis.people.reads.addresses import contact_points_of
from parvis.people.reads.consents import consent_states
from parvis.people.reads.custom_fields import custom_values_of
from parvis.people.reads.held import MOST_HELD, looking_at
from parvis.people.reads.journey import place_of
from parvis.people.reads.links import linked_identities, steps_of_person
from parvis.people.reads.organizations import positions_of
from parvis.people.reads.purchases import bought_in_all, last_purchases
from parvis.people.reads.relation import relation_of
from parvis.people.reads.relationships import related_persons
from parvis.people.reads.suggestions import suggestions_of
from parvis.people.reads.tags import tags_of
from parvis.people.reads.timeline import timeline
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_join, make_person, make_suggestion
from tests.factories.records import make_purchase
from tests.people.test_timeline import with_a_bit_of_everything

pytestmark = pytest.mark.django_db


def plain(value: Any) -> Any:
    """Every column of what was read, also of the rows beside it that were loaded."""
    if isinstance(value, Model):
        fields = value._meta.concrete_fields
        beside = {
            name: plain(one)
            for name, one in value._state.fields_cache.items()
            if isinstance(one, Model) and name in {field.name for field in fields}
        }
        return (
            type(value).__name__,
            {field.attname: getattr(value, field.attname) for field in fields},
            beside,
        )
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def reads(ids: tuple[int, ...], viewer: User) -> dict[str, Callable[[], Any]]:
    middle = NOON + timedelta(minutes=4)
    return {
        "tags": lambda: tags_of(ids),
        "positions": lambda: positions_of(ids),
        "custom": lambda: custom_values_of(ids),
        "related": lambda: related_persons(ids),
        "bought": lambda: bought_in_all(ids),
        "last": lambda: last_purchases(ids),
        "allowed": lambda: consent_states(ids[0]),
        "handles": lambda: linked_identities(ids[0]),
        "steps": lambda: steps_of_person(ids[0]),
        "addresses": lambda: contact_points_of(ids[0]),
        "suggested": lambda: suggestions_of(ids[0]),
        "place": lambda: place_of(ids[0]),
        "relation": lambda: relation_of(ids[0], now=NOON + timedelta(days=1)),
        "newest": lambda: timeline([], person_ids=ids, viewer=viewer, most=3, sources=()),
        "older": lambda: timeline([], person_ids=ids, viewer=viewer, before=middle, sources=()),
        "bought again": lambda: timeline(
            [], person_ids=ids, viewer=viewer, choice=Choice(kind="bought"), sources=()
        ),
    }


@pytest.fixture
def records() -> tuple[int, ...]:
    """A human of two records with a bit of everything, one they know, one that may be them."""
    from tests.factories.records import make_record_parts

    with purpose("service"):
        lea, other = with_a_bit_of_everything(), make_person(given_name="Léa", city="Brest")
        make_record_parts(lea)
        make_purchase(other, amount="1234.50", quantity=Decimal("2.500"))
        consent_to(other, "research")
        make_contact_point(other, "+33612345678", kind="phone")
        JourneyPlace.objects.create(person=lea, step="uses", since=NOON)
        make_join(lea, other)
        make_suggestion(lea, make_person())
        return tuple(sorted((lea.pk, other.pk)))


@pytest.mark.parametrize("why", ["service", "legal_duty"])
def test_what_is_held_is_what_is_asked_for(records: tuple[int, ...], why: str) -> None:
    viewer = make_user(roles=("supervisor",))
    with purpose(why):
        asked = {name: plain(read()) for name, read in reads(records, viewer).items()}
        with looking_at(records):
            held = {name: plain(read()) for name, read in reads(records, viewer).items()}
    for name in asked:
        assert held[name] == asked[name], name
    assert [name for name, found in asked.items() if not found] == []


def test_a_part_of_more_than_is_held_is_asked_for() -> None:
    with purpose("service"):
        lea = make_person()
        for number in range(MOST_HELD + 5):
            make_purchase(lea, at=NOON - timedelta(days=number), amount="2.00")
        with looking_at([lea.pk]):
            (bought,) = bought_in_all((lea.pk,))
            assert (bought.count, bought.amount) == (MOST_HELD + 5, Decimal("130.00"))
            with CaptureQueriesContext(connection) as queries:
                newest = last_purchases((lea.pk,))
            assert (newest[0].bought_at, len(queries)) == (NOON, 0)


def test_of_a_record_that_is_hidden_nothing_is_held(records: tuple[int, ...]) -> None:
    with purpose("legal_duty"):
        Person.objects.filter(pk__in=records).update(is_restricted=True)
    with purpose("service"), looking_at(records):
        assert not tags_of(records) and not bought_in_all(records) and not linked_identities(records[0])
    with looking_at(records):
        assert not tags_of(records) and not positions_of(records)
