"""No purpose, no person: every path of a query is tried against persons that are really there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count

from parvis.foundation.access import UnknownPurpose, purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.database import append_only_tables
from parvis.people.actions.consents import withdraw_consent
from parvis.people.models import (
    Consent,
    ContactPoint,
    CurrentConsent,
    CurrentLink,
    Identity,
    IdentityLink,
    Person,
)
from tests.databases import planted_once
from tests.factories.channels import NOON
from tests.factories.people import make_person, plant_four_persons

pytestmark = pytest.mark.django_db

# Four persons are planted: plain, consenting, both consenting and restricted, and one who took it back.
SEEN = {
    "": set(),
    "listening": set(),
    "service": {"Plain", "Willing", "Regretting"},
    "moderation": {"Plain", "Willing", "Regretting"},
    "security": {"Plain", "Willing", "Regretting"},
    "legal_duty": {"Plain", "Willing", "Regretting", "Restricted"},
    "prospecting": {"Willing"},
    # Agreed to by every means: by each of them, networks apart.
    "prospecting.email": {"Willing"},
    "prospecting.sms": {"Willing"},
    "prospecting.phone": {"Willing"},
    "prospecting.post": {"Willing"},
    "prospecting.network": set(),
    "membership": set(),  # the community reads no persons; whom it knew, no consent could name
    "satisfaction": set(),
    "satisfaction.email": set(),
    "satisfaction.sms": set(),
    "satisfaction.phone": set(),
    "profiling": set(),
    "research": set(),
    "contacts": set(),
}


@pytest.fixture(autouse=True, scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with planted_once(django_db_blocker):
        plant_four_persons()
        yield


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


PATHS: dict[str, Callable[[], set[str]]] = {
    "select": lambda: set(Person.objects.values_list("family_name", flat=True)),
    "raw": lambda: {name for (name,) in rows("SELECT family_name FROM people_person")},
    "range of keys": lambda: set(Person.objects.filter(pk__gt=0).values_list("family_name", flat=True)),
    "join from contact points": lambda: set(
        ContactPoint.objects.filter(value__contains="@").values_list("person__family_name", flat=True)
    ),
    "join from links": lambda: set(CurrentLink.objects.values_list("person__family_name", flat=True)),
    "join from the ledger of links": lambda: set(
        IdentityLink.objects.values_list("person__family_name", flat=True)
    ),
    "join from identities": lambda: set(
        Identity.objects.filter(current_link__person__isnull=False).values_list(
            "current_link__person__family_name", flat=True
        )
    ),
    "subquery": lambda: {
        handle.split("@")[0]
        for (handle,) in rows(
            "SELECT handle FROM people_identity WHERE id IN "
            "(SELECT identity_id FROM people_current_link WHERE person_id IN (SELECT id FROM people_person))"
        )
    },
    "aggregate": lambda: {
        row["family_name"] for row in Person.objects.values("family_name").annotate(n=Count("contact_points"))
    },
    "search function": lambda: {
        name
        for (name,) in rows(
            "SELECT family_name FROM people_person WHERE id IN (SELECT people_find('zoe', 10))"
        )
    },
    "list key": lambda: {
        name for (name,) in rows("SELECT family_name FROM people_person WHERE list_key > ''")
    },
    "whole row": lambda: {
        name
        for name in ("Plain", "Willing", "Restricted", "Regretting")
        if name in str(rows("SELECT p FROM people_person p"))
    },
}


@pytest.mark.parametrize("name", sorted(SEEN))
@pytest.mark.parametrize("path", sorted(PATHS))
def test_every_path_shows_what_the_purpose_allows(path: str, name: str) -> None:
    assert len(SEEN) == len(settings.PURPOSES) + 1
    if not name:
        assert PATHS[path]() == set()
        return
    with purpose(name):
        assert PATHS[path]() == SEEN[name]


@pytest.mark.parametrize("name", sorted(SEEN))
def test_the_search_function_returns_no_id_that_the_purpose_hides(name: str) -> None:
    asked = "SELECT count(*) FROM people_find('lyon', 10)"
    if not name:
        assert rows(asked) == [(0,)]
        return
    with purpose(name):
        assert rows(asked) == [(len(SEEN[name]),)]


@pytest.mark.parametrize(
    "table", ["people_contact_point", "people_identity_link", "people_current_link", "people_consent"]
)
@pytest.mark.parametrize("name", sorted(SEEN))
def test_what_hangs_on_a_person_is_counted_only_with_the_person(table: str, name: str) -> None:
    counted = f"SELECT count(DISTINCT person_id) FROM {table}"
    everybody_with_rows = (
        {"Willing", "Restricted", "Regretting"} if table == "people_consent" else SEEN["legal_duty"]
    )
    if not name:
        assert rows(counted) == [(0,)]
        return
    with purpose(name):
        assert rows(counted) == [(len(SEEN[name] & everybody_with_rows),)]


def test_consents_are_hidden_without_a_purpose_and_from_listening() -> None:
    assert CurrentConsent.objects.count() == 0
    with purpose("listening"):
        assert CurrentConsent.objects.count() == 0


@pytest.mark.parametrize("name", ["", "listening"])
def test_without_a_purpose_nothing_is_changed_or_deleted(name: str) -> None:
    def attempts() -> list[int]:
        changed = []
        with connection.cursor() as cursor:
            for statement in (
                "UPDATE people_person SET city = 'Nowhere'",
                "UPDATE people_person SET is_restricted = false WHERE family_name = 'Restricted'",
                "DELETE FROM people_contact_point",
                "DELETE FROM people_current_link",
                "DELETE FROM people_current_consent",
                "DELETE FROM people_person",
            ):
                cursor.execute(statement)
                changed.append(cursor.rowcount)
        return changed

    if name:
        with purpose(name):
            assert attempts() == [0] * 6
    else:
        assert attempts() == [0] * 6
    with purpose("legal_duty"):
        assert Person.objects.filter(city="Lyon").count() == 4
        assert (ContactPoint.objects.count(), CurrentLink.objects.count()) == (4, 4)


@pytest.mark.parametrize("name", ["", "listening", "prospecting"])
def test_no_person_is_made_where_persons_are_not_ones_business(name: str) -> None:
    def attempt() -> None:
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            make_person()

    if name:
        with purpose(name):
            attempt()
    else:
        attempt()


def test_a_record_is_deleted_for_a_legal_duty_only() -> None:
    with purpose("service"):
        person = make_person(family_name="Fresh")
        assert Person.objects.filter(pk=person.pk).delete()[0] == 0
    with purpose("legal_duty"):
        assert Person.objects.filter(pk=person.pk).delete()[0] == 1


def test_a_purpose_cannot_give_itself_its_consent() -> None:
    with purpose("service"):
        plain = Person.objects.get(family_name="Plain")
        regretting = Person.objects.get(family_name="Regretting")
    with purpose("prospecting"):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            consent_to_by_hand(plain)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CurrentConsent.objects.filter(person=regretting).update(is_given=True)
        assert CurrentConsent.objects.filter(person=regretting).delete()[0] == 0
        # Taking back is always possible.
        willing = Person.objects.get(family_name="Willing")
        withdraw_consent(willing, purpose="prospecting", by=SYSTEM, now=NOON)
        assert not Person.objects.exists()


def consent_to_by_hand(person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_current_consent (person_id, purpose, channel, is_given, consent_id) "
            "SELECT %s, 'prospecting', '', true, max(consent_id) FROM people_current_consent",
            [person.pk],
        )


@pytest.mark.parametrize("table", ["people_identity_link", "people_consent", "foundation_audit_entry"])
@pytest.mark.parametrize("act", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_ledgers_are_never_changed_even_for_a_legal_duty(table: str, act: str) -> None:
    assert table in append_only_tables()
    with (
        purpose("legal_duty"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))


@pytest.mark.parametrize(
    "act",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY by_purpose ON people_person",
        "CREATE POLICY all_of_it ON people_person USING (true)",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "SET ROLE parvis_owner",
        "SET SESSION AUTHORIZATION parvis_owner",
        "CREATE TABLE public.copy_of_persons AS SELECT * FROM people_person",
        "CREATE OR REPLACE FUNCTION people_purpose() RETURNS text LANGUAGE sql AS $$ SELECT 'legal_duty' $$",
        "SET row_security = off; SELECT count(*) FROM people_person",
        "SELECT people_empty_ledgers(1)",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY people_person TO PROGRAM 'cat'",
    ],
)
def test_the_application_cannot_take_the_rules_away(act: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"must be owner|permission denied|row-level security|legal duty"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act)
        assert cursor.fetchone() == (0,)


def test_the_application_owns_nothing_and_bypasses_nothing() -> None:
    assert rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    assert (
        rows(
            "SELECT relname FROM pg_class WHERE relowner = current_user::regrole AND relpersistence <> 't' "
            "UNION ALL SELECT proname FROM pg_proc WHERE proowner = current_user::regrole "
            "UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole AND nspname !~ '^pg_'"
        )
        == []
    )
    assert rows("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole") == [(0,)]


def test_every_table_that_refers_to_a_person_is_under_row_level_security() -> None:
    unprotected = rows(
        "SELECT DISTINCT c.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "
        "WHERE k.contype = 'f' AND k.confrelid = 'people_person'::regclass "
        "AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert unprotected == []
    assert rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'people_person'::regclass"
    ) == [(True, True)]


def test_definer_functions_fix_their_search_path_to_the_last_place() -> None:
    loose = rows(
        "SELECT proname FROM pg_proc WHERE prosecdef AND proname LIKE 'people_%' "
        "AND NOT coalesce('search_path=pg_catalog, public, pg_temp' = ANY (proconfig), false)"
    )
    assert loose == []


def test_a_temporary_table_of_the_same_name_does_not_deceive_the_search() -> None:
    with purpose("prospecting"), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE people_person (id bigint, search tsvector, is_restricted boolean)"
        )
        cursor.execute("INSERT INTO people_person VALUES (4711, array_to_tsvector('{lyon}'), false)")
        cursor.execute("SELECT people_find('lyon', 10)")
        assert len(cursor.fetchall()) == 1
        cursor.execute("SELECT count(*) FROM people_find('lyon', 10) AS id WHERE id = 4711")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE pg_temp.people_person")


def test_an_unknown_purpose_is_refused() -> None:
    with pytest.raises(UnknownPurpose), purpose("curiosity"):
        raise AssertionError
    # Said to the database directly it is a purpose without consents.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL parvis.purpose = 'curiosity'")
        cursor.execute("SELECT count(*) FROM people_person")
        assert cursor.fetchone() == (0,)
        cursor.execute("SET LOCAL parvis.purpose = ''")


def test_an_inner_purpose_holds_for_its_block_only() -> None:
    with purpose("service"):
        assert Person.objects.count() == 3
        with purpose("legal_duty"):
            assert Person.objects.count() == 4
            with purpose("listening"):
                assert Person.objects.count() == 0
            assert Person.objects.count() == 4
        assert Person.objects.count() == 3
        with pytest.raises(RuntimeError), purpose("legal_duty"):
            raise RuntimeError
        assert Person.objects.count() == 3
    assert Person.objects.count() == 0


def test_rows_of_consent_are_planted() -> None:
    # The tests above would pass on an empty table.
    with purpose("legal_duty"):
        assert (Consent.objects.count(), CurrentConsent.objects.count(), IdentityLink.objects.count()) == (
            4,
            3,
            4,
        )
