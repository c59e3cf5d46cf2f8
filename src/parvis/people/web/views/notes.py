"""Notes on a record: writing one, reading what it said before, changing it, taking it away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.notes import change_note, remove_note, write_note
from parvis.people.logic.note_text import blocks_of
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person, PersonNote
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.web.record_forms import NoteForm
from parvis.people.web.record_sentences import not_kept
from parvis.people.web.screens import person_screen


@person_screen(permission="people.edit", methods=("POST",))
def note_add(request: HttpRequest, person_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    try:
        write_note(found, request.POST.get("text", ""), by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
    else:
        say(request, _("Noted."))
    return redirect("person", found.pk)


@person_screen(methods=("GET", "HEAD", "POST"))
def note(request: HttpRequest, person_id: int, note_id: int) -> HttpResponse:
    """One note with what it said before; POST changes it."""
    found = person_for(account_of(request), person_id)
    one = note_of(found, note_id)
    can_edit = can_edit_people(account_of(request))
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": one.text})
    if request.method == "POST":
        if not can_edit:
            raise Http404
        if form.is_valid():
            try:
                change_note(one, form.cleaned_data["text"], by=actor_of(request), now=utc_now())
            except NotKept as error:
                form.add_error("text", not_kept(error))
            else:
                say(request, _("Kept; what it said before stands below."))
                return redirect("person-note", found.pk, one.pk)
    return render(
        request,
        "people/notes/note.html",
        {
            "person": found,
            "note": one,
            "blocks": blocks_of(one.text),
            "versions": [
                {"one": version, "blocks": blocks_of(version.text)} for version in one.versions.all()
            ],
            "form": form,
            "can_edit": can_edit,
        },
        status=400 if form.errors else 200,
    )


@person_screen(permission="people.edit", methods=("POST",))
def note_remove(request: HttpRequest, person_id: int, note_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    remove_note(note_of(found, note_id), by=actor_of(request), now=utc_now())
    say(request, _("The note is gone, with what it said before."))
    return redirect("person", found.pk)


def note_of(person: Person, note_id: int) -> PersonNote:
    found = PersonNote.objects.filter(pk=note_id, person_id__in=record_ids(person.pk)).first()
    if found is None:
        raise Http404
    return found
