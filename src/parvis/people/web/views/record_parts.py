"""What the record's page shows beside the timeline, and the small acts on it that need no page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.owners import set_owner
from parvis.people.actions.tags import put_tag, tag_named, take_tag_off
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person, RecordFile, Tag
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.custom_fields import custom_values_of
from parvis.people.reads.organizations import positions_of
from parvis.people.reads.purchases import bought_in_all, last_purchases
from parvis.people.reads.relationships import related_persons
from parvis.people.reads.tags import names_offered, tags_of
from parvis.people.reads.timeline_sources import newest_of
from parvis.people.web.record_forms import NoteForm, PositionForm
from parvis.people.web.record_sentences import WAY_WORDS, not_kept
from parvis.people.web.screens import person_screen

FILES_SHOWN = 6


def parts_of(person: Person, user: User) -> dict[str, Any]:
    """For the template of the record. The number of statements does not grow with what is there."""
    ids = record_ids(person.pk)
    today = utc_now().date()
    positions = positions_of(ids)
    files = newest_of(
        ids, RecordFile.objects.all(), moment="created_at", before=None, most=FILES_SHOWN + 1, what="file"
    )
    tag_names, organization_names = names_offered()
    bought, custom = bought_in_all(ids), custom_values_of(ids)
    return {
        "tags": tags_of(ids),
        "all_tags": _options(tag_names),
        "owner": person.owner,
        "positions": [one for one in positions if one.until is None or one.until >= today],
        "past_positions": [one for one in positions if one.until is not None and one.until < today],
        "related": [
            {"one": one, "word": WAY_WORDS[one.way]} for one in related_persons(ids)
        ],
        "custom": custom,
        "has_custom": any(one.is_known for one in custom),
        "bought": bought,
        "purchases": last_purchases(ids) if bought else [],
        "files": files,
        "files_shown": FILES_SHOWN,
        "note_form": NoteForm(auto_id="note_%s"),
        "position_form": PositionForm(auto_id="position_%s"),
        "organizations": _options(organization_names),
        "colleagues": _choices(colleagues(), chosen=person.owner_id) if can_edit_people(user) else "",
    }  # fmt: skip


def _options(names: Iterable[str]) -> SafeString:
    """What a datalist offers. By the template's own loop some hundreds of names took half as long as the page.

    Escaped all at once: no name that PostgreSQL keeps holds the sign that is put between them.
    """
    joined = escape("\0".join(names)).replace("\0", '"></option><option value="')
    return mark_safe(f'<option value="{joined}"></option>' if joined else "")  # noqa: S308 -- escaped


def _choices(users: Iterable[User], *, chosen: int | None) -> SafeString:
    """What a select offers."""
    marks = {chosen: " selected"}
    return mark_safe(  # noqa: S308 -- escaped
        "".join(
            f'<option value="{one.pk}"{marks.get(one.pk, "")}>{escape(one.name)}</option>' for one in users
        )
    )


def colleagues() -> list[User]:
    """Whom a record can be given to."""
    found = (
        User.objects.filter(is_active=True, owner=None).only("name", "roles", "is_active").order_by("name")
    )
    return [user for user in found if user.may("people.view")]


@person_screen(permission="people.edit", methods=("POST",))
def person_owner(request: HttpRequest, person_id: int) -> HttpResponse:
    """`owner` is the id of a colleague; empty: nobody."""
    found = person_for(account_of(request), person_id)
    asked = request.POST.get("owner", "")
    owner = User.objects.filter(pk=id_typed(asked)).first() if asked else None
    try:
        if asked and owner is None:
            raise NotKept("owner-unfit")
        set_owner(found, owner, by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
    else:
        say(
            request,
            _("%(name)s looks after this record.") % {"name": owner}
            if owner
            else _("Nobody in particular looks after this record."),
        )
    return redirect("person", found.pk)


@person_screen(permission="people.edit", methods=("POST",))
def person_tag_add(request: HttpRequest, person_id: int) -> HttpResponse:
    """`tag` is its name; one that is not known yet is made."""
    found = person_for(account_of(request), person_id)
    try:
        tag = tag_named(request.POST.get("tag", ""), by=actor_of(request), now=utc_now())
        put_tag(found, tag, by=actor_of(request), now=utc_now())
    except NotKept as error:
        say(request, not_kept(error), tone="danger")
    return redirect("person", found.pk)


@person_screen(permission="people.edit", methods=("POST",))
def person_tag_remove(request: HttpRequest, person_id: int, tag_id: int) -> HttpResponse:
    found = person_for(account_of(request), person_id)
    tag = Tag.objects.filter(pk=tag_id).first()
    if tag is None:
        raise Http404
    now = utc_now()
    for record in Person.objects.filter(pk__in=record_ids(found.pk)):
        take_tag_off(record, tag, by=actor_of(request), now=now)
    return redirect("person", found.pk)
