"""The register of processing to read and to take away, and who answers for the data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.exports import Table, csv_lines
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.controller import state_controller
from parvis.people.reads.controller import controller
from parvis.people.reads.register import Register, register_now
from parvis.people.web.rights_forms import ControllerForm

FORMS = ("html", "csv", "json")


@screen(permission="privacy.manage", methods=("GET", "HEAD", "POST"))
def processing_register(request: HttpRequest) -> HttpResponse:
    form = ControllerForm(request.POST or None, initial=asdict(controller()))
    if request.method == "POST" and form.is_valid():
        if state_controller(**form.cleaned_data, by=actor_of(request), now=utc_now()):
            say(request, _("Kept."))
        return redirect("register")
    page = {"register": register_now(today=localdate()), "form": form, "forms": FORMS}
    return render(request, "people/rights/register.html", page, status=400 if form.errors else 200)


@screen(permission="privacy.manage")
def register_file(request: HttpRequest, form: str) -> HttpResponse:
    """As a page of its own, a table, or for machines, in the language of whoever asks."""
    found = register_now(today=localdate())
    if form == "json":
        content = json.dumps(found.as_plain(), ensure_ascii=False, indent=1)
        answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    elif form == "csv":
        lines = csv_lines(
            Table(_("Register of processing"), [_("Section"), _("What"), _("Says")], rows_of(found))
        )
        answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    elif form == "html":
        page = {"register": found, "language": get_language() or "en"}
        answer = render(request, "people/rights/register_file.html", page)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="register-{found.day.isoformat()}.{form}"'
    return answer


def rows_of(register: Register) -> Iterator[tuple[str, str, str]]:
    """(part, what, what it says) line by line."""
    house = register.controller
    for what, said in (
        (_("Company"), house.name),
        (_("Address"), house.address),
        (_("Contact"), house.contact),
        (_("Legal representative"), house.representative),
        (_("Data-protection officer"), f"{house.officer} {house.officer_contact}".strip()),
    ):
        yield _("Who answers for the data"), what, said
    for one in register.activities:
        yield _("Purposes"), one.purpose, f"{one.basis}. {one.persons}: {'; '.join(one.data)}"
    for name, _kind, why in register.recipients:
        yield _("Recipients and processors"), name, why
    for name in register.sources:
        yield _("Sources that are read"), name, ""
    for what, source, days in register.periods:
        yield _("How long what is kept"), f"{what} {source}".strip(), str(days)
    for measure in register.measures:
        yield _("Security"), measure, ""
    for title, why in register.categories:
        yield _("What is kept, table by table"), title, why
