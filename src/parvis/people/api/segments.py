"""Segments: described, counted and read under their own purpose."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Name, Typed, examples
from parvis.people.actions.segments import count_again, remove_segment, save_segment
from parvis.people.api.group_endpoints import GROUPS, SEGMENT_PROBLEMS
from parvis.people.logic.segments import Condition, Definition, Group, SegmentUnclear
from parvis.people.models import Segment
from parvis.people.permissions import purpose_of
from parvis.people.reads.segment_fields import segment_fields
from parvis.people.reads.segments import Counted, counted, members, purposes_of_segments

_EXAMPLE = {
    "name": "Lyon, bought lately",
    "purpose": "prospecting.email",
    "match": "all",
    "groups": [
        {
            "match": "all",
            "conditions": [
                {"field": "city", "operator": "is", "value": "Lyon"},
                {"field": "last_purchase", "operator": "within", "value": "90"},
            ],
        }
    ],
}


class ConditionIn(Body):
    field: Annotated[str, Field(max_length=80)]
    operator: Annotated[str, Field(max_length=20)]
    value: Annotated[str, Field(max_length=200)] = ""


class GroupIn(Body):
    match: Literal["all", "any"] = "all"
    conditions: Annotated[list[ConditionIn], Field(max_length=20)]


class SegmentIn(Body):
    name: Name
    purpose: Annotated[str, Field(max_length=40)]
    match: Literal["all", "any"] = "all"
    groups: Annotated[list[GroupIn], Field(max_length=10)]

    model_config = examples(_EXAMPLE)


class SegmentQuestion(Body):
    purpose: Annotated[str, Field(max_length=40)]
    match: Literal["all", "any"] = "all"
    groups: Annotated[list[GroupIn], Field(max_length=10)]

    model_config = examples({name: value for name, value in _EXAMPLE.items() if name != "name"})


class SegmentCount(Answer):
    """hidden_*: about how many more meet the conditions and may not be looked at, in fives; null: none, or too few."""

    value: int
    is_estimate: bool
    low: int | None
    high: int | None
    hidden_restricted: int | None
    hidden_without_consent: int | None


class SegmentOut(Answer):
    id: int
    name: str
    purpose: str
    definition: dict[str, Any]
    count: int | None
    is_estimate: bool
    counted_at: datetime | None
    changed_at: datetime


class SegmentList(Answer):
    items: list[SegmentOut]


class SegmentFieldOut(Answer):
    key: str
    label: str
    heading: str
    kind: str
    operators: list[str]
    choices: dict[str, str]


class SegmentFieldList(Answer):
    items: list[SegmentFieldOut]


class SegmentMembers(Listed):
    items: list[int]


@GROUPS.get("/segments", permission="people.view", purpose=purpose_of)
def list_segments(caller: Caller) -> SegmentList:
    """All segments by name, with the number that was counted last."""
    return SegmentList(items=[SegmentOut.model_validate(one) for one in Segment.objects.order_by("name")])


@GROUPS.get("/segment-fields", permission="people.view", purpose=purpose_of)
def list_segment_fields(caller: Caller) -> SegmentFieldList:
    """What conditions can be put on, and how."""
    return SegmentFieldList(
        items=[
            SegmentFieldOut(
                key=one.key,
                label=str(one.label),
                heading=str(one.heading),
                kind=one.kind,
                operators=list(one.operators),
                choices={value: str(word) for value, word in one.choices},
            )
            for one in segment_fields().values()
        ]
    )


@GROUPS.post("/segments", permission="people.edit", purpose=purpose_of, status=201, problems=SEGMENT_PROBLEMS)
def create_segment(caller: Caller, given: SegmentIn) -> SegmentOut:
    """Save conditions under a name and a purpose. Who meets them is looked up each time, never written down."""
    return SegmentOut.model_validate(_saved(caller, None, given))


@GROUPS.post(
    "/segment-count", permission="people.view", purpose=purpose_of, problems=SEGMENT_PROBLEMS, is_write=False
)
def count_segment_conditions(caller: Caller, given: SegmentQuestion) -> SegmentCount:
    """How many meet these conditions now, under this purpose, without saving them."""
    if given.purpose not in purposes_of_segments():
        raise SegmentUnclear("purpose-unknown")
    return _count_out(counted(_definition(given), under=given.purpose, now=caller.now))


@GROUPS.get("/segments/{segment_id}", permission="people.view", purpose=purpose_of)
def get_segment(caller: Caller, segment_id: Id) -> SegmentOut:
    """One segment, with its conditions."""
    return SegmentOut.model_validate(_segment(segment_id))


@GROUPS.put("/segments/{segment_id}", permission="people.edit", purpose=purpose_of, problems=SEGMENT_PROBLEMS)
def replace_segment(caller: Caller, segment_id: Id, given: SegmentIn) -> SegmentOut:
    """Other conditions, another name or purpose."""
    return SegmentOut.model_validate(_saved(caller, _segment(segment_id), given))


@GROUPS.delete("/segments/{segment_id}", permission="people.edit", purpose=purpose_of)
def delete_segment(caller: Caller, segment_id: Id) -> None:
    """Forget the conditions; nobody's record changes."""
    remove_segment(_segment(segment_id), by=caller.actor, now=caller.now)


@GROUPS.post(
    "/segments/{segment_id}/count", permission="people.view", purpose=purpose_of, problems=SEGMENT_PROBLEMS
)
def count_segment_again(caller: Caller, segment_id: Id) -> SegmentCount:
    """How many are in it now; the number is kept for the list."""
    return _count_out(count_again(_segment(segment_id), now=caller.now))


@GROUPS.get(
    "/segments/{segment_id}/members", permission="people.view", purpose=purpose_of, problems=SEGMENT_PROBLEMS
)
def list_segment_members(
    caller: Caller, segment_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=5000)] = 1000
) -> SegmentMembers:
    """Ids of the persons in it, under the segment's own purpose: whoever it hides is not among them."""
    key = key_of(cursor)
    if key and not key.isdigit():
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        )
    ids = members(_segment(segment_id), after=int(key or 0), most=limit, now=caller.now)
    return SegmentMembers(items=ids, next_cursor=cursor_of(ids[-1]) if len(ids) == limit else None)


def _segment(segment_id: int) -> Segment:
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise not_found()
    return found


def _definition(given: SegmentIn | SegmentQuestion) -> Definition:
    return Definition(
        given.match,
        tuple(
            Group(
                group.match, tuple(Condition(one.field, one.operator, one.value) for one in group.conditions)
            )
            for group in given.groups
        ),
    )


def _saved(caller: Caller, segment: Segment | None, given: SegmentIn) -> Segment:
    return save_segment(
        segment,
        name=given.name,
        purpose=given.purpose,
        definition=_definition(given),
        by=caller.actor,
        now=caller.now,
    )


def _count_out(found: Counted) -> SegmentCount:
    return SegmentCount.model_validate(found)
