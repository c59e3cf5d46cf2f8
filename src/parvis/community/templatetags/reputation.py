"""Figures of reputation as people read them."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

from parvis.community.web.reputation_words import level_words

register = template.Library()


@register.filter
def share_words(value: float | None) -> str:
    """0.3 → "30 %" in French with the space that does not break, "30%" in English; "–" for nothing."""
    if value is None:
        return "–"
    return f"{number_format(round(value * 100))}{chr(0x202F) if get_language() == 'fr' else ''}%"


@register.filter
def level(value: int) -> str:
    return level_words(value)
