"""Everything that lies encrypted in the database: text columns named `sealed_…`, found by walking the tables, and
what the second step of the log-in keeps inside its JSON column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import JSONField, Model, TextField

from parvis.foundation.secrets import SecretsUnreadable, is_sealed_newly, reseal

_BATCH = 200
# Columns of libraries that seal through an adapter of ours: table, column, names inside it.
_INSIDE_JSON = {("mfa.Authenticator", "data"): ("secret", "seed", "migrated_codes")}


@dataclass(frozen=True, slots=True)
class SealedCounts:
    total: int
    under_earlier: int


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """(table, column) in the order of their names."""
    for model in sorted(apps.get_models(), key=lambda found: found._meta.label):
        for field in model._meta.concrete_fields:
            named = field.name.startswith("sealed_") and isinstance(field, TextField)
            if named or ((model._meta.label, field.name) in _INSIDE_JSON and isinstance(field, JSONField)):
                yield model, field.name


def count_sealed() -> SealedCounts:
    total = earlier = 0
    for model, column in sealed_columns():
        for value in model._default_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator():
            for sealed in _sealed_in(model, column, value):
                total += 1
                earlier += not is_sealed_newly(sealed)
    return SealedCounts(total, earlier)


def reseal_all() -> int:
    """Encrypt what lies under an earlier key under the newest, one row a statement; how many values it were.

    A row that somebody changed meanwhile keeps the newer value, which the newest key sealed already; of a JSON
    column it may be the older secret beside another news, and the next call takes it. What no key opens any more
    stays as it is and stands in the way of nothing.
    """
    changed = 0
    for model, column in sealed_columns():
        rows = model._default_manager.exclude(**{column: ""}).order_by("pk")
        for key, value in rows.values_list("pk", column).iterator(chunk_size=_BATCH):
            old = [sealed for sealed in _sealed_in(model, column, value) if not is_sealed_newly(sealed)]
            if not old:
                continue
            try:
                written = _each_sealed(model, column, value, reseal)
            except SecretsUnreadable:
                continue
            row = model._default_manager.filter(pk=key, **{column: value})
            changed += len(old) * row.update(**{column: written})
    return changed


def _sealed_in(model: type[Model], column: str, value: Any) -> list[str]:
    found: list[str] = []

    def keep(sealed: str) -> str:
        found.append(sealed)
        return sealed

    _each_sealed(model, column, value, keep)
    return found


def _each_sealed(model: type[Model], column: str, value: Any, act: Callable[[str], str]) -> Any:
    """The column's value with `act` done to what is sealed in it."""
    names = _INSIDE_JSON.get((model._meta.label, column))
    if names is None:
        return act(value)
    return {
        name: inside if name not in names else [act(one) for one in inside] if isinstance(inside, list) else act(inside)
        for name, inside in value.items()
    }
