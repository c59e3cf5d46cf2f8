"""Who each row of a file is about, and what it would change. Set-based: a chunk of rows takes a handful of statements.

Compared for a legal duty, because a customer number or an address may be that of a record which the service does not
see; what is found about such a record is a refusal without a name.
"""

# ruff: noqa: S608 -- statements are put together from our own text alone; values go beside them.

from __future__ import annotations

from typing import Any

from django.db import connection

from parvis.foundation.access import purpose
from parvis.people.models import ImportRow, PeopleImport

CHUNK = 10_000
FIELDS = ("given_name", "family_name", "customer_number", "language", "city")
_OF_CHUNK = "r.run_id = %(run)s AND r.id > %(after)s AND r.id <= %(upto)s"
_NAME = "lower(parvis_fold(ltrim({0}.family_name || ' ' || {0}.given_name)))"
# Another number, or another id in the same system, is another customer whatever else is alike.
_OTHER = """(r.customer_number <> '' AND p.customer_number IS NOT NULL AND p.customer_number <> r.customer_number)
    OR (r.external_id <> '' AND EXISTS (SELECT FROM people_external_id e
        WHERE e.person_id = p.id AND e.system = %(system)s AND e.external_id <> r.external_id))"""

# Over the whole file at once, before its rows are compared: the second row with one key says nothing certain.
REPEATED = [
    f"""
    UPDATE people_import_row r SET state = 'refused', reason = 'repeated', detail = twice.first::text
    FROM (SELECT id, line, min(line) OVER (PARTITION BY {key}) AS first FROM people_import_row
          WHERE run_id = %(run)s AND state = '' AND {condition}) twice
    WHERE r.id = twice.id AND twice.line > twice.first
    """
    for key, condition in (
        ("external_id", "external_id <> ''"),
        ("customer_number", "customer_number <> ''"),
        ("points::text, lower(family_name), lower(given_name)",
         "external_id = '' AND customer_number = '' AND points <> '[]'"),
        ("lower(family_name), lower(given_name), lower(city)",
         "external_id = '' AND customer_number = '' AND points = '[]'"),
    )
]  # fmt: skip

MATCH = [
    f"""
    UPDATE people_import_row r SET person_id = e.person_id FROM people_external_id e
    WHERE {_OF_CHUNK} AND r.state = '' AND r.person_id IS NULL AND r.external_id <> ''
          AND e.system = %(system)s AND e.external_id = r.external_id
    """,
    f"""
    UPDATE people_import_row r SET person_id = p.id FROM people_person p
    WHERE {_OF_CHUNK} AND r.state = '' AND r.person_id IS NULL AND r.customer_number <> ''
          AND p.customer_number = r.customer_number
    """,
    f"""
    UPDATE people_import_row r SET state = 'refused', reason = 'number-of-another', person_id = NULL
    FROM people_person p
    WHERE {_OF_CHUNK} AND r.state = '' AND r.person_id IS NOT NULL AND r.customer_number <> ''
          AND p.customer_number = r.customer_number AND p.id <> r.person_id
    """,
    # The same address: certain when exactly one human gave it and the names agree as far as both say one.
    f"""
    WITH hits AS (
        SELECT r.id, coalesce(p.joined_id, p.id) AS human, min(p.id) AS person_id,
               bool_or({_NAME.format("r")} = '' OR {_NAME.format("p")} = ''
                       OR {_NAME.format("r")} = {_NAME.format("p")}) AS fits
        FROM people_import_row r
        CROSS JOIN LATERAL jsonb_to_recordset(r.points) AS x(kind text, hash text)
        JOIN people_contact_point c ON c.kind = x.kind AND c.value_hash = x.hash
        JOIN people_person p ON p.id = c.person_id
        WHERE {_OF_CHUNK} AND r.state = '' AND r.person_id IS NULL AND NOT ({_OTHER})
        GROUP BY r.id, human),
    summed AS (
        SELECT id, count(*) = 1 AND bool_and(fits) AS is_certain, min(person_id) AS person_id,
               jsonb_agg(jsonb_build_object('person_id', person_id, 'why', 'address') ORDER BY person_id) AS all_of_them
        FROM hits GROUP BY id)
    UPDATE people_import_row r SET person_id = CASE WHEN is_certain THEN summed.person_id END,
        candidates = CASE WHEN is_certain THEN '[]'::jsonb ELSE all_of_them END
    FROM summed WHERE r.id = summed.id
    """,
    # The same name in no other town: somebody has to look. list_key ends in a space and nineteen digits.
    f"""
    WITH hits AS (
        SELECT r.id, jsonb_agg(jsonb_build_object('person_id', p.id, 'why', 'name') ORDER BY p.id) AS all_of_them
        FROM people_import_row r CROSS JOIN LATERAL (
            SELECT p.id FROM people_person p
            WHERE p.list_key >= {_NAME.format("r")} || ' 0' AND p.list_key < {_NAME.format("r")} || ' :'
                  AND (r.city = '' OR p.city = '' OR lower(parvis_fold(p.city)) = lower(parvis_fold(r.city)))
                  AND (p.joined_id IS NULL OR p.joined_id = p.id)
                  AND NOT p.is_restricted AND NOT p.is_withheld AND NOT ({_OTHER})
            LIMIT 5) p
        WHERE {_OF_CHUNK} AND r.state = '' AND r.person_id IS NULL AND r.candidates = '[]'
              AND r.given_name <> '' AND r.family_name <> '' AND r.decision <> 'make'
        GROUP BY r.id)
    UPDATE people_import_row r SET candidates = hits.all_of_them FROM hits WHERE r.id = hits.id
    """,
    f"""
    UPDATE people_import_row r SET state = 'refused', reason = 'restricted', person_id = NULL
    FROM people_person p
    WHERE {_OF_CHUNK} AND r.state = '' AND p.id = r.person_id AND (p.is_restricted OR p.is_withheld)
    """,
    # Candidates that may not be shown are none: the row waits for nobody's word about them.
    f"""
    UPDATE people_import_row r SET candidates = coalesce(
        (SELECT jsonb_agg(one) FROM jsonb_array_elements(r.candidates) AS one
         WHERE EXISTS (SELECT FROM people_person p WHERE p.id = (one->>'person_id')::bigint
                       AND NOT p.is_restricted AND NOT p.is_withheld)), '[]')
    WHERE {_OF_CHUNK} AND r.state = '' AND r.candidates <> '[]'
    """,
]

_FILE_SAYS = {name: f"r.{name}" for name in FIELDS}
_WE_SAY = {name: f"coalesce(p.{name}, '')" for name in FIELDS}
_DIFFERS = ",\n".join(
    f"""'{name}', CASE WHEN {_FILE_SAYS[name]} <> '' AND {_FILE_SAYS[name]} <> {_WE_SAY[name]}
        AND ({_WE_SAY[name]} = '' OR %(rule)s <> 'fill')
        THEN jsonb_build_array({_WE_SAY[name]}, {_FILE_SAYS[name]}) END"""
    for name in FIELDS
)
_OWN_NOW = """SELECT v.text, v.number, v.day, v.flag, v.choice_id, coalesce(v.text, v.number::text, v.day::text,
    v.flag::text, (SELECT label FROM people_custom_choice h WHERE h.id = v.choice_id)) AS said
    FROM people_custom_value v WHERE v.person_id = p.id AND v.field_id = own.key::bigint"""
DIFFERENCES = f"""
    WITH found AS (
        SELECT r.id, v.changed_at > coalesce(r.as_of, %(as_of)s) AS is_newer_here,
            jsonb_strip_nulls(jsonb_build_object({_DIFFERS},
                'external_id', CASE WHEN r.external_id <> '' AND NOT EXISTS (SELECT FROM people_external_id e
                    WHERE e.system = %(system)s AND e.external_id = r.external_id)
                    THEN jsonb_build_array('', r.external_id) END,
                'points', (SELECT jsonb_build_array('', string_agg(x.value, '; '))
                    FROM jsonb_to_recordset(r.points) AS x(kind text, value text, hash text)
                    WHERE NOT EXISTS (SELECT FROM people_contact_point c JOIN people_person q ON q.id = c.person_id
                        WHERE c.kind = x.kind AND c.value_hash = x.hash
                              AND (q.id = p.id OR q.joined_id = p.joined_id))
                    HAVING count(*) > 0),
                'tags', (SELECT jsonb_build_array('', string_agg(said.word, '; '))
                    FROM jsonb_array_elements_text(coalesce(r.more->'tags', '[]')) AS said(word)
                    WHERE NOT EXISTS (SELECT FROM people_tagging t JOIN people_tag g ON g.id = t.tag_id
                        WHERE t.person_id = p.id AND t.ended_at IS NULL
                              AND g.name_key = lower(parvis_fold(said.word)))
                    HAVING count(*) > 0),
                'consents', (SELECT jsonb_build_array('', string_agg(c.purpose || ' ' || c.channel, '; '))
                    FROM jsonb_to_recordset(coalesce(r.more->'consents', '[]'))
                         AS c(purpose text, channel text, is_given boolean, at timestamptz)
                    WHERE NOT EXISTS (SELECT FROM people_consent k WHERE k.person_id = p.id
                        AND k.purpose = c.purpose AND k.channel = c.channel AND k.is_given = c.is_given
                        AND (c.at IS NULL OR k.at >= c.at))
                    HAVING count(*) > 0)
            )) || coalesce((
                SELECT jsonb_object_agg('custom:' || own.key,
                    jsonb_build_array(coalesce(now.said, ''), own.value->>'said'))
                FROM jsonb_each(coalesce(r.more->'custom', '{{}}')) AS own LEFT JOIN LATERAL ({_OWN_NOW}) now ON true
                WHERE now.said IS NULL OR (%(rule)s <> 'fill' AND (
                    now.text IS DISTINCT FROM own.value->>'text'
                    OR now.number IS DISTINCT FROM (own.value->>'number')::numeric
                    OR now.day IS DISTINCT FROM (own.value->>'day')::date
                    OR now.flag IS DISTINCT FROM (own.value->>'flag')::boolean
                    OR now.choice_id IS DISTINCT FROM (own.value->>'choice_id')::bigint))
            ), '{{}}') AS differences
        FROM people_import_row r JOIN people_person p ON p.id = r.person_id
        LEFT JOIN people_version v ON v.person_id = p.id
        WHERE {_OF_CHUNK} AND r.state = '')
    UPDATE people_import_row r SET differences = found.differences, held_back = coalesce((
        SELECT jsonb_agg(one.key ORDER BY one.key) FROM jsonb_each(found.differences) AS one
        WHERE one.value->>0 <> '' AND (%(rule)s = 'ask' OR (%(rule)s = 'overwrite' AND found.is_newer_here))), '[]')
    FROM found WHERE r.id = found.id
"""
STATE = f"""
    UPDATE people_import_row r SET state = CASE
        WHEN person_id IS NULL AND candidates = '[]' THEN 'new'
        WHEN person_id IS NULL THEN 'alike'
        WHEN held_back <> '[]' THEN 'ask'
        WHEN differences = '{{}}' THEN 'same'
        ELSE 'changed' END
    WHERE {_OF_CHUNK} AND r.state = ''
"""


def compare_rows(run: PeopleImport) -> int:
    """Compare the next rows. Returns how many; none: all are compared."""
    with purpose("legal_duty"):
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        if held.state != "reading":
            return 0
        rows = ImportRow.objects.filter(run=held, pk__gt=held.done_upto).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return 0
        facts = _facts(held, after=held.done_upto, upto=ids[-1])
        _run([*(REPEATED if not held.done_upto else []), *MATCH, DIFFERENCES, STATE], facts)
        PeopleImport.objects.filter(pk=held.pk).update(done_upto=ids[-1])
    return len(ids)


def compare_again(row: ImportRow) -> None:
    """One row whose person somebody named, or of whom they said that it is nobody we know."""
    with purpose("legal_duty"):
        ImportRow.objects.filter(pk=row.pk).update(
            state="",
            differences={},
            held_back=[],
            candidates=[],
            person_id=row.person_id,
            decision=row.decision,
        )
        facts = _facts(row.run, after=row.pk - 1, upto=row.pk)
        statements = [DIFFERENCES, STATE] if row.person_id else [STATE]
        _run(statements, facts)
    row.refresh_from_db()


def counted(run: PeopleImport) -> dict[str, int]:
    """How many rows are in each state, and how many were read without some of their cells."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*), count(*) FILTER (WHERE reason = 'left-out') FROM people_import_row "
            "WHERE run_id = %s GROUP BY state",
            [run.pk],
        )
        found = cursor.fetchall()
        cursor.execute(
            "SELECT result, count(*) FROM people_import_row WHERE run_id = %s AND result <> '' GROUP BY result",
            [run.pk],
        )
        results = cursor.fetchall()
    counts = {state: count for state, count, _ in found}
    return {**counts, "left_out": sum(one[2] for one in found), **dict(results)}


def _facts(run: PeopleImport, *, after: int, upto: int) -> dict[str, Any]:
    return {
        "run": run.pk, "after": after, "upto": upto, "system": run.system, "rule": run.rule, "as_of": run.as_of,
    }  # fmt: skip


def _run(statements: list[str], facts: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, facts)
