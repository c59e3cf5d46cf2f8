"""/listen/sources/: where we hear, and where we could."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import last_days
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.place_look import ask_for_look, propose_place
from parvis.listening.actions.trials import accept_place, refuse_place, try_place, unrefuse_place
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Place
from parvis.listening.reads.places import (
    get_place,
    heard_sources,
    naming_mentions,
    page_of_places,
    shown,
    trial_posts,
)
from parvis.listening.web.place_shown import name_of, shown_place, shown_places
from parvis.listening.web.refusal_words import refusal_sentence

DAYS = 28
MOST_POSTS = 20
_POST = ("POST",)


@screen(permission="queries.manage", purpose="listening")
def sources(request: HttpRequest) -> HttpResponse:
    user, now = account_of(request), utc_now()
    zone = timezone.get_current_timezone()
    proposed = page_of_places(user, Place.PROPOSED, now=now, after=request.GET.get("after", ""))
    return render(
        request,
        "listening/sources/index.html",
        {
            "trials": shown_places(page_of_places(user, Place.TRIAL, now=now, most=200).places, now=now),
            "proposed": shown_places(proposed.places, now=now),
            "next_key": proposed.next_key,
            "refused": shown_places(page_of_places(user, Place.REFUSED, now=now, most=100).places, now=now),
            "heard": heard_sources(user, last_days(DAYS, today=timezone.localdate(), zone=zone)),
            "may_connect": user.may("connections.manage"),
        },
    )


@screen(permission="queries.manage", purpose="listening")
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """One place: who named it, what a look or its trial showed."""
    user, now = account_of(request), utc_now()
    found = get_place(user, place_id)
    return render(
        request,
        "listening/sources/place.html",
        {
            "shown": shown_place(shown(found, now=now), now=now),
            "mentions": naming_mentions(user, found, most=MOST_POSTS),
            "trial_posts": trial_posts(found, most=MOST_POSTS) if found.state == Place.TRIAL else [],
            "may_connect": user.may("connections.manage"),
        },
    )


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def place_add(request: HttpRequest) -> HttpResponse:
    try:
        added = propose_place(request.POST.get("address", "")[:2000], by=actor_of(request), now=utc_now())
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
        return HttpResponseRedirect(reverse("sources"))
    say(request, _("It is being looked at. What it says appears here by itself."))
    return HttpResponseRedirect(reverse("place", args=[added.pk]))


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def place_look(request: HttpRequest, place_id: int) -> HttpResponse:
    found = get_place(account_of(request), place_id)
    ask_for_look(found, now=utc_now())
    say(request, _("It is being looked at. What it says appears here by itself."))
    return _back(request, found)


@screen(permission="connections.manage", purpose="listening", methods=_POST)
def place_try(request: HttpRequest, place_id: int) -> HttpResponse:
    words = _("%(place)s is listened to for two weeks. Until you accept it, it counts in no figure.")
    return _decided(request, place_id, try_place, words)


@screen(permission="connections.manage", purpose="listening", methods=_POST)
def place_accept(request: HttpRequest, place_id: int) -> HttpResponse:
    return _decided(
        request, place_id, accept_place, _("%(place)s counts from now on, with what its trial brought.")
    )


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def place_refuse(request: HttpRequest, place_id: int) -> HttpResponse:
    return _decided(request, place_id, refuse_place, _("%(place)s is not proposed again."), to_list=True)


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def place_unrefuse(request: HttpRequest, place_id: int) -> HttpResponse:
    return _decided(request, place_id, unrefuse_place, _("%(place)s may be proposed again."), to_list=True)


def _decided(
    request: HttpRequest, place_id: int, act: Callable[..., Place], words: str, *, to_list: bool = False
) -> HttpResponse:
    found = get_place(account_of(request), place_id)
    try:
        act(found, by=actor_of(request), now=utc_now())
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
    else:
        say(request, words % {"place": name_of(found)})
    return HttpResponseRedirect(reverse("sources")) if to_list else _back(request, found)


def _back(request: HttpRequest, found: Place) -> HttpResponse:
    if request.POST.get("from") == "list":
        return HttpResponseRedirect(reverse("sources"))
    return HttpResponseRedirect(reverse("place", args=[found.pk]))
