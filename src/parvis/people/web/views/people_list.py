"""All records: the search field first, then names in order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.prepared import prepared
from parvis.people.logic.segments import SegmentUnclear, definition_of
from parvis.people.models import Segment
from parvis.people.permissions import can_edit_people
from parvis.people.reads.journey import step_name, steps_of_house
from parvis.people.reads.people_list import LETTERS, WITHOUT_NAME, how_many, people_page
from parvis.people.reads.segments import condition_of
from parvis.people.web.screens import person_screen


@person_screen()
def people(request: HttpRequest) -> HttpResponse:
    """`q` searches, `letter` narrows, `after`/`before` are keys of the list."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:300]
        for name in ("q", "letter", "step", "after", "before")
    }
    group = Segment.objects.filter(pk=id_typed(request.GET.get("segment", "")) or 0).first()
    try:
        among = condition_of(definition_of(group.definition), now=utc_now()) if group else None
    except SegmentUnclear:  # it asks for a field that is gone; its own page says so
        group, among = None, None
    # A group is looked at for what it is for: whoever that hides is not in the list either. Its statement is put
    # together from its conditions; the others are the same each time, and their plans are kept.
    with purpose(group.purpose) if group else prepared():
        page = people_page(
            typed=asked["q"],
            letter=asked["letter"],
            step=asked["step"],
            among=among,
            after=asked["after"],
            before=asked["before"],
        )
    steps = {step.code: step_name(step) for step in steps_of_house()} if asked["step"] else {}
    with prepared():
        count, has_more = how_many()
    template = (
        "people/list/_rows.html"
        if request.headers.get("HX-Target") == "people-rows"
        else "people/list/index.html"
    )
    return render(
        request,
        template,
        {
            "page": page,
            "typed": asked["q"],
            "letter": asked["letter"],
            "step": steps.get(asked["step"], asked["step"]),
            "letters": [*LETTERS, WITHOUT_NAME],
            "count": count,
            "has_more": has_more,
            "group": group,
            "groups": Segment.objects.order_by("name")[:100],
            "can_edit": can_edit_people(account_of(request)),
        },
    )
