"""Everything that lies encrypted in the database: text columns named `sealed_…`, found by walking the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, TextField

from parvis.foundation.secrets import is_sealed_newly, reseal

_BATCH = 200


@dataclass(frozen=True, slots=True)
class SealedCounts:
    total: int
    under_earlier: int


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """(table, column) in the order of their names."""
    for model in sorted(apps.get_models(), key=lambda found: found._meta.label):
        for field in model._meta.concrete_fields:
            if field.name.startswith("sealed_") and isinstance(field, TextField):
                yield model, field.name


def count_sealed() -> SealedCounts:
    total = earlier = 0
    for model, column in sealed_columns():
        for value in model._default_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator():
            total += 1
            earlier += not is_sealed_newly(value)
    return SealedCounts(total, earlier)


def reseal_all() -> int:
    """Encrypt what lies under an earlier key under the newest, one row a statement; how many it were.

    A row that somebody changed meanwhile keeps the newer value, which the newest key sealed already.
    """
    changed = 0
    for model, column in sealed_columns():
        rows = model._default_manager.exclude(**{column: ""}).order_by("pk")
        for key, value in rows.values_list("pk", column).iterator(chunk_size=_BATCH):
            if not is_sealed_newly(value):
                row = model._default_manager.filter(pk=key, **{column: value})
                changed += row.update(**{column: reseal(value)})
    return changed
