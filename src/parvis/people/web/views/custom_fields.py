"""Settings: the fields that this house adds to every record."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.custom_fields import (
    add_custom_field,
    change_choices,
    change_custom_field,
    delete_custom_field,
    order_custom_fields,
    restore_custom_field,
    retire_custom_field,
)
from parvis.people.logic.refusals import NotKept
from parvis.people.models import CustomField
from parvis.people.reads.custom_fields import fields_with_counts
from parvis.people.web.record_forms import CustomFieldForm, NewCustomFieldForm
from parvis.people.web.record_sentences import KIND_WORDS, not_kept

_FORM = ("GET", "HEAD", "POST")


# A legal duty, so that the numbers speak of all records, also of those that are withheld.
@screen(permission="people.manage", purpose="legal_duty")
def custom_fields(request: HttpRequest) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {"field": field, "kind": KIND_WORDS[field.kind], "count": count}
        for field, count in fields_with_counts()
    ]
    return render(
        request,
        "people/fields/index.html",
        {
            "offered": [row for row in rows if row["field"].retired_at is None],
            "retired": [row for row in rows if row["field"].retired_at is not None],
        },
    )


@screen(permission="people.manage", methods=_FORM)
def custom_field_new(request: HttpRequest) -> HttpResponse:
    form = NewCustomFieldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            add_custom_field(
                given.pop("name"),
                choices=given.pop("choices").splitlines(),
                **given,
                by=actor_of(request),
                now=utc_now(),
            )
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("The field is on every record now."))
            return redirect("custom-fields")
    return render(request, "people/fields/new.html", {"form": form}, status=400 if form.errors else 200)


@screen(permission="people.manage", purpose="legal_duty", methods=_FORM)
def custom_field(request: HttpRequest, field_id: int) -> HttpResponse:
    """Rename it and its words. An emptied word is retired: where it stands it stays."""
    found = field_of(field_id)
    initial = {"name": found.name, "help": found.help, "is_personal": found.is_personal}
    form = CustomFieldForm(request.POST if request.method == "POST" else None, initial=initial)
    choices = list(found.choices.all())
    if request.method == "POST" and form.is_valid():
        try:
            change_custom_field(found, **form.cleaned_data, by=actor_of(request), now=utc_now())
            if found.kind == "choice":
                change_choices(
                    found,
                    labels={one.pk: request.POST.get(f"choice-{one.pk}", one.label) for one in choices},
                    added=request.POST.get("added", "").splitlines(),
                    by=actor_of(request),
                    now=utc_now(),
                )
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept."))
            return redirect("custom-fields")
    count = {one.pk: n for one, n in fields_with_counts()}.get(found.pk, 0)
    return render(
        request,
        "people/fields/field.html",
        {
            "field": found,
            "form": form,
            "kind": KIND_WORDS[found.kind],
            "choices": [one for one in choices if one.retired_at is None],
            "retired_choices": [one for one in choices if one.retired_at is not None],
            "is_always_personal": found.kind in ("text", "link"),
            "count": count,
        },
        status=400 if form.errors else 200,
    )


@screen(permission="people.manage", methods=("POST",))
def custom_field_move(request: HttpRequest, field_id: int) -> HttpResponse:
    """One place up, or (`down`) down, among the fields that are offered."""
    found = field_of(field_id)
    ids = list(CustomField.objects.filter(retired_at=None).values_list("pk", flat=True))
    if found.pk in ids:
        place = ids.index(found.pk)
        other = place + (1 if request.POST.get("down") else -1)
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            order_custom_fields(ids, by=actor_of(request), now=utc_now())
    return redirect("custom-fields")


@screen(permission="people.manage", methods=("POST",))
def custom_field_retire(request: HttpRequest, field_id: int) -> HttpResponse:
    """`back` brings it back, with everything that stood in it."""
    found = field_of(field_id)
    if request.POST.get("back"):
        restore_custom_field(found, by=actor_of(request), now=utc_now())
        say(request, _("%(name)s is offered again, with what stood in it.") % {"name": found.name})
    else:
        retire_custom_field(found, by=actor_of(request), now=utc_now())
        say(request, _("%(name)s is retired. What stands in it is kept.") % {"name": found.name})
    return redirect("custom-fields")


@screen(permission="people.manage", methods=("POST",))
def custom_field_delete(request: HttpRequest, field_id: int) -> HttpResponse:
    found = field_of(field_id)
    try:
        with purpose("legal_duty"):
            count = delete_custom_field(found, by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
    else:
        say(
            request,
            ngettext("Deleted, with %(n)d value.", "Deleted, with %(n)d values.", count) % {"n": count},
        )
    return redirect("custom-fields")


def field_of(field_id: int) -> CustomField:
    found = CustomField.objects.filter(pk=field_id).first()
    if found is None:
        raise Http404
    return found
