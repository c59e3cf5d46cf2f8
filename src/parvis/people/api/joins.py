"""Two records of one human: suggested, joined, taken apart."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Listed, Typed
from parvis.people.actions.duplicates import (
    accept_suggestion,
    reconsider_pair,
    refuse_suggestion,
    take_apart,
    undo_join,
)
from parvis.people.actions.joins import join_persons
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.api.identities import DecisionOut
from parvis.people.models import PersonLink, SuggestedJoin
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.joins import Join, joins_of
from parvis.people.reads.suggestions import open_suggestion, open_suggestions, side_by_side

ALREADY_JOINED = (409, "The two are records of one person already.")
NOT_JOINED = (409, "The two are not joined any more.")
NOT_SUGGESTED = (409, "The pair is decided already.")
SAME_RECORD = (409, "A record cannot be joined with itself.")


class NewJoin(Body):
    other_id: Id
    note: Line = ""


class EndedJoin(Body):
    reason: Line = ""
    ask_again: bool = Field(
        False,
        description="It was a slip: suggest the pair again. Otherwise nobody is asked about it any more.",
    )


class Pair(Body):
    older_id: Id
    newer_id: Id


class ReasonOut(Answer):
    """bits add up to log2 of the odds that both are one person."""

    field: str
    level: str
    bits: float


class JoinOut(Answer):
    id: int
    older_id: int
    newer_id: int
    decision: DecisionOut


class RecordJoins(Answer):
    """record_ids: all records of this person, the one that stands for them first."""

    record_ids: list[int]
    items: list[JoinOut]


class FieldOut(Answer):
    name: str
    left: list[str]
    right: list[str]
    likeness: Literal["same", "nearly", "different", "one-sided"]


class SuggestionRow(Answer):
    id: int
    older_id: int
    newer_id: int
    probability: float
    reasons: list[ReasonOut]
    weights_version: int | None
    made_at: datetime


class SuggestionOut(SuggestionRow):
    fields: list[FieldOut]


class SuggestionPage(Listed):
    items: list[SuggestionRow]


@ENDPOINTS.get("/people/{person_id}/joins", permission="people.view", purpose=purpose_of)
def list_person_joins(caller: Caller, person_id: Id) -> RecordJoins:
    """Which records are this person's, and who joined them on what grounds."""
    person = person_for(caller.user, person_id)
    return RecordJoins(
        record_ids=list(record_ids(person.pk)), items=[_join_out(one) for one in joins_of(person.pk)]
    )


@ENDPOINTS.post(
    "/people/{person_id}/joins",
    permission="people.edit",
    purpose=purpose_of,
    status=201,
    problems={"already-joined": ALREADY_JOINED, "same-record": SAME_RECORD},
)
def join_person_with(caller: Caller, person_id: Id, given: NewJoin) -> RecordJoins:
    """Say that two records are one person's. Nothing is moved; the most restrictive consent holds for both."""
    person, other = person_for(caller.user, person_id), person_for(caller.user, given.other_id)
    join_persons(
        person,
        other=other,
        evidence="records_compared",
        detail={"note": given.note} if given.note else None,
        by=caller.actor,
        now=caller.now,
    )
    return list_person_joins(caller, person.pk)


@ENDPOINTS.post(
    "/people/joins/{join_id}/end",
    permission="people.edit",
    purpose=purpose_of,
    problems={"not-joined": NOT_JOINED},
)
def end_person_join(caller: Caller, join_id: Id, given: EndedJoin) -> RecordJoins:
    """Take two joined records apart; both histories are as they were written."""
    link = PersonLink.objects.filter(pk=join_id, act=PersonLink.MADE).first()
    if link is None:
        raise not_found()
    if given.ask_again:
        undo_join(link, by=caller.actor, now=caller.now)
    else:
        take_apart(link, by=caller.actor, now=caller.now, reason=given.reason)
    return list_person_joins(caller, link.older_id)


@ENDPOINTS.get("/people/duplicates", permission="people.edit", purpose=purpose_of)
def list_duplicates(
    caller: Caller,
    queue: Literal["sure", "likely"] = "sure",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> SuggestionPage:
    """Records that may be one person's twice, the likeliest first."""
    rows = open_suggestions(is_sure=queue == "sure", after=_after(cursor), most=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return SuggestionPage(
        items=[_row_out(one) for one in rows[:limit]],
        next_cursor=cursor_of(f"{last.probability!r} {last.pk}" if last else None),
    )


@ENDPOINTS.get("/people/duplicates/{suggestion_id}", permission="people.edit", purpose=purpose_of)
def get_duplicate(caller: Caller, suggestion_id: Id) -> SuggestionOut:
    """One pair, field by field."""
    found = open_suggestion(suggestion_id)
    if found is None:
        raise not_found()
    beside = side_by_side(found.older, found.newer)
    return SuggestionOut(
        **_row_out(found).model_dump(), fields=[FieldOut.model_validate(one) for one in beside.fields]
    )


@ENDPOINTS.post(
    "/people/duplicates/{suggestion_id}/join",
    permission="people.edit",
    purpose=purpose_of,
    problems={"already-joined": ALREADY_JOINED, "not-suggested": NOT_SUGGESTED},
)
def join_duplicate(caller: Caller, suggestion_id: Id) -> RecordJoins:
    """One person: join the two, with what spoke for it as evidence."""
    made = accept_suggestion(_suggestion(suggestion_id), by=caller.actor, now=caller.now)
    return list_person_joins(caller, made.older_id)


@ENDPOINTS.post(
    "/people/duplicates/{suggestion_id}/refuse",
    permission="people.edit",
    purpose=purpose_of,
    status=204,
    problems={"not-suggested": NOT_SUGGESTED},
)
def refuse_duplicate(caller: Caller, suggestion_id: Id) -> None:
    """Two people: the reasons are deleted, a keyed hash of the pair stays, nobody is asked again."""
    refuse_suggestion(_suggestion(suggestion_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/people/duplicates/reconsider", permission="people.edit", purpose=purpose_of, status=204)
def reconsider_duplicate(caller: Caller, given: Pair) -> None:
    """Take a refusal back; the pair is suggested again if it is still likely."""
    one, other = person_for(caller.user, given.older_id), person_for(caller.user, given.newer_id)
    reconsider_pair(one.pk, other.pk, by=caller.actor, now=caller.now)


def _suggestion(suggestion_id: int) -> SuggestedJoin:
    found = SuggestedJoin.objects.filter(pk=suggestion_id).first()
    if found is None:
        raise not_found()
    return found


def _after(cursor: str) -> tuple[float, int] | None:
    key = key_of(cursor)
    if not key:
        return None
    probability, _space, pk = key.partition(" ")
    try:
        return float(probability), int(pk)
    except ValueError:
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        ) from None


def _join_out(one: Join) -> JoinOut:
    return JoinOut(
        id=one.link_id,
        older_id=one.older.pk,
        newer_id=one.newer.pk,
        decision=DecisionOut.model_validate(one.decision),
    )


def _row_out(one: SuggestedJoin) -> SuggestionRow:
    reasons = [ReasonOut(field=field, level=level, bits=bits) for field, level, bits in one.reasons]
    plain = {name: getattr(one, name) for name in SuggestionRow.model_fields if name != "reasons"}
    return SuggestionRow(**plain, reasons=reasons)
