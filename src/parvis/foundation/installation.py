"""Facts about this installation."""

from __future__ import annotations

from typing import Any

from parvis.foundation.models import Fact


def fact(name: str, default: Any = None) -> Any:
    """The value of a fact, or the default."""
    return Fact.objects.filter(name=name).values_list("value", flat=True).first() or default


def state_fact(name: str, value: Any) -> None:
    """Write a fact, replacing an earlier value."""
    Fact.objects.update_or_create(name=name, defaults={"value": value})


def is_demo() -> bool:
    """Whether the fictitious company's data is loaded."""
    return bool(fact("is_demo"))


def company_name() -> str:
    """The name of the company that uses this installation, shown on public pages."""
    return str(fact("company_name", "Parvis"))
