"""Organisations, and what persons are in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from parvis.foundation.audit import Actor, record
from parvis.people.logic.custom_fields import read_value
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Organization, Person, Position

FIELDS = {"name": 200, "number": 40, "website": 300, "city": 120}


def create_organization(
    name: str, *, number: str = "", website: str = "", city: str = "", by: Actor, now: datetime
) -> Organization:
    """A new organisation. Two may bear one name, never one number. Raises NotKept."""
    fields = _tidied(name=name, number=number, website=website, city=city)
    with transaction.atomic():
        made = Organization(**fields, created_at=now, created_by_id=by.id)
        _save(made)
        record("organization.created", made, by=by, now=now)
        return made


def change_organization(organization: Organization, *, by: Actor, now: datetime, **changes: str) -> bool:
    """Change the named fields. Returns whether any changed. Raises NotKept."""
    with transaction.atomic():
        held = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        tidied = _tidied(**changes)
        changed = sorted(name for name, value in tidied.items() if getattr(held, name) != value)
        if not changed:
            return False
        for name in changed:
            setattr(held, name, tidied[name])
            setattr(organization, name, tidied[name])
        _save(held, update_fields=changed)
        record(
            "organization.changed",
            held,
            by=by,
            now=now,
            fields=[name for name in changed if name != "name_key"],
        )
        return True


def remove_organization(organization: Organization, *, by: Actor, now: datetime) -> None:
    """Remove one that nobody ever belonged to. Raises NotKept, also where the persons may not be seen."""
    with transaction.atomic():
        record("organization.removed", organization, by=by, now=now)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                # The key, asked now, refuses where positions hang on it, also of persons who may not be seen.
                cursor.execute("DELETE FROM people_organization WHERE id = %s", [organization.pk])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except IntegrityError as error:
            raise NotKept("organization-in-use") from error


def organization_named(name: str, *, by: Actor, now: datetime) -> Organization:
    """The one organisation of this name; a new one where there is none. Raises NotKept where there are several."""
    found = list(Organization.objects.filter(name_key=name_key(tidy(name, most=200)))[:2])
    if len(found) > 1:
        raise NotKept("name-taken", about="organization", name=found[0].name)
    return found[0] if found else create_organization(name, by=by, now=now)


def add_position(
    person: Person,
    *,
    organization: Organization,
    role: str = "",
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    now: datetime,
) -> Position:
    """Say what this person is (or was) in an organisation. Raises NotKept."""
    _check_days(since, until)
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = Position.objects.create(
                    person=person,
                    organization=organization,
                    role=tidy(role),
                    since=since,
                    until=until,
                    created_at=now,
                )
        except IntegrityError as error:
            raise NotKept("position-known", about="organization") from error
        record("position.added", person, by=by, now=now, organization_id=organization.pk)
        return made


def change_position(position: Position, *, by: Actor, now: datetime, **changes: Any) -> bool:
    """Change role, since or until; `until` ends it. Returns whether anything changed. Raises NotKept."""
    with transaction.atomic():
        held = Position.objects.select_for_update(no_key=True).get(pk=position.pk)
        if "role" in changes:
            changes["role"] = tidy(changes["role"])
        changed = sorted(name for name, value in changes.items() if getattr(held, name) != value)
        if not changed:
            return False
        for name in changed:
            setattr(held, name, changes[name])
        _check_days(held.since, held.until)
        try:
            with transaction.atomic():
                held.save(update_fields=changed)
        except IntegrityError as error:
            raise NotKept("position-known") from error
        record("position.changed", held.person, by=by, now=now, organization_id=held.organization_id)
        return True


def remove_position(position: Position, *, by: Actor, now: datetime) -> None:
    """Take it away as never true; what ended is given an end instead."""
    with transaction.atomic():
        record("position.removed", position.person, by=by, now=now, organization_id=position.organization_id)
        position.delete()


def _check_days(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise NotKept("ends-before-it-begins", about="until")


def _tidied(**fields: str) -> dict[str, Any]:
    tidied: dict[str, Any] = {name: tidy(value or "", most=FIELDS[name]) for name, value in fields.items()}
    if "name" in tidied:
        if not tidied["name"]:
            raise NotKept("name-missing", about="name")
        tidied["name_key"] = name_key(tidied["name"])[:200]
    if "number" in tidied:
        tidied["number"] = tidied["number"] or None
    if tidied.get("website"):
        try:
            tidied["website"] = read_value("link", tidied["website"]).text
        except NotKept as error:
            raise NotKept(error.code, about="website") from error
    return tidied


def _save(organization: Organization, **how: Any) -> None:
    try:
        with transaction.atomic():
            organization.save(**how)
    except IntegrityError as error:
        raise NotKept("number-taken", about="number") from error
