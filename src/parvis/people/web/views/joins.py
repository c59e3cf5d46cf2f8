"""Joining two records by hand, after looking at both side by side, and taking joined ones apart."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.duplicates import take_apart, undo_join
from parvis.people.actions.joins import join_persons
from parvis.people.models import Person, PersonLink
from parvis.people.permissions import person_for, visible_to
from parvis.people.reads.alike import compared, held_by
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.search import found_ids
from parvis.people.reads.suggestions import side_by_side
from parvis.people.web.join_words import JoinRefused, join_refusal, waterfall
from parvis.people.web.screens import person_screen


@person_screen(permission="people.edit")
def person_join(request: HttpRequest, person_id: int) -> HttpResponse:
    """`q` searches the other record."""
    found = person_for(account_of(request), person_id)
    typed = (request.GET.get("q") or "").replace("\x00", "").strip()[:200]
    ids = [pk for pk in found_ids(typed or str(found), most=10) if pk not in record_ids(found.pk)]
    by_id = visible_to(account_of(request)).in_bulk(ids)
    persons = [by_id[pk] for pk in ids if pk in by_id]
    return render(request, "people/joins/pick.html", {"person": found, "typed": typed, "persons": persons})


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def person_compare(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """GET shows both side by side; POST joins them."""
    user = account_of(request)
    found, other = person_for(user, person_id), person_for(user, other_id)
    if request.method == "POST":
        note = request.POST.get("note", "").replace("\x00", "").strip()[:500]
        try:
            made = join_persons(
                found,
                other=other,
                evidence="records_compared",
                detail={"note": note} if note else None,
                by=actor_of(request),
                now=utc_now(),
            )
        except JoinRefused as error:
            say(request, join_refusal(error), tone="warning")
            return redirect("person", found.pk)
        say(
            request,
            _("Joined. Both histories stand together now."),
            undo_url=reverse("join-undo", args=[made.pk]),
        )
        return redirect("person", found.pk)
    return render(request, "people/joins/compare.html", compared_context(found, other))


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def join_end(request: HttpRequest, link_id: int) -> HttpResponse:
    """GET says what parts, POST takes the two records apart; nobody is asked about them again."""
    link = _link(link_id)
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "").strip()
        try:
            take_apart(link, by=actor_of(request), now=utc_now(), reason=reason)
        except JoinRefused as error:
            say(request, join_refusal(error), tone="warning")
        else:
            say(request, _("Taken apart. Each record has its own history again."))
        return redirect("person", link.older_id)
    template = "people/joins/_part.html" if request.headers.get("HX-Request") else "people/joins/part.html"
    return render(request, template, {"link": link, "person": link.older})


@person_screen(permission="people.edit", methods=("POST",))
def join_undo(request: HttpRequest, link_id: int) -> HttpResponse:
    """A join of a moment ago taken back: what was suggested is suggested again."""
    link = _link(link_id)
    try:
        undo_join(link, by=actor_of(request), now=utc_now())
    except JoinRefused as error:
        say(request, join_refusal(error), tone="warning")
    else:
        say(request, _("Undone. The two stand apart again."))
    if request.GET.get("from") == "duplicates":
        return redirect("duplicates")
    return redirect("person", link.newer_id)


def compared_context(left: Person, right: Person, *, reasons: Any = None) -> dict[str, Any]:
    """Two records beside each other, with what speaks for one human and against it."""
    if reasons is None:
        held = held_by((left.pk, right.pk))
        found = (
            compared(held[left.pk], {right.pk: held[right.pk]}, at_least=1e-12)
            if {left.pk, right.pk} <= held.keys()
            else []
        )
        reasons = [[one.field, one.level, one.weight] for one in found[0].reasons] if found else []
        probability = found[0].probability if found else None
    else:
        probability = None
    return {
        "person": left,
        "other": right,
        "beside": side_by_side(left, right),
        "waterfall": waterfall(reasons) if reasons else None,
        "probability": probability,
    }


def _link(link_id: int) -> PersonLink:
    link = PersonLink.objects.filter(pk=link_id, act=PersonLink.MADE).select_related("older", "newer").first()
    if link is None:
        raise Http404
    return link
