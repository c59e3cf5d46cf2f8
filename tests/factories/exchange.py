"""Segments, files of customers and other systems for tests. Needs `with purpose("service")` around the call."""

from __future__ import annotations

from parvis.people.models import ImportRow, PeopleImport, Person, Segment, SyncConflict
from tests.factories.channels import NOON

LYON = {
    "match": "all",
    "groups": [{"match": "all", "conditions": [{"field": "city", "operator": "is", "value": "Lyon"}]}],
}


def make_segment(*, name: str = "Lyon", purpose: str = "service", definition: object = None) -> Segment:
    return Segment.objects.create(
        name=name, purpose=purpose, definition=definition or LYON, created_at=NOON, changed_at=NOON
    )


def make_exchange(person: Person) -> dict[str, int]:
    """One of each, by the names that addresses give their ids."""
    run = PeopleImport.objects.create(
        file_name="customers.csv", stored_name="0" * 32, rule="fill", as_of=NOON, state="columns", started_at=NOON,
        mapping={"0": "customer_number"}, layout={"headers": ["Customer number"]},
    )  # fmt: skip
    conflict = SyncConflict.objects.create(
        person=person, system="crm", external_id="7", ours={"city": "Nice"}, theirs={"city": "Lyon"}, version=1,
        noted_at=NOON,
    )  # fmt: skip
    return {
        "segment_id": make_segment().pk,
        "customer_import_id": run.pk,
        "customer_row_id": ImportRow.objects.create(run=run, line=2, state="alike").pk,
        "conflict_id": conflict.pk,
    }
