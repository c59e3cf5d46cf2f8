"""Whether the audit log is what was written: the chain of its hashes, computed anew from the entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

# The same text as in migration 0005, and not its function: whoever can change the log can change a function.
_DIGEST = """
encode(sha256(convert_to(
    l.previous_hash || jsonb_build_array(
        e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_kind, e.actor_id, e.actor_name,
        e.verb, e.object_kind, e.object_id, e.detail, host(e.address)
    )::text, 'UTF8')), 'hex')
"""
_FAULTS = f"""
WITH chain AS (
    SELECT l.id, l.entry_id, e.id IS NULL AS is_gone, l.previous_hash, l.hash,
        lag(l.id, 1, 0::bigint) OVER w AS prior_id, lag(l.hash, 1, '') OVER w AS prior_hash,
        {_DIGEST} AS expected
    FROM foundation_audit_link l LEFT JOIN foundation_audit_entry e ON e.id = l.entry_id
    WINDOW w AS (ORDER BY l.id)
)
SELECT id, entry_id, CASE
    WHEN prior_id <> id - 1 THEN 'links-cut'
    WHEN prior_hash <> previous_hash THEN 'links-joined'
    WHEN is_gone THEN 'entry-cut'
    ELSE 'entry-changed' END
FROM chain
WHERE prior_id <> id - 1 OR prior_hash <> previous_hash OR is_gone OR expected <> hash
ORDER BY id LIMIT 20
"""  # noqa: S608
_UNBOUND = """
SELECT count(*) FROM foundation_audit_entry e
WHERE NOT EXISTS (SELECT FROM foundation_audit_link l WHERE l.entry_id = e.id)
"""


class Head(NamedTuple):
    """The last link: kept outside the database, it shows that the end was cut off."""

    id: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """kind: "entry-changed", "entry-cut", "links-cut", "links-joined", "end-cut", "entries-added"."""

    kind: str
    link_id: int | None = None
    entry_id: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class ChainReport:
    links: int
    head: Head | None
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def examine_chain(*, remembered: Head | None = None) -> ChainReport:
    """Every entry against its hash, every hash against the one before, the remembered end against the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(id) FROM foundation_audit_link")
        links, last = cursor.fetchone()
        head = None
        if last is not None:
            cursor.execute("SELECT id, hash FROM foundation_audit_link WHERE id = %s", [last])
            head = Head(*cursor.fetchone())
        cursor.execute(_FAULTS)
        faults = [Fault(kind, link_id, entry_id) for link_id, entry_id, kind in cursor.fetchall()]
        cursor.execute(_UNBOUND)
        unbound = cursor.fetchone()[0]
        if unbound:
            faults.append(Fault("entries-added", count=unbound))
        if remembered is not None:
            cursor.execute("SELECT hash FROM foundation_audit_link WHERE id = %s", [remembered.id])
            row = cursor.fetchone()
            if row is None or row[0] != remembered.hash:
                faults.append(Fault("end-cut", remembered.id))
    return ChainReport(links, head, tuple(faults))
