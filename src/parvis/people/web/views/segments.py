"""Groups: their list, their conditions built line by line, who is in one under its own purpose."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.exports import can_write_parquet
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.segments import count_again, remove_segment, save_segment
from parvis.people.logic.segments import Condition, Definition, Group, SegmentUnclear, definition_of
from parvis.people.models import Segment
from parvis.people.permissions import can_edit_people, can_manage_people
from parvis.people.reads.segment_fields import segment_fields
from parvis.people.reads.segments import Counted, counted, members_page, purposes_of_segments
from parvis.people.web.group_words import UNCLEAR
from parvis.people.web.screens import person_screen
from parvis.people.web.segment_form import acted, definition_typed, offered, said, shown

ON_A_PAGE = 50
_FORM = ("GET", "HEAD", "POST")


@person_screen()
def segments(request: HttpRequest) -> HttpResponse:
    rows = [
        {"segment": one, "purpose": settings.PURPOSES.get(one.purpose, one.purpose)}
        for one in Segment.objects.order_by("name")[:500]
    ]
    return render(
        request,
        "people/groups/index.html",
        {"rows": rows, "can_edit": can_edit_people(account_of(request))},
    )


@person_screen(permission="people.edit", methods=_FORM)
def segment_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@person_screen(permission="people.edit", methods=_FORM)
def segment_change(request: HttpRequest, segment_id: int) -> HttpResponse:
    return _edit(request, _segment(segment_id))


@person_screen(methods=("POST",))
def segment_count(request: HttpRequest) -> HttpResponse:
    """While conditions change: how many there are now. Nothing is kept."""
    counted_now, problem = _counted(definition_typed(request.POST), request.POST.get("purpose", ""))
    return render(request, "people/groups/_count.html", {"counted": counted_now, "problem": problem})


@person_screen()
def segment(request: HttpRequest, segment_id: int) -> HttpResponse:
    found = _segment(segment_id)
    now, problem = utc_now(), ""
    number: Counted | None = None
    page: Any = None
    fields = segment_fields()
    definition = Definition()
    try:
        definition = definition_of(found.definition)
        number = count_again(found, now=now)
        page = members_page(found, after=id_typed(request.GET.get("after", "")) or 0, most=ON_A_PAGE, now=now)
    except SegmentUnclear as error:
        problem = str(UNCLEAR.get(error.code, error.code))
    user = account_of(request)
    return render(
        request,
        "people/groups/segment.html",
        {
            "segment": found,
            "purpose": settings.PURPOSES.get(found.purpose, found.purpose),
            "counted": number,
            "problem": problem,
            "page": page,
            "match": definition.match,
            "said": said(definition, fields),
            "can_edit": can_edit_people(user),
            "can_export": can_manage_people(user),
            "can_parquet": can_write_parquet(),
        },
    )


@person_screen(permission="people.edit", methods=("POST",))
def segment_remove(request: HttpRequest, segment_id: int) -> HttpResponse:
    found = _segment(segment_id)
    remove_segment(found, by=actor_of(request), now=utc_now())
    say(request, _("The group “%(name)s” is gone. Nobody's record changed.") % {"name": found.name})
    return redirect("segments")


def _edit(request: HttpRequest, segment: Segment | None) -> HttpResponse:
    fields = segment_fields()
    typed, problem, place = request.POST, "", None
    name, purpose = (segment.name, segment.purpose) if segment else ("", "service")
    try:
        definition = definition_of(segment.definition) if segment else _first(request)
    except SegmentUnclear:  # kept in a shape of an earlier time: it is described anew
        definition = Definition(groups=(Group(),))
    if request.method == "POST":
        name, purpose = typed.get("name", "")[:200], typed.get("purpose", "")
        act = typed.get("act", "save")
        definition = acted(definition_typed(typed), act, typed, fields)
        if act == "save":
            try:
                saved = save_segment(
                    segment,
                    name=name,
                    purpose=purpose,
                    definition=definition,
                    by=actor_of(request),
                    now=utc_now(),
                )
            except SegmentUnclear as error:
                problem, place = str(UNCLEAR.get(error.code, error.code)), error.place
            else:
                say(request, _("Kept. Who is in the group is looked up each time."))
                return redirect("segment", saved.pk)
    number, _unclear = _counted(definition, purpose)
    return render(
        request,
        "people/groups/edit.html",
        {
            "segment": segment,
            "name": name,
            "purpose": purpose,
            "purposes": [(code, settings.PURPOSES[code]) for code in purposes_of_segments()],
            "match": definition.match,
            "blocks": shown(definition, fields, problem=problem, place=place),
            "offered": offered(fields),
            "problem": problem,
            "place": place,
            "counted": number,
        },
        status=400 if problem else 200,
    )


def _first(request: HttpRequest) -> Definition:
    """A block to begin with; `tag` begins with a tag that was clicked."""
    tag = request.GET.get("tag", "")
    return Definition(groups=(Group(conditions=(Condition("tag", "is", tag),) if tag.isdigit() else ()),))


def _counted(definition: Definition, purpose: str) -> tuple[Counted | None, str]:
    if purpose not in purposes_of_segments() or not any(group.conditions for group in definition.groups):
        return None, ""
    try:
        return counted(definition, under=purpose), ""
    except SegmentUnclear as error:
        return None, str(UNCLEAR.get(error.code, error.code))


def _segment(segment_id: int) -> Segment:
    found = Segment.objects.filter(pk=segment_id).first()
    if found is None:
        raise Http404
    return found
