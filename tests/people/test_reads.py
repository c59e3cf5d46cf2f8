from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.links import link_identity
from parvis.people.logic.timeline import Choice, TimelineEntry
from parvis.people.reads.behind import identity_ids_of, person_behind, persons_of_identities
from parvis.people.reads.counts import said_by_kind
from parvis.people.reads.search import find_persons
from parvis.people.reads.timeline import last_said, timeline
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import make_contact_point, make_identity, make_person

EVERYTHING = Choice()
VIEWER = User(email="viewer@example.org", name="Viewer", roles=["agent"])  # pure sources ask it nothing


def entry(minute: int, ref: str, **fields: object) -> TimelineEntry:
    given = {"channel": "email", "kind": "message", "by_us": False, "author_name": "", "text": ref, **fields}
    return TimelineEntry(at=NOON + timedelta(minutes=minute), url_name="", url_args=(), ref=ref, **given)  # type: ignore[arg-type]


def source(entries: Sequence[TimelineEntry]) -> Callable[..., list[TimelineEntry]]:
    def hold(
        identity_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
    ) -> list[TimelineEntry]:
        older = [one for one in entries if before is None or one.at < before]
        return sorted(older, key=lambda one: one.at, reverse=True)[:most]

    return hold


def walked(
    sources: list[Callable[..., list[TimelineEntry]]], most: int, choice: Choice = EVERYTHING
) -> list[str]:
    seen: list[str] = []
    before = None
    while True:
        page = timeline([1], viewer=VIEWER, before=before, most=most, choice=choice, sources=sources)
        seen += [one.ref for one in page.entries]
        if page.before is None:
            return seen
        assert before is None or page.before < before
        before = page.before


@given(st.lists(st.lists(st.integers(0, 12), max_size=20), min_size=1, max_size=3), st.integers(1, 7))
def test_pages_lose_and_repeat_nothing_even_when_moments_coincide(
    minutes: list[list[int]], most: int
) -> None:
    entries = [[entry(at, f"{s}.{n}") for n, at in enumerate(one)] for s, one in enumerate(minutes)]
    seen = walked([source(one) for one in entries], most)
    assert sorted(seen) == sorted(one.ref for part in entries for one in part)
    at_of = {one.ref: one.at for part in entries for one in part}
    assert [at_of[ref] for ref in seen] == sorted((at_of[ref] for ref in seen), reverse=True)


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=60), st.integers(1, 5))
def test_a_filter_sees_everything_that_fits(said: list[tuple[int, bool]], most: int) -> None:
    entries = [entry(at, str(n), by_us=by_us) for n, (at, by_us) in enumerate(said)]
    seen = walked([source(entries)], most, Choice(said_by="us"))
    assert sorted(seen) == sorted(str(n) for n, (_, by_us) in enumerate(said) if by_us)


def test_the_last_word_is_theirs_and_counts_are_by_kind() -> None:
    entries = [entry(1, "a"), entry(2, "b", kind="mention"), entry(3, "c", by_us=True, kind="reply")]
    Random(1).shuffle(entries)
    last = last_said([1], viewer=VIEWER, sources=[source(entries)])
    assert last is not None and last.ref == "b"
    assert last_said([], viewer=VIEWER, sources=[source(entries)]) is None
    said = said_by_kind([1], viewer=VIEWER, sources=[source(entries)])
    assert (said.messages, said.mentions, said.replies, said.total, said.is_more) == (1, 1, 1, 3, False)
    many = said_by_kind([1], viewer=VIEWER, sources=[source([entry(n, str(n)) for n in range(600)])])
    assert (many.total, many.is_more) == (500, True)


@pytest.mark.django_db
def test_the_persons_behind_a_list_of_handles_take_one_statement() -> None:
    with purpose("service"):
        persons = [make_person() for _ in range(3)]
        identities = [make_identity() for _ in range(4)]
        for person, identity in zip(persons, identities, strict=False):
            link_identity(identity, person=person, by=SYSTEM, now=NOON)
        with CaptureQueriesContext(connection) as queries:
            found = persons_of_identities(identity.pk for identity in identities)
        assert len(queries) == 1
        assert {pk: name.id for pk, name in found.items()} == {
            identity.pk: person.pk for identity, person in zip(identities, persons, strict=False)
        }
        assert person_behind(identities[0].pk) == persons[0]
        assert person_behind(identities[3].pk) is None
        assert identity_ids_of(persons[1].pk) == [identities[1].pk]
    assert persons_of_identities([identities[0].pk]) == {}


@pytest.mark.django_db
def test_search_finds_persons_for_those_who_may_see_them() -> None:
    with purpose("legal_duty"):
        zoe = make_person(
            given_name="Zoé", family_name="Lœuf-Gülşen", city="Saint-Étienne", customer_number="AB/12-9"
        )
        make_contact_point(zoe, "zoe@exemple.fr")
        make_person(given_name="Zoé", family_name="Hidden", is_restricted=True)
    agent = make_user()
    for typed in (
        "zoe",
        "ZOÉ",
        "lœuf",
        "gül",
        "saint etienne",
        "ab12",
        "ab 12 9",
        "129ab"[3:],
        "zoe@exemple.fr",
        " Zoé  lœ ",
    ):
        hits = find_persons(agent, typed, most=10)
        assert [(hit.kind, hit.label, hit.url_name, hit.url_args) for hit in hits] == [
            ("person", "Zoé Lœuf-Gülşen", "person", (zoe.pk,))
        ], typed
        assert hits[0].hint == "AB/12-9 · Saint-Étienne"
    for typed in ("", "  ", "!!!", "exemple.fr", "oe", "zoe hidden", "& | !", "':*"):
        assert find_persons(agent, typed, most=10) == [], typed
    assert len(find_persons(make_user(roles=("data_protection_officer",)), "zoe", most=10)) == 2
    assert find_persons(make_user(roles=("marketer",)), "zoe", most=10) == []
    assert find_persons(agent, "z" * 5000, most=10) == []
