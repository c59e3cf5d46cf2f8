"""`{% load joins %}`: the records of one human on their page, and two records side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from parvis.people.logic.joins import SURE
from parvis.people.models import Person, SuggestedJoin
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.joins import joined_records, joins_of
from parvis.people.reads.suggestions import Beside, suggestions_of
from parvis.people.web.join_words import FIELDS, LIKENESS, waterfall

register = template.Library()


@dataclass(frozen=True, slots=True)
class MayBe:
    """Another record that waits to be looked at, as the page of a person names it."""

    id: int
    other: Person
    is_sure: bool


@register.inclusion_tag("people/joins/_panel.html")
def joined_panel(person: Person, can_edit: bool = False) -> dict[str, Any]:
    """Joined from which records, by whom, why, when; what waits; the way to join another."""
    joins = joins_of(person.pk)
    ids = set(record_ids(person.pk))
    waiting = [
        MayBe(one.pk, one.newer if one.older_id in ids else one.older, one.probability >= SURE)
        for one in (suggestions_of(person.pk) if can_edit else ())
    ]
    return {
        "person": person,
        "can_edit": can_edit,
        "joins": joins,
        "records": joined_records(person.pk) if joins else [],
        "suggestions": waiting,
    }


@register.inclusion_tag("people/joins/_beside.html")
def beside_table(beside: Beside) -> dict[str, Any]:
    return {"beside": beside, "sides": (beside.left, beside.right)}


@register.inclusion_tag("people/joins/_reasons.html")
def reasons_words(reasons: Sequence[Sequence[Any]]) -> dict[str, Any]:
    return {"lines": waterfall(reasons).lines if reasons else ()}


@register.simple_tag
def field_word(name: str) -> str:
    return str(FIELDS.get(name, name))


@register.simple_tag
def likeness_word(likeness: str) -> str:
    return str(LIKENESS.get(likeness, likeness))


@register.simple_tag
def address_of(suggestion: SuggestedJoin, queue: str) -> str:
    """Where this pair is looked at."""
    return f"{reverse('duplicates')}?{'queue=low&' if queue else ''}pair={suggestion.pk}"
