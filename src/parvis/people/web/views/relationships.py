"""Who belongs to a person: looking the other one up, saying what they are to each other, taking it back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.relationships import relate, remove_relationship
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person
from parvis.people.permissions import person_for, visible_to
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.relationships import RelatedPerson, related_persons
from parvis.people.reads.search import found_ids
from parvis.people.web.record_forms import RelationshipForm
from parvis.people.web.record_sentences import not_kept
from parvis.people.web.screens import person_screen


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def relationship_add(request: HttpRequest, person_id: int) -> HttpResponse:
    """`q` looks the other person up; POST says what the two are to each other."""
    user = account_of(request)
    found = person_for(user, person_id)
    typed = (request.POST.get("q") or request.GET.get("q") or "").replace("\x00", "").strip()[:200]
    form = RelationshipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other = person_for(user, given["other"])
        first, second, kind = found, other, given["kind"]
        if kind == "referred":
            first, second, kind = other, found, "referred_by"
        try:
            relate(
                first,
                other=second,
                kind=kind,
                basis=given["basis"],
                note=given["note"],
                by=actor_of(request),
                now=utc_now(),
            )
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept, on both records."))
            return redirect("person", found.pk)
    return render(
        request,
        "people/relationships/add.html",
        {
            "person": found,
            "typed": typed,
            "persons": _candidates(request, found, typed) if typed else [],
            "form": form,
        },
        status=400 if form.errors else 200,
    )


@person_screen(permission="people.edit", methods=("POST",))
def relationship_remove(request: HttpRequest, person_id: int, relationship_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    one = relationship_of(found, relationship_id)
    remove_relationship(one.relationship, by=actor_of(request), now=utc_now())
    say(request, _("Forgotten, on both records."))
    return redirect("person", found.pk)


def relationship_of(person: Person, relationship_id: int) -> RelatedPerson:
    """Seen from this person. Raises Http404."""
    for one in related_persons(record_ids(person.pk)):
        if one.relationship.pk == relationship_id:
            return one
    raise Http404


def _candidates(request: HttpRequest, person: Person, typed: str) -> list[Person]:
    ids = found_ids(typed, most=12)
    by_id = visible_to(account_of(request)).exclude(pk__in=record_ids(person.pk)).in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]
