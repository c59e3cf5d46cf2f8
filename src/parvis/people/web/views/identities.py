"""A handle: what it said, whose it is and why; linking it to a record and taking the two apart again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.links import end_link, link_identity
from parvis.people.models import Person
from parvis.people.permissions import can_edit_people, identity_for, person_for, visible_to
from parvis.people.reads.behind import person_behind
from parvis.people.reads.counts import said_by_kind
from parvis.people.reads.links import link_of, steps_of_identity
from parvis.people.reads.search import found_ids
from parvis.people.reads.timeline import timeline
from parvis.people.web.forms import LinkForm
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import Refused, refusal
from parvis.people.web.views.person_form import way_back
from parvis.people.web.views.record import before_asked, choice_asked, shown


@person_screen()
def identity(request: HttpRequest, identity_id: int) -> HttpResponse:
    """What one handle said, whether or not it has a person."""
    user = account_of(request)
    found = identity_for(user, identity_id)
    choice = choice_asked(request)
    page = timeline(
        [found.pk], viewer=account_of(request), before=before_asked(request), most=25, choice=choice
    )
    context = {
        "identity": found,
        "entries": shown(page, user),
        "before": page.before,
        "choice": choice,
        "can_edit": can_edit_people(user),
    }
    if request.headers.get("HX-Target") == "older":
        return render(request, "people/record/_entries.html", context)
    context |= {
        "person": person_behind(found.pk),
        "decision": link_of(found.pk),
        "steps": steps_of_identity(found.pk),
    }
    return render(request, "people/identity/index.html", context)


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def identity_link(request: HttpRequest, identity_id: int) -> HttpResponse:
    """`q` searches records; POST links the chosen one. Also what "undo" of an unlinking posts to."""
    user = account_of(request)
    found = identity_for(user, identity_id)
    typed = (request.GET.get("q") or "").replace("\x00", "").strip()[:200]
    persons = found_persons(request, typed or found.display_name) if typed or found.display_name else []
    form = LinkForm()
    if request.method == "POST":
        form = LinkForm(request.POST if "person" in request.POST else request.GET)
        if form.is_valid():
            chosen = person_for(user, form.cleaned_data["person"])
            note = form.cleaned_data["note"]
            try:
                link_identity(
                    found,
                    person=chosen,
                    evidence=form.cleaned_data["evidence"] or "agent_decided",
                    detail={"note": note} if note else None,
                    by=actor_of(request),
                    now=utc_now(),
                )
            except Refused as error:
                say(request, refusal(error), tone="danger")
                return redirect("identity", found.pk)
            say(
                request,
                _("Linked to %(name)s.") % {"name": chosen},
                undo_url=reverse("identity-unlink", args=[found.pk]),
            )
            return redirect(way_back(request) or reverse("person", args=[chosen.pk]))
    return render(
        request,
        "people/identity/link.html",
        {
            "identity": found,
            "person": person_behind(found.pk),
            "typed": typed,
            "persons": persons,
            "form": form,
            "next": way_back(request),
            "entries": shown(timeline([found.pk], viewer=account_of(request), most=3), account_of(request)),
        },
        status=400 if form.errors else 200,
    )


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def identity_unlink(request: HttpRequest, identity_id: int) -> HttpResponse:
    """GET says what moves, in numbers; POST takes handle and record apart."""
    found = identity_for(account_of(request), identity_id)
    owner = person_behind(found.pk)
    if request.method == "POST":
        try:
            ended = end_link(
                found,
                by=actor_of(request),
                now=utc_now(),
                reason=request.POST.get("reason", "").strip(),
                changed_owner=bool(request.POST.get("changed_owner")),
            )
        except Refused as error:
            say(request, refusal(error), tone="danger")
            return redirect("identity", found.pk)
        say(
            request,
            _("Unlinked. The record and the handle keep their histories."),
            undo_url=f"{reverse('identity-link', args=[found.pk])}?person={ended.person_id}",
        )
        return redirect("person", ended.person_id)
    if owner is None:
        say(
            request,
            _("This handle is linked to nobody any more: a colleague may have unlinked it."),
            tone="warning",
        )
        return redirect("identity", found.pk)
    template = (
        "people/identity/_unlink.html" if request.headers.get("HX-Request") else "people/identity/unlink.html"
    )
    return render(
        request,
        template,
        {"identity": found, "person": owner, "said": said_by_kind([found.pk], viewer=account_of(request))},
    )


def found_persons(request: HttpRequest, typed: str) -> list[Person]:
    ids = found_ids(typed, most=10)
    by_id = visible_to(account_of(request)).in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]
