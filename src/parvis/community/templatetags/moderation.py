"""Estimates as words: a value, and its interval; nothing where there is none."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format

from parvis.foundation.logic.intervals import Estimate

register = template.Library()


def _shown(value: float, decimals: int) -> str:
    return number_format(value, decimal_pos=decimals, force_grouping=True).replace("-", "−")


@register.simple_tag
def number(found: Estimate | None, decimals: int = 0) -> str | None:
    return None if found is None else _shown(found.value, decimals)


@register.simple_tag
def interval(found: Estimate | None, decimals: int = 0, factor: float = 1) -> str:
    if found is None or found.low is None:
        return ""
    high = "…" if found.high is None else _shown(found.high * factor, decimals)
    return f"{_shown(found.low * factor, decimals)}–{high}"


@register.simple_tag
def percent(found: Estimate | None) -> str | None:
    return None if found is None else f"{_shown(found.value * 100, 1)} %"


@register.simple_tag
def percents(found: Estimate | None) -> str:
    bounds = interval(found, 1, 100)
    return f"{bounds} %" if bounds else ""


@register.simple_tag
def points(found: Estimate | None) -> str:
    """A difference of two shares in points, with its sign."""
    return "" if found is None else f"{'+' if found.value > 0 else ''}{_shown(found.value * 100, 1)}"


@register.simple_tag
def points_between(found: Estimate | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return f"[{_shown(found.low * 100, 1)} ; {_shown(found.high * 100, 1)}]"


@register.simple_tag
def count_of(found: Estimate | None) -> int | None:
    return None if found is None else found.n
