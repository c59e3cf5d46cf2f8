"""Organisations: the list, one with its people and what they said, and what somebody is in them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.organizations import (
    add_position,
    change_organization,
    change_position,
    create_organization,
    organization_named,
    remove_organization,
    remove_position,
)
from parvis.people.logic.refusals import NotKept
from parvis.people.logic.timeline import Choice
from parvis.people.models import Organization, Person, Position
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.organizations import identity_ids_of_people, organizations_page, people_of
from parvis.people.reads.timeline import timeline
from parvis.people.web.record_forms import OrganizationForm, PositionChangeForm, PositionForm
from parvis.people.web.record_sentences import not_kept
from parvis.people.web.screens import person_screen
from parvis.people.web.views.record import before_asked, record_context, shown

_FORM = ("GET", "HEAD", "POST")


@person_screen()
def organizations(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:200]
    page = organizations_page(typed=typed, after=request.GET.get("after", "")[:240], today=utc_now().date())
    can_edit = can_edit_people(account_of(request))
    return render(
        request, "people/organizations/index.html", {"page": page, "typed": typed, "can_edit": can_edit}
    )


@person_screen(permission="people.edit", methods=_FORM)
def organization_new(request: HttpRequest) -> HttpResponse:
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_organization(**form.cleaned_data, by=actor_of(request), now=utc_now())
        except NotKept as error:
            form.add_error(error.about or None, not_kept(error))
        else:
            say(request, _("%(name)s is there. Its people are added on their records.") % {"name": made})
            return redirect("organization", made.pk)
    return render(
        request, "people/organizations/form.html", {"form": form}, status=400 if form.errors else 200
    )


@person_screen()
def organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Who belongs to it, and what they said, with the conversations it was said in."""
    user = account_of(request)
    found = organization_of(organization_id)
    held, past = people_of(found, today=utc_now().date())
    handles = identity_ids_of_people([one.person for one in held])
    page = timeline(handles, viewer=user, before=before_asked(request), most=20, choice=Choice(kind="said"))
    context = {
        "organization": found,
        "held": held,
        "past": past,
        "entries": shown(page, user),
        "before": page.before,
        "can_edit": can_edit_people(user),
    }
    if request.headers.get("HX-Target") == "older":
        return render(request, "people/record/_entries.html", context)
    return render(request, "people/organizations/organization.html", context)


@person_screen(permission="people.edit", methods=_FORM)
def organization_change(request: HttpRequest, organization_id: int) -> HttpResponse:
    found = organization_of(organization_id)
    initial = {name: getattr(found, name) or "" for name in OrganizationForm.base_fields}
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_organization(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except NotKept as error:
            form.add_error(error.about or None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("organization", found.pk)
    return render(
        request,
        "people/organizations/form.html",
        {"form": form, "organization": found},
        status=400 if form.errors else 200,
    )


@person_screen(permission="people.edit", methods=("POST",))
def organization_remove(request: HttpRequest, organization_id: int) -> HttpResponse:
    found = organization_of(organization_id)
    try:
        remove_organization(found, by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
        return redirect("organization", organization_id)
    say(request, _("%(name)s is gone.") % {"name": found.name})
    return redirect("organizations")


@person_screen(permission="people.edit", methods=("POST",))
def position_add(request: HttpRequest, person_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    form = PositionForm(request.POST, auto_id="position_%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            add_position(
                found,
                organization=organization_named(given["organization"], by=actor_of(request), now=utc_now()),
                role=given["role"],
                since=given["since"],
                until=given["until"],
                by=actor_of(request),
                now=utc_now(),
            )
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("person", found.pk)
    context = record_context(request, found) | {"position_form": form}
    return render(request, "people/record/index.html", context, status=400)


@person_screen(permission="people.edit", methods=_FORM)
def position(request: HttpRequest, person_id: int, position_id: int) -> HttpResponse:
    """Change a role, or say since when or until when it is held."""
    found = person_for(account_of(request), person_id)
    one = position_of(found, position_id)
    initial = {"role": one.role, "since": one.since, "until": one.until}
    form = PositionChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_position(one, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("person", found.pk)
    return render(
        request,
        "people/organizations/position.html",
        {"person": found, "position": one, "form": form},
        status=400 if form.errors else 200,
    )


@person_screen(permission="people.edit", methods=("POST",))
def position_remove(request: HttpRequest, person_id: int, position_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    remove_position(position_of(found, position_id), by=actor_of(request), now=utc_now())
    say(request, _("Taken away, as if it had never been."))
    return redirect("person", found.pk)


def organization_of(organization_id: int) -> Organization:
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None:
        raise Http404
    return found


def position_of(person: Person, position_id: int) -> Position:
    found = (
        Position.objects.select_related("organization")
        .filter(pk=position_id, person_id__in=record_ids(person.pk))
        .first()
    )
    if found is None:
        raise Http404
    return found
