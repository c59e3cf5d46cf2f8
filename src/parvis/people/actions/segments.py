"""Saving segments: a name, a purpose, conditions. Who is in one is never written down."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.audit import Actor, record
from parvis.people.logic.names import tidy
from parvis.people.logic.segments import Definition, SegmentUnclear, check_size, definition_of
from parvis.people.models import Segment
from parvis.people.reads.segments import Counted, condition_of, counted, purposes_of_segments


def save_segment(
    segment: Segment | None, *, name: str, purpose: str, definition: Definition, by: Actor, now: datetime
) -> Segment:
    """Make one, or change it. Raises SegmentUnclear ("name-missing", "name-taken", "purpose-unknown", …)."""
    shown = tidy(name, most=120)
    if not shown:
        raise SegmentUnclear("name-missing")
    if purpose not in purposes_of_segments():
        raise SegmentUnclear("purpose-unknown")
    check_size(definition)
    if not any(group.conditions for group in definition.groups):
        raise SegmentUnclear("nothing-asked")
    condition_of(definition, now=now)
    saved = segment or Segment(created_at=now, created_by_id=by.id)
    saved.name, saved.purpose, saved.definition, saved.changed_at = shown, purpose, definition.as_json(), now
    saved.count, saved.counted_at = None, None
    with transaction.atomic():
        try:
            with transaction.atomic():
                saved.save()
        except IntegrityError as error:
            raise SegmentUnclear("name-taken") from error
        verb = "segment.changed" if segment else "segment.created"
        # Conditions may hold a name or a town: the log says which fields they ask, not for what.
        fields = sorted({one.field for group in definition.groups for one in group.conditions})
        record(verb, saved, by=by, now=now, name=shown, purpose=purpose, fields=fields)
    return saved


def remove_segment(segment: Segment, *, by: Actor, now: datetime) -> None:
    """Forget the conditions. Nobody's record changes."""
    with transaction.atomic():
        record("segment.removed", segment, by=by, now=now, name=segment.name)
        segment.delete()


def count_again(segment: Segment, *, now: datetime) -> Counted:
    """Count who is in it, and keep the number for the list. Raises SegmentUnclear, UnknownPurpose."""
    if segment.purpose not in purposes_of_segments():
        raise UnknownPurpose(segment.purpose)
    found = counted(definition_of(segment.definition), under=segment.purpose, now=now)
    Segment.objects.filter(pk=segment.pk).update(
        count=found.value, is_estimate=found.is_estimate, counted_at=now
    )
    segment.count, segment.is_estimate, segment.counted_at = found.value, found.is_estimate, now
    return found
