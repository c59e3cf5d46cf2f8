"""Making a record, from a handle or from nothing, and changing one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.custom_values import set_custom_values
from parvis.people.actions.persons import change_person, create_person
from parvis.people.logic.contact_points import EMAIL, KIND_OF_CHANNEL, PHONE, NotAnAddress, normalised
from parvis.people.logic.errors import AddressKnown, CustomerNumberTaken
from parvis.people.logic.names import split_name
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Identity, Person
from parvis.people.permissions import identity_for, person_for
from parvis.people.reads.behind import person_behind
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.custom_fields import custom_values_of
from parvis.people.reads.duplicates import likely_duplicates
from parvis.people.reads.timeline import last_said
from parvis.people.reads.tombstones import was_erased
from parvis.people.web.forms import NewPersonForm, PersonForm
from parvis.people.web.record_forms import custom_initial, custom_inputs, custom_typed
from parvis.people.web.record_sentences import not_kept
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import LANGUAGES, Refused, refusal


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def person_new(request: HttpRequest) -> HttpResponse:
    """`identity` prefills from a handle and links it; likely duplicates are shown before a second record is made."""
    identity = _identity_asked(request)
    if identity is not None and (owner := person_behind(identity.pk)):
        say(request, _("This handle already has a record: here it is."), tone="information")
        return redirect("person", owner.pk)
    standing = custom_values_of(())
    if request.method != "POST":
        form = NewPersonForm(initial=_prefilled(identity, viewer=account_of(request)) if identity else {})
        form.fields |= custom_inputs(standing)
        return _show(request, form, identity, duplicates=_duplicates(dict(form.initial)))
    form = NewPersonForm(request.POST)
    form.fields |= custom_inputs(standing)
    if not form.is_valid():
        return _show(request, form, identity)
    given = form.cleaned_data
    duplicates = _duplicates(given)
    if duplicates and not request.POST.get("is_another_person"):
        return _show(request, form, identity, duplicates=duplicates, must_decide=True)
    if _erased_at(given, identity) and not request.POST.get("has_come_back"):
        return _show(request, form, identity, duplicates=duplicates, must_say=True)
    try:
        with transaction.atomic():
            made = create_person(
                identity,
                **{name: given[name] for name in PersonForm.base_fields},
                emails=[given["email"]] if given["email"] else [],
                phones=[given["phone"]] if given["phone"] else [],
                address_may_be_shared=bool(request.POST.get("is_another_person")),
                has_come_back=bool(request.POST.get("has_come_back")),
                by=actor_of(request),
                now=utc_now(),
            )
            set_custom_values(made, custom_typed(given), by=actor_of(request), now=utc_now())
    except NotKept as error:
        form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        return _show(request, form, identity, duplicates=duplicates)
    except Refused as error:
        form.add_error(_field_of(error), refusal(error))
        return _show(
            request, form, identity, duplicates=duplicates, must_decide=isinstance(error, AddressKnown)
        )
    say(request, _("The record of %(name)s is there.") % {"name": made})
    return redirect(way_back(request) or reverse("person", args=[made.pk]))


@person_screen(permission="people.edit")
def person_duplicates(request: HttpRequest) -> HttpResponse:
    """While somebody types: records that may be the same person."""
    given = {name: request.GET.get(name, "") for name in NewPersonForm.base_fields}
    return render(
        request,
        "people/form/_duplicates.html",
        {
            "duplicates": _duplicates(given),
            "identity": (identity := _identity_asked(request)),
            "erased_at": _erased_at(given, identity),
            "has_come_back": "has_come_back" in request.GET,
            "is_another_person": "is_another_person" in request.GET,
        },
    )


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def person_change(request: HttpRequest, person_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    standing = custom_values_of(record_ids(found.pk))
    initial = {name: getattr(found, name) or "" for name in PersonForm.base_fields} | custom_initial(standing)
    form = PersonForm(request.POST or None, initial=initial)
    form.fields |= custom_inputs(standing)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in PersonForm.base_fields}
        try:
            with transaction.atomic():
                is_changed = change_person(found, **given, by=actor_of(request), now=utc_now())
                written = custom_typed({name: form.cleaned_data[name] for name in form.changed_data})
                is_changed |= bool(set_custom_values(found, written, by=actor_of(request), now=utc_now()))
        except Refused as error:
            form.add_error(_field_of(error), refusal(error))
        except NotKept as error:
            form.add_error(error.about if error.about in form.fields else None, not_kept(error))
        else:
            say(request, _("Kept.") if is_changed else _("Nothing was different, nothing was changed."))
            return redirect("person", found.pk)
    return render(
        request,
        "people/form/change.html",
        {"person": found, "form": form, "custom": custom_of(form)},
        status=400 if form.errors else 200,
    )


def _show(
    request: HttpRequest,
    form: NewPersonForm,
    identity: Identity | None,
    *,
    duplicates: list[Person] | None = None,
    must_decide: bool = False,
    must_say: bool = False,
) -> HttpResponse:
    given = form.cleaned_data if form.is_bound and form.is_valid() else dict(form.initial)
    return render(
        request,
        "people/form/new.html",
        {
            "form": form,
            "custom": custom_of(form),
            "identity": identity,
            "said": last_said([identity.pk], viewer=account_of(request)) if identity else None,
            "duplicates": duplicates or [],
            "must_decide": must_decide,
            "must_say": must_say,
            "erased_at": _erased_at(given, identity),
            "has_come_back": bool(request.POST.get("has_come_back")),
            "is_another_person": bool(request.POST.get("is_another_person")),
            "next": way_back(request),
        },
        status=400 if form.errors or must_say else 200,
    )


def custom_of(form: NewPersonForm | PersonForm) -> list[BoundField]:
    """The house's own fields of a form, in their order."""
    return [form[name] for name in form.fields if name.startswith("custom-")]


def _identity_asked(request: HttpRequest) -> Identity | None:
    asked = request.POST.get("identity") or request.GET.get("identity") or ""
    return identity_for(account_of(request), id_typed(asked)) if asked else None


def _prefilled(identity: Identity, *, viewer: User) -> dict[str, str]:
    given_name, family_name = split_name(identity.display_name)
    kind = KIND_OF_CHANNEL.get(identity.channel)
    said = last_said([identity.pk], viewer=viewer)
    language = said.language if said and said.language in LANGUAGES else ""
    return {
        "given_name": given_name,
        "family_name": family_name,
        "email": identity.handle if kind == EMAIL else "",
        "phone": identity.handle if kind == PHONE else "",
        "language": language,
    }


def _erased_at(given: dict[str, Any], identity: Identity | None) -> datetime | None:
    """When somebody with this address, number or handle was erased by right: whoever makes the record says why."""
    handle = (identity.channel, identity.handle_key) if identity else None
    number = (given.get("customer_number") or "").replace("\x00", "").strip()
    return was_erased(_addresses(given), number, handle)


def _addresses(given: dict[str, Any]) -> list[tuple[str, str]]:
    addresses = []
    for kind in (EMAIL, PHONE):
        try:
            addresses.append((kind, normalised(kind, given.get(kind) or "")))
        except NotAnAddress:
            continue
    return addresses


def _duplicates(given: dict[str, Any]) -> list[Person]:
    return likely_duplicates(
        customer_number=(given.get("customer_number") or "").replace("\x00", "").strip(),
        given_name=(given.get("given_name") or "").strip(),
        family_name=(given.get("family_name") or "").strip(),
        city=(given.get("city") or "").strip(),
        addresses=_addresses(given),
    )


def _field_of(error: Exception) -> str | None:
    if isinstance(error, CustomerNumberTaken):
        return "customer_number"
    return error.kind if isinstance(error, AddressKnown | NotAnAddress) else None


def way_back(request: HttpRequest) -> str:
    """Where the flow was started, if it is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
