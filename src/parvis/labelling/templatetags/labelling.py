"""`{% load labelling %}`: a text's sentiment that can be put right where it is seen."""

from __future__ import annotations

from typing import Any

from django import template

from parvis.labelling.permissions import can_correct
from parvis.labelling.web.control import control_of

register = template.Library()


@register.inclusion_tag("labelling/_control.html", takes_context=True)
def correctable(
    context: Any,
    kind: str,
    text_id: int,
    sentiment: str,
    probability: float | None = None,
    model_version: str = "",
    short: bool = False,
) -> dict[str, Any]:
    """The pill of `{% sentiment %}`; for accounts that may, a click on it offers the three values."""
    request = context.get("request")
    may = request is not None and request.user.is_authenticated and can_correct(request.user)
    return {
        **control_of(kind, text_id, sentiment, probability, model_version, may_correct=may, is_short=short),
        "csrf_token": context.get("csrf_token", ""),
    }
