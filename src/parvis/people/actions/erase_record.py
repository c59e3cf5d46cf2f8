"""What goes with an erased person beside the names: everything that hangs on the record."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.people.models import CustomValue, Person
from parvis.people.reads.record_rows import record_rows


def erase_record(person_ids: Sequence[int]) -> dict[str, int]:
    """Delete the rows. Returns how many of each table. The caller declares the legal duty, and a transaction.

    Values of fields that the house marked as not personal stay on the emptied record: they tell of nobody then.
    The bytes of files go with the nightly search.
    """
    done = {}
    for model, rows in record_rows(person_ids):
        if model is CustomValue:
            rows = rows.filter(field__is_personal=True)
        done[model._meta.db_table] = rows.delete()[1].get(model._meta.label, 0)
    Person.objects.filter(pk__in=person_ids).update(owner=None)
    return done
