"""Adding and removing an address on the record."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.contact_points import add_contact_point, remove_contact_point
from parvis.people.logic.contact_points import EMAIL, PHONE
from parvis.people.models import ContactPoint, CurrentLink
from parvis.people.permissions import person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.web.forms import ContactPointForm
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import Refused, refusal
from parvis.people.web.views.record import record_context


@person_screen(permission="people.edit", methods=("POST",))
def contact_point_add(request: HttpRequest, person_id: int) -> HttpResponse:
    """An e-mail address or a phone number: which one it is shows by its @."""
    found = person_for(account_of(request), person_id)
    form = ContactPointForm(request.POST, auto_id="contact_%s")
    if form.is_valid():
        value = form.cleaned_data["address"]
        before = CurrentLink.objects.filter(person=found).count()
        try:
            add_contact_point(
                found,
                kind=EMAIL if "@" in value else PHONE,
                value=value,
                address_may_be_shared=form.cleaned_data["may_be_shared"],
                by=actor_of(request),
                now=utc_now(),
            )
        except Refused as error:
            form.add_error("address", refusal(error))
        else:
            recognised = CurrentLink.objects.filter(person=found).count() - before
            say(
                request,
                _("Kept; a handle that already wrote from it is linked now.") if recognised else _("Kept."),
            )
            return redirect("person", found.pk)
    return render(
        request,
        "people/record/index.html",
        record_context(request, found) | {"contact_form": form},
        status=400,
    )


@person_screen(permission="people.edit", methods=("POST",))
def contact_point_remove(request: HttpRequest, person_id: int, point_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    point = ContactPoint.objects.filter(person_id__in=record_ids(found.pk), pk=point_id).first()
    if point is None:
        raise Http404
    remove_contact_point(point, by=actor_of(request), now=utc_now())
    say(request, _("The address is forgotten."))
    return redirect("person", found.pk)
