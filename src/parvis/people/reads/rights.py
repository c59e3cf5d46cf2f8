"""Requests by right: the list in the order of their clock, one with all that belongs to it, the counts for Today.

Called inside a transaction of a legal duty; under any other purpose there is nothing to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from parvis.people.logic.rights_clock import SOON_DAYS
from parvis.people.models import Identity, Person, RightsHandle, RightsRequest, RightsSubject
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.erasures import all_handles


@dataclass(frozen=True, slots=True)
class RightsCounts:
    open: int
    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class RightsPage:
    rows: list[RightsRequest]
    after: int | None
    count: int


def rights_page(
    *, shown: str = "open", right: str = "", mine: int | None = None, after: int = 0, most: int = 50
) -> RightsPage:
    """shown: open (the soonest due first), closed (the last closed first), all (the newest first)."""
    rows: QuerySet[RightsRequest] = RightsRequest.objects.select_related("assignee")
    if shown == "open":
        rows = rows.filter(state__in=RightsRequest.OPEN).order_by("due_on", "id")
    elif shown == "closed":
        rows = rows.exclude(state__in=RightsRequest.OPEN).order_by("-decided_at", "-id")
    else:
        rows = rows.order_by("-id")
    if right:
        rows = rows.filter(right=right)
    if mine is not None:
        rows = rows.filter(assignee_id=mine)
    found = list(rows[after : after + most + 1])
    return RightsPage(found[:most], after + most if len(found) > most else None, rows.count())


def rights_counts(*, today: date) -> RightsCounts:
    """How many are open, how many of them overdue, how many due within a week."""
    found = RightsRequest.objects.filter(state__in=RightsRequest.OPEN).aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, due_on__lte=today + timedelta(days=SOON_DAYS))),
    )
    return RightsCounts(found["open"], found["overdue"], found["soon"])


def subject_ids(request: RightsRequest) -> tuple[list[int], list[int]]:
    """(records, handles) that the request is about: with every record joined and every handle linked."""
    named = RightsSubject.objects.filter(request=request).values_list("person_id", flat=True)
    persons = sorted({one for ids in record_ids_of(named).values() for one in ids})
    handles = RightsHandle.objects.filter(request=request).values_list("identity_id", flat=True)
    return persons, all_handles(persons, list(handles))


def subjects_of(request: RightsRequest) -> list[RightsSubject]:
    return list(RightsSubject.objects.filter(request=request).select_related("person").order_by("pk"))


def handles_of(request: RightsRequest) -> list[Identity]:
    ids = RightsHandle.objects.filter(request=request).values_list("identity_id", flat=True)
    return list(Identity.objects.filter(pk__in=list(ids)).order_by("pk"))


def requests_of_person(person: Person) -> list[RightsRequest]:
    return list(RightsRequest.objects.filter(subjects__person=person).order_by("-id")[:20])
