"""The small card beside a conversation: who is this, and what can be done about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from parvis.accounts.permissions import account_of
from parvis.people.permissions import can_edit_people, identity_for
from parvis.people.reads.behind import identity_ids_of, person_behind
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.counts import said_by_kind
from parvis.people.reads.links import link_of
from parvis.people.reads.quoted import quoted_by
from parvis.people.reads.tags import tags_of
from parvis.people.reads.timeline import timeline
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import LANGUAGES
from parvis.people.web.views.person_form import way_back
from parvis.people.web.views.record import shown

RECENT = 4
# Messages in which a number may have been quoted, and the channels on which nobody else reads it.
LOOKED_AT = 20
PRIVATE = frozenset(("email", "form", "sms", "phone", "whatsapp", "webchat"))


@person_screen()
def person_card(request: HttpRequest, identity_id: int) -> HttpResponse:
    """`next` is where to come back to after a record was made or linked; without it, the page that shows the card."""
    user = account_of(request)
    found = identity_for(user, identity_id)
    owner = person_behind(found.pk)
    identity_ids = identity_ids_of(owner.pk) if owner else [found.pk]
    page = timeline(
        identity_ids,
        viewer=user,
        most=RECENT if owner else LOOKED_AT,
        spoken_for=record_ids(owner.pk) if owner else (),
    )
    private = [entry.text for entry in page.entries if entry.kind == "message" and entry.channel in PRIVATE]
    return render(
        request,
        "people/card/_card.html",
        {
            "identity": found,
            "person": owner,
            "decision": link_of(found.pk),
            "tags": tags_of(record_ids(owner.pk)) if owner else [],
            "speaks": LANGUAGES.get(owner.language, owner.language) if owner else "",
            "recent": shown(page, user)[:RECENT],
            "quoted": quoted_by(found.pk, private) if private and not owner else [],
            "said": None if owner else said_by_kind([found.pk], viewer=user),
            "can_edit": can_edit_people(user),
            "next": way_back(request) or _page_that_asks(request),
        },
    )


def _page_that_asks(request: HttpRequest) -> str:
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by its middleware
    return htmx.current_url_abs_path or ""
