"""Joined and taken apart at random, with handles, addresses and consents added in between: every row is compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.people.actions.consents import withdraw_consent
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.joins import end_join, join_persons, split_off
from parvis.people.actions.links import end_link, link_identity
from parvis.people.logic.errors import AlreadyJoined, IdentityLinked, NotJoined, NotLinked, SameRecord
from parvis.people.logic.joins import JoinRow, current_joins
from parvis.people.models import (
    ContactPoint,
    CurrentConsent,
    CurrentLink,
    CurrentPersonLink,
    Person,
    PersonLink,
)
from parvis.people.reads.canonical import record_ids
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_identity, make_person

CLERK = Actor("user", 7, "Nadia")
ACTS = (
    "join",
    "join",
    "join",
    "end",
    "split",
    "link",
    "unlink",
    "address",
    "agree",
    "withdraw",
    "restrict",
    "release",
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 4), st.integers(0, 4)), max_size=18)


class Expected:
    """What each record holds by itself, and which joins hold: plain sets, nothing is ever moved."""

    def __init__(self, ids: list[int]) -> None:
        self.joins: set[tuple[int, int]] = set()
        self.owner: dict[int, int] = {}  # handle → record
        self.addresses: dict[int, set[str]] = {pk: set() for pk in ids}
        self.allows: dict[int, bool | None] = dict.fromkeys(ids)
        self.restricted: set[int] = set()

    def human(self, pk: int) -> set[int]:
        found, before = {pk}, set[int]()
        while found != before:
            before = set(found)
            for pair in self.joins:
                if found & set(pair):
                    found |= set(pair)
        return found

    def shown(self, pk: int, name: str) -> bool:
        human = self.human(pk)
        if human & self.restricted:
            return False
        if name == "service":
            return True
        return self.allows[pk] is True and not any(self.allows[one] is False for one in human)


def done(act: Callable[[], Any], *refusals: type[Exception]) -> bool:
    try:
        with transaction.atomic():
            act()
    except refusals:
        return False
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_taking_apart_restores_every_row_whatever_was_added_meanwhile(db: None, steps: list) -> None:
    with purpose("legal_duty"):
        persons = [make_person() for _ in range(5)]
        handles = [make_identity() for _ in range(5)]
        ids = [one.pk for one in persons]
        expected = Expected(ids)
        for number, (act, one, other) in enumerate(steps):
            perform(
                act, persons[one], persons[other], handles[other], expected, NOON + timedelta(minutes=number)
            )
            compare(ids, expected)
    for name in ("service", "prospecting"):
        with purpose(name):
            seen = set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))
            assert seen == {pk for pk in ids if expected.shown(pk, name)}
    with purpose("legal_duty"):
        for one in persons:
            done(lambda one=one: split_off(one, by=CLERK, now=NOON), NotJoined)
        expected.joins.clear()
        compare(ids, expected)


def perform(act: str, one: Person, other: Person, handle: Any, expected: Expected, now: Any) -> None:
    pair = (min(one.pk, other.pk), max(one.pk, other.pk))
    if act == "join":
        may = pair[0] != pair[1] and other.pk not in expected.human(one.pk)
        assert (
            done(lambda: join_persons(one, other=other, by=CLERK, now=now), AlreadyJoined, SameRecord) == may
        )
        if may:
            expected.joins.add(pair)
    elif act == "end":
        link = (
            PersonLink.objects.filter(older_id=pair[0], newer_id=pair[1], act="made").order_by("-pk").first()
        )
        ended = link is not None and done(lambda: end_join(link, by=CLERK, now=now), NotJoined)
        assert ended == (pair in expected.joins)
        expected.joins.discard(pair)
    elif act == "split":
        done(lambda: split_off(one, by=CLERK, now=now), NotJoined)
        expected.joins = {held for held in expected.joins if one.pk not in held}
    elif act == "link":
        if done(lambda: link_identity(handle, person=one, by=CLERK, now=now), IdentityLinked):
            expected.owner[handle.pk] = one.pk
    elif act == "unlink":
        assert done(lambda: end_link(handle, by=CLERK, now=now), NotLinked) == (handle.pk in expected.owner)
        expected.owner.pop(handle.pk, None)
    elif act == "address":
        value = f"{handle.pk}@example.org"
        add_contact_point(one, kind="email", value=value, address_may_be_shared=True, by=CLERK, now=now)
        expected.addresses[one.pk].add(value)
    elif act == "agree":
        consent_to(one, "prospecting", at=now)
        expected.allows[one.pk] = True
    elif act == "withdraw":
        withdraw_consent(one, purpose="prospecting", by=SYSTEM, now=now)
        expected.allows[one.pk] = False
    else:
        Person.objects.filter(pk=one.pk).update(is_restricted=act == "restrict")
        (expected.restricted.add if act == "restrict" else expected.restricted.discard)(one.pk)


def compare(ids: list[int], expected: Expected) -> None:
    stands = dict(Person.objects.filter(pk__in=ids).values_list("pk", "joined_id"))
    for pk in ids:
        human = expected.human(pk)
        assert stands[pk] == (min(human) if len(human) > 1 else None)
        assert record_ids(pk) == tuple(sorted(human))
    assert (
        set(CurrentPersonLink.objects.filter(older_id__in=ids).values_list("older_id", "newer_id"))
        == expected.joins
    )
    ledger = (
        PersonLink.objects.filter(older_id__in=ids)
        .order_by("pk")
        .values_list("pk", "older_id", "newer_id", "ends_id")
    )
    assert set(current_joins(JoinRow(*row) for row in ledger).values()) == expected.joins
    assert (
        dict(CurrentLink.objects.filter(person_id__in=ids).values_list("identity_id", "person_id"))
        == expected.owner
    )
    addresses: dict[int, set[str]] = {pk: set() for pk in ids}
    for pk, value in ContactPoint.objects.filter(person_id__in=ids).values_list("person_id", "value"):
        addresses[pk].add(value)
    assert addresses == expected.addresses
    consents = {
        (pk, given, joined)
        for pk, given, joined in CurrentConsent.objects.filter(person_id__in=ids).values_list(
            "person_id", "is_given", "joined_id"
        )
    }
    assert consents == {(pk, said, stands[pk]) for pk, said in expected.allows.items() if said is not None}


@pytest.mark.django_db
def test_parting_an_erased_record_shows_the_others_again() -> None:
    from parvis.people.actions.erase import erase_person

    with purpose("legal_duty"):
        one, two, three = (make_person() for _ in range(3))
        join_persons(one, other=two, by=CLERK, now=NOON)
        join_persons(two, other=three, by=CLERK, now=NOON, detail={"note": "Léa's mother"})
        erase_person(two, by=CLERK, now=NOON)
        assert "Léa" not in str(list(PersonLink.objects.values_list("evidence_detail", flat=True)))
    with purpose("service"):
        assert set(Person.objects.values_list("pk", flat=True)) == {one.pk, three.pk}
        assert record_ids(one.pk) == (one.pk,)
