"""Prospecting by e-mail sees those who allow it, by whatever way it asks. Persons of every kind are planted first.

What is tried here as the application: PostgreSQL's own ways to look at a table, the reads of this capability, the
screens' lists and the API. A way that shows somebody else makes this fail.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, OuterRef, Window
from django.db.models.functions import RowNumber

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.joins import join_persons
from parvis.people.actions.links import link_identity
from parvis.people.actions.purposes import decide_purpose
from parvis.people.actions.segments import save_segment
from parvis.people.logic.segments import definition_of
from parvis.people.models import (
    ContactPoint,
    CurrentLink,
    Identity,
    IdentityLink,
    Organization,
    Person,
    PersonNote,
    Position,
    Product,
    Purchase,
    Relationship,
    Tag,
    Tagging,
)
from parvis.people.reads.addresses import persons_with_address
from parvis.people.reads.behind import identity_ids_of, persons_of_identities
from parvis.people.reads.people_list import people_page
from parvis.people.reads.search import found_ids
from parvis.people.reads.segments import all_members, counted, is_member, members
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_contact_point, make_identity, make_person

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "Mail", "Every", "Over", "Against", "Nearer", "Text", "Customer", "Pro", "Silent", "Restricted", "Joined",
    "Refusing", "Network",
)  # fmt: skip
SEEN = {
    "": set[str](),
    "prospecting.email": {"Mail", "Every", "Customer", "Nearer"},
    "prospecting.sms": {"Every", "Text"},
    "prospecting": {"Every"},
    "prospecting.network": set[str](),
    "profiling": set[str](),
}


@pytest.fixture(autouse=True)
def planted() -> None:
    """One of each, all in Lyon, each with an address, a handle, a note, a tag, a purchase, a position."""
    now = utc_now()
    decide_purpose(
        "prospecting.email", basis="consent", allows_existing_customers=True, valid_months=36, keeps_months=36,
        note="Similar products, told at the order and in every mail.", by=SYSTEM, now=NOON,
    )  # fmt: skip
    with purpose("legal_duty"):
        people = {
            name: make_person(family_name=name, given_name="Zoé", city="Lyon", customer_number=f"Z-{name}")
            for name in EVERYBODY
        }
        house, product, tag = (
            Organization.objects.create(name="House", name_key="house", created_at=NOON),
            Product.objects.create(reference="P", created_at=NOON),
            Tag.objects.create(name="Seen", name_key="seen", created_at=NOON),
        )
        for name, person in people.items():
            make_contact_point(person, f"{name}@example.org")
            link_identity(
                make_identity(f"{name}@example.org", channel="email"), person=person, by=SYSTEM, now=NOON
            )
            PersonNote.objects.create(person=person, text=name, created_at=NOON)
            Position.objects.create(person=person, organization=house, created_at=NOON)
            Tagging.objects.create(person=person, tag=tag, at=NOON)
            Purchase.objects.create(
                person=person, product=product, external_id=name, bought_at=NOON, amount=1, currency="EUR",
                created_at=NOON,
            )  # fmt: skip
            Relationship.objects.create(
                person=min(person, people["Mail"], key=lambda one: one.pk),
                other=max(person, people["Mail"], key=lambda one: one.pk), kind="household", created_at=NOON,
            ) if name != "Mail" else None  # fmt: skip
        for name in ("Mail", "Restricted", "Joined", "Against", "Nearer"):
            consent_to(people[name], "prospecting", channel="email", at=now - timedelta(days=3))
        consent_to(people["Every"], "prospecting", at=now)
        consent_to(people["Over"], "prospecting", channel="email", at=now - timedelta(days=38 * 31))
        consent_to(people["Text"], "prospecting", channel="sms", at=now)
        consent_to(people["Network"], "prospecting", channel="network", at=now)
        withdraw_consent(people["Against"], purpose="prospecting", channel="email", by=SYSTEM, now=now)
        withdraw_consent(people["Nearer"], purpose="prospecting", by=SYSTEM, now=now - timedelta(days=2))
        consent_to(people["Nearer"], "prospecting", channel="email", at=now)
        give_consent(
            people["Customer"], purpose="prospecting", channel="email", basis="existing_customer", wording="Told.",
            wording_version="1", language="en", by=SYSTEM, now=now,
        )  # fmt: skip
        withdraw_consent(people["Refusing"], purpose="prospecting", channel="email", by=SYSTEM, now=now)
        join_persons(people["Joined"], other=people["Refusing"], by=SYSTEM, now=now, evidence="agent_decided")
        Person.objects.filter(pk=people["Restricted"].pk).update(is_restricted=True)


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def said(sql: str) -> set[str]:
    return {name for (name,) in rows(sql)}


def of_ids(ids: Any) -> set[str]:
    """Names read by nobody's leave: ids that a path let out are found, whoever they are."""
    asked = list(ids)  # before the purpose is another
    with purpose("legal_duty"):
        return set(Person.objects.filter(pk__in=asked).values_list("family_name", flat=True))


def in_text(text: object) -> set[str]:
    return {name for name in EVERYBODY if name in str(text)}


def copied(statement: str) -> set[str]:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        return in_text(b"".join(bytes(block) for block in copy).decode())


def by_steps(*statements: str) -> set[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return in_text(cursor.fetchall())


def of_related(model: Any) -> Callable[[], set[str]]:
    return lambda: set(model.objects.values_list("person__family_name", flat=True))


NAMES = "SELECT family_name FROM people_person"
PATHS: dict[str, Callable[[], set[str]]] = {
    "the ORM": lambda: set(Person.objects.values_list("family_name", flat=True)),
    "the ORM in bulk": lambda: {p.family_name for p in Person.objects.in_bulk().values()},
    "an iterator": lambda: {p.family_name for p in Person.objects.iterator(chunk_size=2)},
    "raw": lambda: {p.family_name for p in Person.objects.raw("SELECT * FROM people_person")},
    "plain SQL": lambda: said(NAMES),
    "a common table": lambda: said(f"WITH p AS MATERIALIZED ({NAMES}) SELECT * FROM p"),
    "a union": lambda: said(f"{NAMES} UNION {NAMES} EXCEPT SELECT ''"),
    "a lateral join": lambda: said(
        "SELECT p.family_name FROM people_contact_point c CROSS JOIN LATERAL "
        "(SELECT * FROM people_person WHERE id = c.person_id) p"
    ),
    "an outer join": lambda: said(
        "SELECT coalesce(p.family_name, 'nobody') FROM people_identity i "
        "JOIN people_current_link l ON l.identity_id = i.id LEFT JOIN people_person p ON p.id = l.person_id"
    ),
    "a window": lambda: {
        p.family_name
        for p in Person.objects.annotate(n=Window(RowNumber(), order_by="family_name")).filter(n__gt=0)
    },
    "exists": lambda: of_ids(
        pk for (pk,) in rows("SELECT l.person_id FROM people_current_link l WHERE EXISTS (SELECT FROM people_person)")
    ),
    "an aggregate": lambda: in_text(rows("SELECT array_agg(family_name) FROM people_person")),
    "JSON": lambda: in_text(rows("SELECT jsonb_agg(p) FROM people_person p")),
    "groups": lambda: {
        one["family_name"]
        for one in Person.objects.values("family_name").annotate(n=Count("contact_points")).filter(n=1)
    },
    "grouping sets": lambda: said("SELECT family_name FROM people_person GROUP BY ROLLUP (family_name)") - {None},
    "COPY of a table": lambda: (
        copied("COPY (TABLE people_person) TO STDOUT") | copied("COPY people_person TO STDOUT")
    ),
    "COPY of what hangs on it": lambda: copied("COPY people_note (text) TO STDOUT"),
    "a prepared statement": lambda: by_steps(
        "DEALLOCATE ALL", f"PREPARE ask AS {NAMES}", "EXECUTE ask"
    ),
    "a cursor": lambda: by_steps(f"DECLARE c CURSOR FOR {NAMES}", "FETCH ALL FROM c"),
    "a view of one's own": lambda: by_steps(
        "DROP VIEW IF EXISTS pg_temp.seen", f"CREATE TEMP VIEW seen AS {NAMES}", "TABLE pg_temp.seen"
    ),
    "a table of one's own": lambda: by_steps(
        f"CREATE TEMP TABLE kept ON COMMIT DROP AS {NAMES}", "TABLE kept"
    ),
    "a function of one's own": lambda: by_steps(
        "CREATE FUNCTION pg_temp.peek() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS "
        "$$ SELECT family_name::text FROM public.people_person $$",
        "SELECT pg_temp.peek()",
    ),
    "a block that raises": lambda: by_steps(
        "DO $$ BEGIN CREATE TEMP TABLE found ON COMMIT DROP AS SELECT family_name FROM people_person; END $$",
        "TABLE found",
    ),
    "a query in a string": lambda: in_text(
        rows("SELECT word FROM ts_stat('SELECT array_to_tsvector(ARRAY[family_name::text]) FROM people_person')")
    ),
    "rows locked": lambda: said(f"{NAMES} FOR NO KEY UPDATE"),
    "a sample": lambda: said(f"{NAMES} TABLESAMPLE SYSTEM (100)"),
    "by row number": lambda: in_text(rows("SELECT family_name FROM people_person WHERE ctid IS NOT NULL")),
    "the list's order": lambda: said(f"{NAMES} WHERE list_key >= '' ORDER BY list_key"),
    "the search index": lambda: said(f"{NAMES} WHERE search @@ 'zoe'"),
    "the search function": lambda: of_ids(pk for (pk,) in rows("SELECT people_find('zoe', 100)")),
    "contact points": of_related(ContactPoint),
    "links": of_related(CurrentLink),
    "the ledger of links": of_related(IdentityLink),
    "notes": of_related(PersonNote),
    "positions": of_related(Position),
    "purchases": of_related(Purchase),
    "taggings": of_related(Tagging),
    "numbers of those": lambda: of_ids(
        pk for (pk,) in rows("SELECT person_id FROM people_note UNION SELECT person_id FROM people_purchase")
    ),
    "products bought": lambda: {
        name for name in Product.objects.values_list("purchases__person__family_name", flat=True) if name
    },
    "handles": lambda: {
        name for name in Identity.objects.values_list("current_link__person__family_name", flat=True) if name
    },
    "a correlated subquery": lambda: set(
        Person.objects.filter(Exists(Purchase.objects.filter(person=OuterRef("pk")))).values_list(
            "family_name", flat=True
        )
    ),
    "the list of records": lambda: {row.name.removeprefix("Zoé ") for row in people_page().rows},
    "a search of the list": lambda: {row.name.removeprefix("Zoé ") for row in people_page(typed="lyon").rows},
    "whom a search finds": lambda: of_ids(found_ids("zoe", most=50)),
    "whom an address finds": lambda: of_ids(
        pk for name in EVERYBODY for pk in persons_with_address([("email", f"{name}@example.org".lower())])
    ),
    "who is behind handles": lambda: {
        one.name.removeprefix("Zoé ")
        for one in persons_of_identities(Identity.objects.values_list("pk", flat=True)).values()
    },
}  # fmt: skip


def test_no_way_of_asking_shows_anybody_else() -> None:
    wrong = {}
    for code, expected in SEEN.items():
        with purpose(code) if code else nullcontext():
            for path, ask in PATHS.items():
                with transaction.atomic():
                    if (found := ask()) != expected:
                        wrong[code, path] = found
                    transaction.set_rollback(True)  # what it made for itself goes again
            count_whom_the_purpose_shows(len(expected), has_mail="Mail" in expected)
    assert wrong == {}


def count_whom_the_purpose_shows(expected: int, *, has_mail: bool) -> None:
    assert Person.objects.count() == expected
    for table in (
        "people_person",
        "people_contact_point",
        "people_note",
        "people_purchase",
        "people_tagging",
    ):
        assert rows(f"SELECT count(*) FROM {table}") == [(expected,)], table
    assert rows("SELECT count(*), max(id) FROM people_person WHERE city = 'Lyon'")[0][0] == expected
    # A relationship needs both its persons; everybody is of Mail's household.
    assert Relationship.objects.count() == (expected - 1 if has_mail else 0)


def test_a_segment_holds_and_counts_whom_its_own_purpose_shows() -> None:
    definition = definition_of(
        {"match": "all", "groups": [
            {"match": "all", "conditions": [{"field": "city", "operator": "is", "value": "Lyon"}]}
        ]}
    )  # fmt: skip
    with purpose("service"):
        saved = save_segment(
            None, name="Lyon", purpose="prospecting.email", definition=definition, by=SYSTEM, now=NOON
        )
    # Whoever asks, for whatever: the segment looks with its own eyes.
    with purpose("legal_duty"):
        assert of_ids(members(saved)) == SEEN["prospecting.email"]
        assert of_ids(pk for ids in all_members(saved, at_once=2) for pk in ids) == SEEN["prospecting.email"]
        found = counted(definition, under="prospecting.email")
        assert found.value == 4
        silent, restricted = (Person.objects.get(family_name=name) for name in ("Silent", "Restricted"))
        assert not is_member(saved, silent.pk) and not is_member(saved, restricted.pk)


def test_what_is_hidden_cannot_be_changed_guessed_or_inferred_nor_a_purpose_widened() -> None:
    with purpose("legal_duty"):
        silent = Person.objects.get(family_name="Silent")
        handle = identity_ids_of(silent.pk)[0]
    with purpose("prospecting.email"):
        hidden_from_changes_and_guesses(silent, handle)
        no_way_to_widen("prospecting.email")


def hidden_from_changes_and_guesses(silent: Person, handle: int) -> None:
    for statement in (
        "UPDATE people_person SET city = 'Nowhere' WHERE family_name = 'Silent' RETURNING family_name",
        "DELETE FROM people_note WHERE text = 'Silent' RETURNING text",
        "DELETE FROM people_current_consent WHERE NOT is_given RETURNING person_id",
    ):
        with transaction.atomic():
            assert rows(statement) == []
    # Conditions that break on hidden rows are not asked of them: no error tells that they are there.
    for trap in (
        "1 / (CASE WHEN family_name = 'Silent' THEN 0 ELSE 1 END) = 1",
        "substring(family_name FROM 1 FOR length(family_name) - length('Silents')) IS NOT NULL OR true",
    ):
        with transaction.atomic():
            assert len(rows(f"SELECT 1 FROM people_person WHERE {trap}")) == 4
    # Neither do the planner's statistics of the tables.
    assert rows("SELECT count(*) FROM pg_stats WHERE tablename LIKE 'people_%' AND tablename IN "
                "('people_person', 'people_contact_point', 'people_note')") == [(0,)]  # fmt: skip
    assert identity_ids_of(silent.pk) == [] and persons_of_identities([handle]) == {}
    # A key that points at somebody hidden does not let them be written about.
    for attempt in (
        lambda: PersonNote.objects.create(person_id=silent.pk, text="x", created_at=NOON),
        lambda: Tagging.objects.create(person_id=silent.pk, tag=Tag.objects.get(), at=NOON),
        lambda: ContactPoint.objects.create(
            person_id=silent.pk, kind="email", value="a@b.example", value_hash="h", created_at=NOON
        ),
    ):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            attempt()


def no_way_to_widen(declared: str) -> None:
    for statement in (
        "UPDATE people_purpose_rule SET basis = 'legitimate_interest'",
        "DELETE FROM people_purpose_rule",
        "DELETE FROM people_opt_out",
    ):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 0
    for statement in (
        "INSERT INTO people_purpose_rule (code, basis, is_on, allows_existing_customers, allows_professionals, note, "
        "jurisdiction, valid_months, keeps_months, changed_at) VALUES ('prospecting.sms', 'legitimate_interest', "
        "true, false, false, 'Because I want to.', '', 36, 36, now())",
        "UPDATE people_current_consent SET is_given = true WHERE NOT is_given",
        "UPDATE people_current_consent SET valid_until = NULL",
        "CREATE OR REPLACE FUNCTION people_bases() RETURNS text[] LANGUAGE sql AS $$ SELECT '{consent}'::text[] $$",
        "ALTER TABLE people_purpose_rule DISABLE ROW LEVEL SECURITY",
        "SELECT people_empty_consents(1)",
    ):
        with (
            pytest.raises(
                DatabaseError, match=r"row-level security|must be owner|legal duty|permission denied"
            ),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    # Tables of the same name in a place that is looked at first deceive nobody.
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE people_purpose_rule AS SELECT * FROM public.people_purpose_rule; "
            "UPDATE people_purpose_rule SET basis = 'legitimate_interest'; "
            "CREATE TEMP TABLE people_current_consent AS SELECT * FROM public.people_current_consent; "
            "UPDATE people_current_consent SET is_given = true, valid_until = NULL"
        )
        cursor.execute("SELECT family_name FROM people_person")
        assert {name for (name,) in cursor.fetchall()} == SEEN[declared]
        cursor.execute("SELECT count(*) FROM people_find('zoe', 100)")
        assert cursor.fetchone() == (len(SEEN[declared]),)
        cursor.execute("DROP TABLE pg_temp.people_purpose_rule, pg_temp.people_current_consent")
