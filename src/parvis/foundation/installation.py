"""Facts about this installation."""

from __future__ import annotations

import json
from typing import Any

from parvis.foundation.models import Fact
from parvis.foundation.prepared import kept


def fact(name: str, default: Any = None) -> Any:
    """The value of a fact, or the default."""
    with kept() as cursor:
        cursor.execute("SELECT value FROM foundation_fact WHERE name = %s", [name])
        row = cursor.fetchone()
    return (json.loads(row[0]) if row else None) or default


def state_fact(name: str, value: Any) -> None:
    """Write a fact, replacing an earlier value."""
    Fact.objects.update_or_create(name=name, defaults={"value": value})


def is_demo() -> bool:
    """Whether the fictitious company's data is loaded."""
    return bool(fact("is_demo"))


def company_name() -> str:
    """The name of the company that uses this installation, shown on public pages."""
    return str(fact("company_name", "Parvis"))
