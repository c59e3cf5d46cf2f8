"""Queries: what is listened for, its preview, and what is not taken in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Day, Id, Line, Name, Typed, examples
from parvis.foundation.logic.periods import Period, last_days
from parvis.listening.actions.queries import pause_query, remove_query, save_query
from parvis.listening.actions.rules import add_exclusion, remove_exclusion
from parvis.listening.api.endpoints import ENDPOINTS, FIGURES, MANAGE
from parvis.listening.models import Exclusion, Query
from parvis.listening.reads.preview import Found, preview
from parvis.listening.reads.queries import (
    ListedQuery,
    drops_of,
    exclusions,
    get_query,
    listed_queries,
    versions_of,
)

QueryText = Annotated[str, Field(min_length=1, max_length=100_000)]
Role = Literal["ours", "competitor", "theme"]
_PROBLEMS = {
    "query-wrong": (
        409,
        "The text cannot be read; reason, start, end and mend say where and how to mend it.",
    ),
    "name-taken": (409, "Another query has this name or reference."),
}
_IN_USE = {"named-by": (409, "Another query names it."), "in-market": (409, "A market compares it.")}


class NewQuery(Body):
    name: Name
    text: QueryText
    role: Role = "theme"
    reference: Annotated[str, Field(max_length=60)] = Field(
        "", description="How other queries name it: $reference."
    )
    colour: Annotated[int, Field(ge=0, le=7)] | None = None

    model_config = examples({"name": "Velostral", "text": 'velostral OR "velo stral"', "role": "ours"})


class QueryChanges(Body):
    """Only what is sent is changed. A new text is the next version, and the past is searched for it."""

    name: Name | None = None
    text: QueryText | None = None
    role: Role | None = None
    reference: Annotated[str, Field(max_length=60)] | None = None
    colour: Annotated[int, Field(ge=0, le=7)] | None = None


class QueryOut(Answer):
    id: int
    name: str
    reference: str
    role: Role
    text: str
    colour: int
    is_active: bool
    version: int
    changed_at: datetime


class ListedQueryOut(QueryOut):
    """mentions: found in the period. searched: how far the search over the past has come; null when it is over."""

    mentions: int
    searched: float | None


class QueryList(Answer):
    items: list[ListedQueryOut]


class QueryVersionOut(Answer):
    number: int
    text: str
    at: datetime
    by_name: str


class QueryVersionList(Answer):
    items: list[QueryVersionOut]


class PreviewAsked(Body):
    """query_id: the saved query that the text would take the place of."""

    text: QueryText
    first: Day | None = None
    last: Day | None = None
    query_id: Id | None = None

    model_config = examples({"text": "velostral NOT race"})


class FoundPost(Answer):
    """spans: where it matches, as [field, start, end]."""

    mention_id: int
    published_at: datetime | None
    title: str
    text: str
    spans: list[tuple[str, int, int]]


class PreviewOut(Answer):
    """count is an estimate with its interval where is_sampled. removed: what the NOTs take away among `read`."""

    read: int
    total: int
    is_sampled: bool
    matched: int
    count: float | None
    count_low: float | None
    count_high: float | None
    over_time: list[float]
    languages: dict[str, int]
    sample: list[FoundPost]
    removed: int | None
    removed_sample: list[FoundPost]
    gained: int | None
    lost: int | None


class NewExclusion(Body):
    kind: Literal["site", "author", "word"]
    value: Typed
    channel: Annotated[str, Field(max_length=40)] = Field(
        "", description="Of an author; empty: on any channel."
    )
    note: Line = ""

    model_config = examples({"kind": "site", "value": "spam.example"})


class ExclusionOut(Answer):
    id: int
    kind: str
    channel: str
    value: str
    note: str
    created_at: datetime


class ExclusionList(Answer):
    items: list[ExclusionOut]


class DropOut(Answer):
    connection_id: int
    source: str
    reason: str
    count: int


class DropList(Answer):
    items: list[DropOut]


@ENDPOINTS.get("/queries", **FIGURES)
def list_queries(caller: Caller, first: Day | None = None, last: Day | None = None) -> QueryList:
    """Every query, with how many mentions it found in a period (30 days by default)."""
    return QueryList(items=[_listed(one) for one in listed_queries(caller.user, period_of(first, last))])


@ENDPOINTS.post("/queries", status=201, problems=_PROBLEMS, **MANAGE)
def create_query(caller: Caller, given: NewQuery) -> QueryOut:
    """Listen for something new. It holds with the next batch, and is searched in what is stored."""
    made = save_query(
        None,
        name=given.name,
        text=given.text,
        role=given.role,
        reference=given.reference,
        colour=given.colour,
        by=caller.actor,
        now=caller.now,
    )
    return QueryOut.model_validate(made)


@ENDPOINTS.post(
    "/queries/preview", is_write=False, problems={"query-wrong": _PROBLEMS["query-wrong"]}, **MANAGE
)
def preview_query(caller: Caller, given: PreviewAsked) -> PreviewOut:
    """What a text would find in a period, before it is saved."""
    query = get_query(caller.user, given.query_id) if given.query_id else None
    told = preview(caller.user, given.text, period=period_of(given.first, given.last), query=query)
    count = told.count
    return PreviewOut(
        read=told.read,
        total=told.total,
        is_sampled=told.is_sampled,
        matched=told.matched,
        count=count.value if count else None,
        count_low=count.low if count else None,
        count_high=count.high if count else None,
        over_time=list(told.over_time),
        languages=dict(told.languages),
        sample=[_found(one) for one in told.sample],
        removed=told.removed,
        removed_sample=[_found(one) for one in told.removed_sample],
        gained=told.gained,
        lost=told.lost,
    )


@ENDPOINTS.get("/queries/{query_id}", **FIGURES)
def get_one_query(caller: Caller, query_id: Id) -> QueryOut:
    """One query."""
    return QueryOut.model_validate(get_query(caller.user, query_id))


@ENDPOINTS.get("/queries/{query_id}/versions", **FIGURES)
def list_query_versions(caller: Caller, query_id: Id) -> QueryVersionList:
    """The texts that a query had, the newest first."""
    versions = versions_of(get_query(caller.user, query_id))
    return QueryVersionList(items=[QueryVersionOut.model_validate(one) for one in versions])


@ENDPOINTS.patch("/queries/{query_id}", problems=_PROBLEMS | {"named-by": _IN_USE["named-by"]}, **MANAGE)
def change_query(caller: Caller, query_id: Id, given: QueryChanges) -> QueryOut:
    """Change what is sent."""
    query = get_query(caller.user, query_id)
    changed = save_query(
        query,
        name=given.name or query.name,
        text=given.text or query.text,
        role=given.role or query.role,
        reference=given.reference or query.reference,
        colour=given.colour,
        by=caller.actor,
        now=caller.now,
    )
    return QueryOut.model_validate(changed)


@ENDPOINTS.post("/queries/{query_id}/pause", **MANAGE)
def pause_one_query(caller: Caller, query_id: Id) -> QueryOut:
    """Find nothing new until it is resumed; what was found stays."""
    return _switched(caller, query_id, is_active=False)


@ENDPOINTS.post("/queries/{query_id}/resume", **MANAGE)
def resume_one_query(caller: Caller, query_id: Id) -> QueryOut:
    """Go on, and search what was missed meanwhile."""
    return _switched(caller, query_id, is_active=True)


@ENDPOINTS.delete("/queries/{query_id}", problems=_IN_USE, **MANAGE)
def delete_query(caller: Caller, query_id: Id) -> None:
    """Remove a query and what it found; its texts stay on record."""
    remove_query(get_query(caller.user, query_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/exclusions", **MANAGE)
def list_exclusions(caller: Caller) -> ExclusionList:
    """Sites, authors and words from which nothing is taken in."""
    return ExclusionList(items=[ExclusionOut.model_validate(one) for one in exclusions(caller.user)])


@ENDPOINTS.post(
    "/exclusions", status=201, problems={"value-missing": (409, "Nothing is left of it.")}, **MANAGE
)
def create_exclusion(caller: Caller, given: NewExclusion) -> ExclusionOut:
    """Take in nothing of it any more; what is stored stays."""
    made = add_exclusion(
        kind=given.kind,
        value=given.value,
        channel=given.channel,
        note=given.note,
        by=caller.actor,
        now=caller.now,
    )
    return ExclusionOut.model_validate(made)


@ENDPOINTS.delete("/exclusions/{exclusion_id}", **MANAGE)
def delete_exclusion(caller: Caller, exclusion_id: Id) -> None:
    """Take it in again from now on."""
    found = Exclusion.objects.filter(pk=exclusion_id).first()
    if found is None:
        raise not_found()
    remove_exclusion(found, by=caller.actor, now=caller.now)


@ENDPOINTS.get("/dropped", **FIGURES)
def count_dropped(caller: Caller, first: Day | None = None, last: Day | None = None) -> DropList:
    """How many posts were not kept, by source and reason."""
    return DropList(
        items=[DropOut.model_validate(one) for one in drops_of(caller.user, period_of(first, last))]
    )


def period_of(first: date | None, last: date | None) -> Period:
    """Days of the installation's own zone; 30 up to today where nothing is said."""
    zone = timezone.get_default_timezone()
    today = timezone.localdate(timezone=zone)
    if first is None and last is None:
        return last_days(30, today=today, zone=zone)
    end = last or max(first or today, today)
    begin = min(first or end - timedelta(days=29), end)
    return Period(max(begin, end - timedelta(days=3659)), end, zone)


def _switched(caller: Caller, query_id: int, *, is_active: bool) -> QueryOut:
    query = get_query(caller.user, query_id)
    pause_query(query, is_active=is_active, by=caller.actor, now=caller.now)
    return QueryOut.model_validate(Query.objects.get(pk=query.pk))


def _listed(one: ListedQuery) -> ListedQueryOut:
    plain = QueryOut.model_validate(one.query).model_dump()
    return ListedQueryOut(**plain, mentions=one.mentions, searched=one.searched)


def _found(one: Found) -> FoundPost:
    return FoundPost(
        mention_id=int(str(one.post.id)),
        published_at=one.published_at,
        title=one.post.title,
        text=one.post.text,
        spans=list(one.spans),
    )
