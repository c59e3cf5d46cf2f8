"""The audit log is a chain: what is changed, added or cut shows, whoever did it, also with the owner's rights."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from parvis.foundation.audit import COMMAND_LINE, Actor, record
from parvis.foundation.audit_head import accept_end, examine_and_remember
from parvis.foundation.models import AuditEntry, AuditLink, AuditUnlinked
from parvis.foundation.reads.audit_chain import examine_chain
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db(transaction=True)
ADA = Actor("user", 7, "Ada Lovell", "2001:db8::7")


def write(count: int = 5) -> list[int]:
    return [
        record(
            "thing.done", by=ADA, now=NOON, number=number, words="été « ça »", nested={"b": 1, "a": None}
        ).pk
        for number in range(count)
    ]


def as_owner(addresses: tuple[str, str], statement: str) -> None:
    """What somebody with every right in the database could do."""
    with psycopg.connect(addresses[0], autocommit=True) as database:
        database.execute(statement)


def kinds() -> list[str]:
    return [fault.kind for fault in examine_chain().faults]


def test_every_entry_is_bound_at_commit() -> None:
    written = write()
    assert list(AuditLink.objects.order_by("id").values_list("id", "entry_id")) == list(enumerate(written, 1))
    assert not AuditUnlinked.objects.exists()
    report = examine_chain()
    assert (report.is_whole, report.links, report.head.id) == (True, 5, 5)


def test_what_is_rolled_back_leaves_no_gap() -> None:
    write(1)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(2)
        raise RuntimeError
    write(1)
    assert list(AuditLink.objects.order_by("id").values_list("id", flat=True)) == [1, 2]
    assert examine_chain().is_whole


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE foundation_audit_entry SET actor_name = 'Bob' WHERE id = {third}", ["entry-changed"]),
        (
            "UPDATE foundation_audit_entry SET at = at + interval '1 microsecond' WHERE id = {third}",
            ["entry-changed"],
        ),
        ("UPDATE foundation_audit_entry SET detail = '{{}}' WHERE id = {third}", ["entry-changed"]),
        ("UPDATE foundation_audit_entry SET address = NULL WHERE id = {third}", ["entry-changed"]),
        ("DELETE FROM foundation_audit_entry WHERE id = {third}", ["entry-cut"]),
        ("DELETE FROM foundation_audit_link WHERE entry_id = {third}", ["links-cut", "entries-added"]),
        (
            "WITH e AS (DELETE FROM foundation_audit_entry WHERE id = {third}) "
            "DELETE FROM foundation_audit_link WHERE entry_id = {third}",
            ["links-cut"],
        ),
        (
            "ALTER TABLE foundation_audit_entry DISABLE TRIGGER audit_noted; "
            "INSERT INTO foundation_audit_entry (at, actor_kind, actor_name, verb, object_kind, object_id, detail) "
            "VALUES (now(), 'user', 'Bob', 'x', '', '', '{{}}'); "
            "ALTER TABLE foundation_audit_entry ENABLE TRIGGER audit_noted",
            ["entries-added"],
        ),
    ],
)
def test_a_forgery_shows(database_addresses: tuple[str, str], statement: str, found: list[str]) -> None:
    written = write()
    as_owner(database_addresses, statement.format(third=written[2]))
    assert kinds() == found


def test_a_forger_who_mends_one_hash_is_seen_at_the_next(database_addresses: tuple[str, str]) -> None:
    written = write()
    as_owner(
        database_addresses,
        f"UPDATE foundation_audit_link SET hash = repeat('0', 64) WHERE entry_id = {written[2]}",
    )
    assert kinds() == ["entry-changed", "links-joined"]


def test_a_cut_end_shows_against_what_was_seen_before(
    database_addresses: tuple[str, str],
    settings,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    settings.AUDIT_HEAD = tmp_path / "audit-head.json"
    written = write()
    assert examine_and_remember().is_whole
    assert (tmp_path / "audit-head.json").stat().st_mode & 0o077 == 0
    for table, column in (("link", "entry_id"), ("entry", "id")):
        as_owner(database_addresses, f"DELETE FROM foundation_audit_{table} WHERE {column} = {written[-1]}")
    # Inside the database nothing is wrong; the file knows better.
    assert examine_chain().is_whole
    assert [fault.kind for fault in examine_and_remember().faults] == ["end-cut"]
    # An older backup was restored, and somebody answers for it.
    assert accept_end().is_whole
    assert examine_and_remember().is_whole
    assert AuditEntry.objects.get(verb="audit.end_accepted").detail == {"seen_before": 5}


def test_many_at_once_make_one_chain_and_nobody_waits_for_ever() -> None:
    """Half of them log and then lock a row, half lock it and then log: a chain bound at the insert deadlocks."""
    begin = threading.Barrier(8)

    def lock_the_row() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(9999, 1)")

    def log(number: int) -> None:
        record("thing.done", by=COMMAND_LINE, now=NOON, number=number)

    def work(number: int) -> None:
        begin.wait()
        try:
            for _ in range(15):
                with transaction.atomic():
                    if number % 2:
                        lock_the_row()
                        log(number)
                    else:
                        log(number)
                        lock_the_row()
                    log(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    report = examine_chain()
    assert (report.links, report.faults) == (240, ())


def test_the_application_cannot_write_the_chain() -> None:
    for statement in (
        "INSERT INTO foundation_audit_link (id, entry_id, previous_hash, hash) VALUES (9, 9, '', '')",
        "INSERT INTO foundation_audit_unlinked (id) VALUES (9)",
        "DELETE FROM foundation_audit_unlinked",
        "ALTER TABLE foundation_audit_entry DISABLE TRIGGER audit_noted",
    ):
        with (
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
