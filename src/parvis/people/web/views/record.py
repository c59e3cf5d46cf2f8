"""The record of a person reads like a letter: who, since when, how it goes, what was said last, then everything."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, resolve
from django.utils.timezone import make_aware

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.plugs import plugged
from parvis.foundation.prepared import prepared
from parvis.foundation.web.addresses import address_of
from parvis.people.logic.contact_points import readable_phone
from parvis.people.logic.timeline import GROUPS, Choice, TimelineEntry
from parvis.people.models import ContactPoint, Person
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.addresses import contact_points_of
from parvis.people.reads.behind import identity_ids_of, standing_person
from parvis.people.reads.canonical import asked_once, record_ids, stands_by_itself
from parvis.people.reads.consents import consent_states
from parvis.people.reads.held import looking_at
from parvis.people.reads.journey import place_of
from parvis.people.reads.links import LinkedIdentity, linked_identities, steps_of_person
from parvis.people.reads.relation import relation_of
from parvis.people.reads.timeline import TimelinePage, last_said, timeline
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES, ContactPointForm
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import LANGUAGES, kind_word
from parvis.people.web.timeline_words import GROUP_WORDS, is_said, kind_said, line_of
from parvis.people.web.views.record_parts import parts_of

ON_A_PAGE = 25


@person_screen()
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Every record of a human leads to the one that stands for all of them."""
    with asked_once(), prepared():
        found = person_for(account_of(request), person_id)
        if (standing := standing_person(found)).pk != found.pk:
            return redirect("person", standing.pk)
        stands_by_itself(found)
        with looking_at(record_ids(found.pk)):
            return render(request, "people/record/index.html", record_context(request, found))


@person_screen()
def person_timeline(request: HttpRequest, person_id: int) -> HttpResponse:
    """The next, older part alone, to be put under what is shown."""
    found = person_for(account_of(request), person_id)
    choice = choice_asked(request)
    page = timeline(
        identity_ids_of(found.pk),
        person_ids=record_ids(found.pk),
        viewer=account_of(request),
        before=before_asked(request),
        most=ON_A_PAGE,
        choice=choice,
    )
    return render(
        request,
        "people/record/_entries.html",
        {
            "person": found,
            "entries": shown(page, account_of(request)),
            "before": page.before,
            "choice": choice,
        },
    )


def record_context(request: HttpRequest, found: Person) -> dict[str, Any]:
    user = account_of(request)
    linked = linked_identities(found.pk)
    identity_ids = [one.identity.pk for one in linked]
    choice, before = choice_asked(request), before_asked(request)
    page = timeline(
        identity_ids,
        person_ids=record_ids(found.pk),
        viewer=user,
        before=before,
        most=ON_A_PAGE,
        choice=choice,
    )
    said = (
        next((entry for entry in page.entries if not entry.by_us and entry.kind in GROUPS["said"]), None)
        if choice.is_everything and before is None
        else None
    ) or last_said(identity_ids, viewer=user, spoken_for=record_ids(found.pk))
    return parts_of(found, user) | {
        "person": found,
        "relation": relation_of(found.pk, now=utc_now(), months=1),
        "journey_step": place_of(found.pk),
        "linked": linked,
        "since": min([found.created_at, *(one.identity.first_seen_at for one in linked)]),
        "last_seen": max([*(one.identity.last_seen_at for one in linked), *([said.at] if said else [])], default=None),
        "channels": _channels(linked),
        "last_said": said,
        "last_said_url": entry_url(said, user) if said else "",
        "speaks": LANGUAGES.get(found.language, found.language),
        "panels": _panels(user, identity_ids),
        "entries": shown(page, user),
        "before": page.before,
        "choice": choice,
        "groups": [(key, GROUP_WORDS[key]) for key in GROUPS if key != "answered"],
        "is_continued": before is not None,
        "contact_points": [_shown_point(point) for point in contact_points_of(found.pk)],
        "contact_form": ContactPointForm(auto_id="contact_%s"),
        "consents": [
            {"state": state, "purpose": CONSENT_PURPOSES.get(state.purpose, state.purpose),
             "channel": dict(CONSENT_CHANNELS).get(state.channel, state.channel)}
            for state in consent_states(found.pk)
        ],
        "steps": steps_of_person(found.pk),
        "creator": _name_of(found.created_by_id),
        "can_edit": can_edit_people(user),
        "is_officer": "data_protection_officer" in user.roles,
    }  # fmt: skip


def choice_asked(request: HttpRequest) -> Choice:
    """What the filters say; a value that means nothing shows an empty timeline, not an error.

    from and to are days in the reader's zone, both included.
    """
    get = request.GET.get
    until = _midnight(get("to", ""))
    return Choice(
        channel=get("channel", "")[:40], said_by=get("by", "") if get("by") in ("them", "us") else "",
        kind=get("kind", "")[:20], sentiment=get("mood", "")[:10],
        since=_midnight(get("from", "")), until=until + timedelta(days=1) if until else None,
    )  # fmt: skip


def _midnight(typed: str) -> datetime | None:
    try:
        day = date.fromisoformat(typed)
        return make_aware(datetime.combine(day, time.min)) if 1900 <= day.year <= 2200 else None
    except ValueError:
        return None


def before_asked(request: HttpRequest) -> datetime | None:
    try:
        asked = datetime.fromisoformat(request.GET.get("before", ""))
    except ValueError:
        return None
    return asked if asked.tzinfo is not None else None


def shown(page: TimelinePage, user: User) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "url": entry_url(entry, user),
            "did": kind_said(entry.kind),
            "line": "" if is_said(entry.kind) else line_of(entry),
        }
        for entry in page.entries
    ]


def entry_url(entry: TimelineEntry, user: User) -> str:
    """Where it was said, for those whose roles lead there."""
    try:
        url = address_of(entry.url_name, *entry.url_args) if entry.url_name else ""
    except NoReverseMatch:
        return ""
    asked = _permission(entry.url_name, url) if url else ""
    return url if not asked or user.may(asked) else ""


def _permission(url_name: str, url: str) -> str:
    """What the screen behind an address asks for: the same for every address of one name."""
    if url_name not in _asked_by:
        _asked_by[url_name] = getattr(resolve(url).func, "permission", "")
    return _asked_by[url_name]


_asked_by: dict[str, str] = {}


def _name_of(user_id: int | None) -> str:
    if user_id is None:
        return ""
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or ""


def _panels(user: User, identity_ids: list[int]) -> list[Any]:
    return [panel for panels_of in plugged("PERSON_PANELS") for panel in panels_of(user, identity_ids)]


def _channels(linked: list[LinkedIdentity]) -> list[str]:
    return list(dict.fromkeys(one.identity.channel for one in linked))


def _shown_point(point: ContactPoint) -> dict[str, Any]:
    return {
        "point": point,
        "word": kind_word(point.kind),
        "value": readable_phone(point.value) if point.kind == "phone" else point.value,
    }
