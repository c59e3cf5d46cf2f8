"""Everything said, bought, noted and decided: merged, filtered, and paged without reading it all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.joins import end_join, join_persons
from parvis.people.actions.links import link_identity
from parvis.people.actions.notes import write_note
from parvis.people.actions.tags import put_tag, take_tag_off
from parvis.people.logic.timeline import GROUPS, Choice, TimelineEntry, tells
from parvis.people.models import Person
from parvis.people.reads.held import looking_at
from parvis.people.reads.timeline import timeline
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_identity, make_person
from tests.factories.records import make_product, make_purchase, make_tag

pytestmark = pytest.mark.django_db
NADIA = Actor("user", 7, "Nadia")
MANY = 50_000


@pytest.fixture(autouse=True)
def service() -> Iterator[None]:
    with purpose("service"):
        yield


@tells("message", "reply")
def nothing_said(
    identity_ids: Any, *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    raise AssertionError("not asked for what it cannot hold")


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def kinds(person: Person, **given: Any) -> list[str]:
    page = timeline([], person_ids=[person.pk], viewer=make_user(), choice=Choice(**given), sources=())
    return [entry.kind for entry in page.entries]


def with_a_bit_of_everything() -> Person:
    lea = make_person()
    make_purchase(lea, at=at(1), product=make_product(name="Mistral"), returned_at=at(8))
    write_note(lea, "Likes tea.", by=NADIA, now=at(2))
    tag = make_tag("VIP")
    put_tag(lea, tag, by=NADIA, now=at(3))
    consent_to(lea, "prospecting", at=at(4))
    link_identity(make_identity("lea"), person=lea, by=NADIA, now=at(5))
    take_tag_off(lea, tag, by=NADIA, now=at(7))
    return lea


def test_what_was_bought_noted_and_decided_stands_in_one_order() -> None:
    lea = with_a_bit_of_everything()
    assert kinds(lea) == ["return", "untag", "link", "consent", "tag", "note", "purchase", "created"]
    assert kinds(lea, kind="bought") == ["return", "purchase"]
    assert kinds(lea, kind="tag") == ["tag"]
    assert kinds(lea, kind="decided", since=at(4), until=at(7)) == ["link", "consent"]
    assert kinds(lea, said_by="them") == ["return", "consent", "purchase"]
    assert kinds(make_person(), kind="bought") == []


def test_joins_and_their_ends_stand_in_the_timeline_of_both() -> None:
    lea, other = make_person(), make_person()
    made = join_persons(lea, other=other, by=NADIA, now=at(1))
    viewer = make_user()
    whole = timeline([], person_ids=[lea.pk, other.pk], viewer=viewer, choice=Choice(kind="join"), sources=())
    assert [(one.author_name, one.text) for one in whole.entries] == [("Nadia", f"{lea} + {other}")]
    with looking_at([lea.pk, other.pk]):
        assert len(timeline([], person_ids=[lea.pk, other.pk], viewer=viewer, sources=()).entries) == 3
    end_join(made, by=NADIA, now=at(2))
    for one in (lea, other):
        assert kinds(one) == ["part", "join", "created"]
    assert kinds(lea, kind="decided", until=at(2)) == ["join", "created"]
    with looking_at([alone := make_person().pk]):
        assert [one.kind for one in timeline([], person_ids=[alone], viewer=viewer, sources=()).entries] == [
            "created"
        ]


def test_a_source_is_not_asked_for_what_it_cannot_hold() -> None:
    lea = with_a_bit_of_everything()
    page = timeline(
        [1], person_ids=[lea.pk], viewer=make_user(), choice=Choice(kind="bought"), sources=[nothing_said]
    )
    assert len(page.entries) == 2
    known = {kind for group in GROUPS.values() for kind in group}
    assert {"purchase", "return", "note", "file", "tag"} <= known


def test_every_page_follows_the_one_before_it() -> None:
    lea = make_person()
    for number in range(25):
        make_purchase(lea, at=at(number // 3), external_id=f"p{number}")
    viewer, seen, before = make_user(), [], None
    while True:
        page = timeline([], person_ids=[lea.pk], viewer=viewer, before=before, most=4, sources=())
        seen += [entry.ref for entry in page.entries]
        before = page.before
        if before is None:
            break
    assert len(seen) == len(set(seen)) == 26


def test_a_page_of_fifty_thousand_entries_reads_a_page() -> None:
    lea = make_person()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_purchase (person_id, external_id, order_number, bought_at, amount, currency, quantity,"
            " channel, created_at) SELECT %s, 'm' || n, '', %s + n * interval '1 minute', 1, 'EUR', 1, '', %s"
            " FROM generate_series(1, %s) AS n",
            [lea.pk, NOON, NOON, MANY],
        )
        cursor.execute(
            "INSERT INTO people_note (person_id, text, author_name, changed_by_name, created_at)"
            " SELECT %s, 'x', '', '', %s + n * interval '2 minutes' FROM generate_series(1, %s) AS n",
            [lea.pk, NOON, MANY // 10],
        )
    viewer = make_user()
    middle = NOON + timedelta(minutes=MANY // 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = timeline([], person_ids=[lea.pk], viewer=viewer, before=middle, most=25, sources=())
    assert len(page.entries) >= 25 and page.before is not None
    read = 0
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if "people_purchase" in query["sql"] or "people_note" in query["sql"]:
                cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"])
                read += rows_read(cursor.fetchone()[0][0]["Plan"])
    assert read < 1000, read  # of 55,000: down an index and no further than the page


def rows_read(plan: dict[str, Any]) -> int:
    """Rows that the leaves of a plan handed on or threw away."""
    below = [rows_read(one) for one in plan.get("Plans", [])]
    own = plan["Actual Rows"] * plan["Actual Loops"] + plan.get("Rows Removed by Filter", 0)
    return int(sum(below) if below else own)


def test_what_fits_rarely_is_found_in_few_steps_and_each_entry_once() -> None:
    """Of 600 entries every fiftieth is ours; two of one moment stay together."""
    asked: list[int] = []

    def said(identity_ids: Any, *, viewer: User, before: datetime | None, most: int) -> list[TimelineEntry]:
        asked.append(most)
        entries = [
            TimelineEntry(
                at=at(number // 2), channel="sms", kind="reply", text="", by_us=number % 50 < 2, author_name="",
                url_name="", url_args=(), ref=str(number),
            )
            for number in range(599, -1, -1)
        ]  # fmt: skip
        return [entry for entry in entries if before is None or entry.at < before][:most]

    found, before, viewer = [], None, make_user()
    while True:
        page = timeline(
            [1], viewer=viewer, before=before, most=5, choice=Choice(said_by="us"), sources=[said]
        )
        found += [entry.ref for entry in page.entries]
        before = page.before
        if before is None:
            break
    assert found == [str(number) for number in range(599, -1, -1) if number % 50 < 2]
    assert len(asked) < 40
