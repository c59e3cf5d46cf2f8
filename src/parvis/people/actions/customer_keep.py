"""Keeping what a compared file says: records made and changed, a chunk of rows in each transaction.

A row that was dealt with carries its result; a kill between two chunks repeats nothing and loses nothing. What was
changed here since the comparison is not overwritten: a value is written over the one that was compared, or not at all.
"""

# ruff: noqa: S608 -- statements are put together from our own text alone; values go beside them.

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction

from parvis.foundation.access import UnknownPurpose, purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.clock import utc_now
from parvis.foundation.events import publish
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.people.actions.consents import give_consent, spoken_of, withdraw_consent
from parvis.people.actions.customer_compare import FIELDS, compare_again, counted
from parvis.people.actions.customer_import import ImportRefused
from parvis.people.actions.first_consents import (
    FirstWord,
    met_by_others,
    note_first_words,
    refused_before,
)
from parvis.people.actions.kept_refusals import keep_refusals_of
from parvis.people.actions.links import link_by_contact_point
from parvis.people.actions.tags import tag_named
from parvis.people.events import CustomersImported
from parvis.people.logic.contact_points import KINDS, channels_of, written_forms
from parvis.people.logic.errors import PeopleError
from parvis.people.logic.handles import handle_key
from parvis.people.models import Identity, ImportRow, PeopleImport, Person
from parvis.people.reads.tombstones import erased_addresses, erased_numbers, hold_off_erasures

KEEP_JOB = "people.keep_customers"
CHUNK = 5_000
_OF_CHUNK = "r.run_id = %(run)s AND r.id > %(after)s AND r.id <= %(upto)s"
# A difference is taken over when nobody has to be asked about it, or somebody said so.
_TAKEN = "(r.differences ? '{0}' AND (NOT r.held_back ? '{0}' OR r.decision = 'take'))"

# Before a chunk is written, seen for a legal duty: what became another's since the comparison.
TAKEN_MEANWHILE = [
    f"""
    UPDATE people_import_row r SET result = 'left', reason = 'known-meanwhile'
    WHERE {_OF_CHUNK} AND r.state = 'new' AND r.result = '' AND (
        EXISTS (SELECT FROM people_person p WHERE r.customer_number <> '' AND p.customer_number = r.customer_number)
        OR EXISTS (SELECT FROM people_external_id e WHERE r.external_id <> ''
                   AND e.system = %(system)s AND e.external_id = r.external_id))
    """,
    f"""
    UPDATE people_import_row r SET differences = r.differences - 'customer_number'
    WHERE {_OF_CHUNK} AND r.differences ? 'customer_number' AND r.result = '' AND EXISTS (
        SELECT FROM people_person p WHERE p.customer_number = r.customer_number AND p.id <> r.person_id)
    """,
    f"""
    UPDATE people_import_row r SET result = 'left', reason = 'restricted' FROM people_person p
    WHERE {_OF_CHUNK} AND r.result = '' AND p.id = r.person_id AND (p.is_restricted OR p.is_withheld)
    """,
]
WRITE = [
    f"""
    UPDATE people_import_row r SET result = 'created',
        person_id = nextval(pg_get_serial_sequence('people_person', 'id'))
    WHERE {_OF_CHUNK} AND r.state = 'new' AND r.result = ''
    """,
    f"""
    INSERT INTO people_person (id, customer_number, given_name, family_name, language, city, is_restricted,
                               created_at, created_by_id, origin)
    SELECT r.person_id, nullif(r.customer_number, ''), r.given_name, r.family_name, r.language, r.city, false,
           %(now)s, %(by)s, 'import'
    FROM people_import_row r WHERE {_OF_CHUNK} AND r.state = 'new' AND r.result = 'created' ORDER BY r.id
    """,
    f"""
    UPDATE people_import_row r SET result = 'changed'
    WHERE {_OF_CHUNK} AND r.state IN ('changed', 'ask') AND r.result = ''
          AND EXISTS (SELECT FROM jsonb_object_keys(r.differences) AS one
                      WHERE NOT r.held_back ? one OR r.decision = 'take')
          AND EXISTS (SELECT FROM people_person p WHERE p.id = r.person_id)
    """,
    f"""
    UPDATE people_person p SET {
        ", ".join(
            f"{name} = CASE WHEN {_TAKEN.format(name)} AND coalesce(p.{name}, '') = r.differences->'{name}'->>0 "
            f"THEN r.{name} ELSE p.{name} END"
            for name in FIELDS
        )
    }
    FROM people_import_row r
    WHERE {_OF_CHUNK} AND r.result = 'changed' AND p.id = r.person_id
          AND ({" OR ".join(_TAKEN.format(name) for name in FIELDS)})
    """,
    f"""
    INSERT INTO people_external_id (person_id, system, external_id, linked_at)
    SELECT r.person_id, %(system)s, r.external_id, %(now)s FROM people_import_row r
    WHERE {_OF_CHUNK} AND r.result IN ('created', 'changed') AND r.external_id <> '' AND %(system)s <> ''
    ON CONFLICT (system, external_id) DO NOTHING
    """,
    f"""
    INSERT INTO people_contact_point (person_id, kind, value, value_hash, is_verified, created_at)
    SELECT r.person_id, x.kind, x.value, x.hash, false, %(now)s
    FROM people_import_row r CROSS JOIN LATERAL jsonb_to_recordset(r.points) AS x(kind text, value text, hash text)
    WHERE {_OF_CHUNK} AND (r.result = 'created' OR (r.result = 'changed' AND r.differences ? 'points'))
          AND NOT EXISTS (SELECT FROM people_contact_point c JOIN people_person q ON q.id = c.person_id
                          JOIN people_person p ON p.id = r.person_id
                          WHERE c.kind = x.kind AND c.value_hash = x.hash
                                AND (q.id = p.id OR q.joined_id = p.joined_id))
    ON CONFLICT (person_id, kind, value_hash) DO NOTHING
    """,
    f"""
    INSERT INTO people_custom_value (person_id, field_id, text, number, day, flag, choice_id, changed_at)
    SELECT r.person_id, own.key::bigint, own.value->>'text', (own.value->>'number')::numeric,
           (own.value->>'day')::date, (own.value->>'flag')::boolean, (own.value->>'choice_id')::bigint, %(now)s
    FROM people_import_row r CROSS JOIN LATERAL jsonb_each(r.more->'custom') AS own
    WHERE {_OF_CHUNK} AND r.more ? 'custom' AND (r.result = 'created' OR (r.result = 'changed'
          AND r.differences ? ('custom:' || own.key)
          AND (NOT r.held_back ? ('custom:' || own.key) OR r.decision = 'take')))
    ON CONFLICT (person_id, field_id) DO UPDATE SET text = excluded.text, number = excluded.number,
        day = excluded.day, flag = excluded.flag, choice_id = excluded.choice_id, changed_at = excluded.changed_at
    """,
    f"""
    INSERT INTO people_tagging (person_id, tag_id, at, by_name, ended_by_name)
    SELECT DISTINCT r.person_id, g.id, %(now)s::timestamptz, %(by_name)s, '' FROM people_import_row r
    CROSS JOIN LATERAL jsonb_array_elements_text(r.more->'tags') AS said(word)
    JOIN people_tag g ON g.name_key = %(keys)s::jsonb->>said.word
    WHERE {_OF_CHUNK} AND r.more ? 'tags' AND r.result IN ('created', 'changed')
    ON CONFLICT (person_id, tag_id) WHERE ended_at IS NULL DO NOTHING
    """,
]
# What was made of a row, as it stands when the chunk is written: whoever touches the record later changes this.
NOTE = f"""
    UPDATE people_import_row r SET result_version = v.version FROM people_version v
    WHERE {_OF_CHUNK} AND r.result IN ('created', 'changed') AND v.person_id = r.person_id
"""


def begin_keeping(run: PeopleImport, *, by: Actor, now: datetime, in_background: bool = True) -> PeopleImport:
    """Keep what was compared, as a job. Raises ImportRefused when it is not the time for it."""
    with transaction.atomic():
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        if held.state != "compared":
            raise ImportRefused(
                "at-work" if held.state in ("reading", "keeping", "undoing") else "kept-already"
            )
        held.state, held.done_upto, held.finished_at = "keeping", 0, None
        held.save(update_fields=["state", "done_upto", "finished_at"])
        record(
            "customers.imported",
            held,
            by=by,
            now=now,
            file=held.file_name,
            rule=held.rule,
            **_told(held.counts),
        )
        if in_background:
            enqueue(KEEP_JOB, import_id=held.pk)
    return held


def keep_customers(import_id: int, *, clock: Callable[[], datetime] = utc_now) -> PeopleImport:
    """Go on from the last chunk that was kept."""
    run = PeopleImport.objects.get(pk=import_id)
    while run.state == "keeping" and _keep_chunk(run, now=clock()):
        announce(f"customers:{run.pk}", audience="staff")
    run.refresh_from_db()
    if run.state == "keeping":
        with purpose("service"):
            counts = counted(run)
            PeopleImport.objects.filter(pk=run.pk, state="keeping").update(
                state="done", counts=counts, finished_at=clock()
            )
            publish(CustomersImported(run.pk, counts.get("created", 0), counts.get("changed", 0)))
        announce(f"customers:{run.pk}", audience="staff")
        run.refresh_from_db()
    return run


def decide_row(
    row: ImportRow, *, decision: str, person_id: int | None = None, by: Actor, now: datetime
) -> None:
    """Somebody's word about a row that waits for one: take (the file's values, or this person), leave, make.

    Raises ImportRefused.
    """
    with transaction.atomic():
        run = PeopleImport.objects.select_for_update().get(pk=row.run_id)
        row.refresh_from_db()
        if run.state != "compared" or decision not in ("take", "leave", "make"):
            raise ImportRefused("kept-already")
        candidates = [one["person_id"] for one in row.candidates]
        row.decision = decision
        if row.state == "alike" and decision == "take":
            if person_id not in candidates:
                raise ImportRefused("nobody-chosen")
            row.person_id, row.decision = person_id, ""
            compare_again(row)
        elif row.state == "alike" and decision == "make":
            compare_again(row)
        else:
            row.save(update_fields=["decision"])
        record("customers.decided", run, by=by, now=now, line=row.line, decision=decision)
        PeopleImport.objects.filter(pk=run.pk).update(counts=counted(run))


def _keep_chunk(run: PeopleImport, *, now: datetime) -> int:
    with purpose("service"):
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        if held.state != "keeping":
            return 0
        rows = ImportRow.objects.filter(run=held, pk__gt=held.done_upto).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return 0
        by = Actor("user", held.started_by_id, held.started_by_name)
        chunk = rows.filter(pk__lte=ids[-1])
        facts = {
            "run": held.pk, "after": held.done_upto, "upto": ids[-1], "system": held.system, "now": now,
            "by": held.started_by_id, "by_name": by.name, "keys": _keys_of_tags(chunk, by=by, now=now),
        }  # fmt: skip
        hold_off_erasures()
        _leave_erased(chunk, as_of=held.as_of)
        with purpose("legal_duty"):
            _run(TAKEN_MEANWHILE, facts)
        _run(WRITE, facts)
        heard = _keep_consents(chunk, by=by, now=now)
        _meet_refusals(chunk, besides=heard, by=by, now=now)
        _link_handles(chunk, now=now)
        _run([NOTE], facts)
        PeopleImport.objects.filter(pk=held.pk).update(done_upto=ids[-1])
    return len(ids)


def _leave_erased(chunk: Any, *, as_of: datetime) -> None:
    """A file that was written before somebody asked to be forgotten does not bring them back."""
    rows = list(chunk.filter(state="new", result="").only("points", "customer_number", "as_of"))
    addresses = erased_addresses((one["kind"], one["value"]) for row in rows for one in row.points)
    numbers = erased_numbers(row.customer_number for row in rows if row.customer_number)
    if not addresses and not numbers:
        return
    left = []
    for row in rows:
        stones = [addresses.get((one["kind"], one["value"])) for one in row.points]
        stones.append(numbers.get(row.customer_number))
        if any(stone is not None and stone.took(row.as_of or as_of) for stone in stones):
            left.append(row.pk)
    ImportRow.objects.filter(pk__in=left).update(
        result="left", reason="erased", given_name="", family_name="", city="", customer_number="", external_id="",
        points=[], more={}, excerpt="",
    )  # fmt: skip


def _keys_of_tags(chunk: Any, *, by: Actor, now: datetime) -> str:
    """Name as written in the file → key of the tag, made where there is none."""
    names = {
        name
        for more in chunk.filter(more__has_key="tags")
        .exclude(state__in=("refused", "same"))
        .values_list("more", flat=True)
        for name in more["tags"]
    }
    return json.dumps({name: tag_named(name, by=by, now=now).name_key for name in sorted(names)})


def _keep_consents(chunk: Any, *, by: Actor, now: datetime) -> set[int]:
    """With their proof: of records made just now all at once, of others each through the ledger's own door; an
    objection that was noted here stays. Returns the persons whose addresses no refusal is left to be looked for."""
    told = chunk.filter(more__has_key="consents", result__in=("created", "changed")).select_related("run")
    words, others = _first_words(list(told))
    note_first_words(words, by=by, now=now)
    for row in others:
        person = Person.objects.filter(pk=row.person_id or 0).first()
        if person is None:
            continue
        for said in row.more["consents"]:
            if _is_known(person, said):
                continue
            at = datetime.fromisoformat(said["at"]) if said["at"] else None
            proof = {"file": row.run.file_name, "line": row.line, "source": said["source"]}
            try:
                with transaction.atomic():
                    if said["is_given"]:
                        give_consent(
                            person, purpose=said["purpose"], channel=said["channel"], wording=said["words"],
                            wording_version="import", language=person.language, proof=proof, form=said["source"],
                            at=at, by=by, now=now,
                        )  # fmt: skip
                    else:
                        withdraw_consent(
                            person,
                            purpose=said["purpose"],
                            channel=said["channel"],
                            proof=proof,
                            at=at,
                            by=by,
                            now=now,
                        )
            except (PeopleError, UnknownPurpose):
                ImportRow.objects.filter(pk=row.pk).update(reason="consent-refused")
    return {one.person.pk for one in words} - met_by_others(words, now=now)


def _first_words(rows: list[ImportRow]) -> tuple[list[FirstWord], list[ImportRow]]:
    """What the simple rows say, and the others."""
    made = [row.person_id for row in rows if row.result == "created" and row.person_id]
    persons, refused = Person.objects.in_bulk(made), refused_before(made)
    others, words = [], []
    spoken = cache(spoken_of)
    for row in rows:
        said = [_first_word(row, one, persons, spoken=spoken) for one in row.more["consents"]]
        is_simple = None not in said and row.person_id not in refused
        if is_simple and len({one.purpose for one in said if one}) == len(said):
            words += [one for one in said if one]
        else:
            others.append(row)
    return words, others


def _first_word(
    row: ImportRow,
    said: dict[str, Any],
    persons: dict[int, Person],
    *,
    spoken: Callable[[str, str], list[str]],
) -> FirstWord | None:
    """None for a record that was there before, and for a purpose that is none."""
    person = persons.get(row.person_id or 0)
    try:
        spoken(said["purpose"], said["channel"])
    except UnknownPurpose:
        return None
    if person is None:
        return None
    # With a consent stands what was agreed to; a refusal needs no form.
    is_given = said["is_given"]
    return FirstWord(
        person, said["purpose"], said["channel"], is_given, wording=said["words"] if is_given else "",
        wording_version="import" if is_given else "", form=said["source"] if is_given else "",
        at=datetime.fromisoformat(said["at"]) if said["at"] else None,
        proof={"file": row.run.file_name, "line": row.line, "source": said["source"]},
    )  # fmt: skip


def _meet_refusals(chunk: Any, *, besides: set[int], by: Actor, now: datetime) -> None:
    """Whoever refused under one of these addresses before, and was erased or forgotten since, is not written to."""
    kept = chunk.filter(result__in=("created", "changed"), person_id__isnull=False)
    ids = [pk for pk in kept.values_list("person_id", flat=True) if pk not in besides]
    keep_refusals_of(ids, by=by, now=now)


def _is_known(person: Person, said: dict[str, Any]) -> bool:
    known = person.consent_ledger.filter(
        purpose=said["purpose"], channel=said["channel"], is_given=said["is_given"]
    )
    return bool((known.filter(at__gte=said["at"]) if said["at"] else known).exists())


def _link_handles(chunk: Any, *, now: datetime) -> None:
    """The handles that already spoke from these addresses, by the same exact evidence as elsewhere."""
    forms: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for points in chunk.filter(result__in=("created", "changed")).values_list("points", flat=True):
        for point in points:
            forms[point["kind"]] += written_forms(point["kind"], point["value"])
    for kind, written in forms.items():
        for channel in channels_of(kind) if written else ():
            if not Identity.objects.filter(channel=channel).exists():
                continue
            keys = list({handle_key(channel, form) for form in written})
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id FROM people_identity WHERE channel = %s AND handle_key = ANY(%s)",
                    [channel, keys],
                )
                ids = [row[0] for row in cursor.fetchall()]
            if ids:
                link_by_contact_point(ids, now=now)


def _told(counts: dict[str, int]) -> dict[str, int]:
    return {name: counts[name] for name in ("new", "changed", "ask", "alike", "refused") if counts.get(name)}


def _run(statements: list[str], facts: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, facts)
