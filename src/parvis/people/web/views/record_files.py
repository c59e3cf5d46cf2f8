"""Files on a record: handed in, handed out as downloads, taken away."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.files import stored_path
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.files import MOST_BYTES, keep_file, remove_file
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person, RecordFile
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.web.record_sentences import not_kept
from parvis.people.web.screens import person_screen


@person_screen(methods=("GET", "HEAD", "POST"))
def person_files(request: HttpRequest, person_id: int) -> HttpResponse:
    """All files of the record; POST keeps another."""
    user = account_of(request)
    found = person_for(user, person_id)
    if request.method == "POST":
        if not can_edit_people(user):
            raise Http404
        uploaded = request.FILES.get("file")
        try:
            if uploaded is None or getattr(request, "is_upload_too_large", False):
                raise NotKept("file-empty" if uploaded is None else "file-too-large", most=MOST_BYTES >> 20)
            content = uploaded.read(MOST_BYTES + 1)
            keep_file(found, name=uploaded.name or "", content=content, by=actor_of(request), now=utc_now())
        except NotKept as error:
            say(request, not_kept(error), tone="danger")
        else:
            say(request, _("The file is kept with the record."))
        return redirect("person-files", found.pk)
    files = RecordFile.objects.filter(person_id__in=record_ids(found.pk)).order_by("-created_at", "-pk")
    return render(
        request,
        "people/files/index.html",
        {"person": found, "files": files, "can_edit": can_edit_people(user), "most": MOST_BYTES >> 20},
    )


@person_screen()
def person_file(request: HttpRequest, person_id: int, file_id: int) -> HttpResponse | FileResponse:
    """Always a download, never a page: what a stranger may have made is not run here."""
    one = file_of(person_for(account_of(request), person_id), file_id)
    try:
        content = stored_path(one.stored_name).open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    response = FileResponse(
        content, as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@person_screen(permission="people.edit", methods=("POST",))
def file_remove(request: HttpRequest, person_id: int, file_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    remove_file(file_of(found, file_id), by=actor_of(request), now=utc_now())
    say(request, _("The file is gone from the record."))
    return redirect("person-files", found.pk)


def file_of(person: Person, file_id: int) -> RecordFile:
    found = RecordFile.objects.filter(pk=file_id, person_id__in=record_ids(person.pk)).first()
    if found is None:
        raise Http404
    return found
