"""Logging in by passkey, and the page where a member adds and removes theirs."""

from __future__ import annotations

import json
import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from parvis.community.actions.join import log_out_everywhere
from parvis.community.actions.passkeys import ask_for_key, ask_who, keep_key, member_with_key, take_key_away
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.models import Member
from parvis.community.reads.log_in_ways import offered_providers, ways_elsewhere
from parvis.community.web.devices import device_here
from parvis.community.web.log_ins import back_of, welcome
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now

_ASKED = "community_passkey"
_SECONDS = 300
MOST_BYTES = 20_000


@never_cache
@page(methods=("GET", "HEAD", "POST"))
def log_in_passkey(request: HttpRequest) -> HttpResponse:
    """GET: what the browser is asked. POST: its answer, good once."""
    if request.method != "POST":
        options, asked = ask_who(host=_host(request))
        _remember(request, asked)
        return JsonResponse(options)
    back = back_of(request)
    try:
        member = member_with_key(_answer(request), asked=_asked(request), host=_host(request), now=utc_now())
    except CommunityError as refused:
        shown = {"next": back, "problem": sentence(refused)}
        return render(request, "community/members/log_in.html", shown, status=422)
    return welcome(member, back)


@never_cache
@page(methods=("GET", "HEAD", "POST"), members_only=True)
def ways_in(request: HttpRequest) -> HttpResponse:
    """The member's passkeys. POST keeps the one that the browser made."""
    by, problem = _member(request), ""
    if request.method == "POST":
        try:
            keep_key(
                by, _answer(request), asked=_asked(request), host=_host(request),
                name=request.POST.get("name", "")[:200], now=utc_now(),
            )  # fmt: skip
            return redirect("community-me-ways")
        except CommunityError as refused:
            problem = sentence(refused)
    return ways_page(request, by, problem=problem)


def ways_page(request: HttpRequest, by: Member, *, problem: str = "") -> HttpResponse:
    """By what a member comes in, and what they may add."""
    shown = {
        "member": by,
        "here": "ways",
        "passkeys": list(by.passkeys.all()),
        "elsewhere": ways_elsewhere(by),
        "offered": offered_providers(but=by),
        "problem": problem,
        "is_ended": "ended" in request.GET,
    }
    return render(request, "community/me/ways.html", shown, status=422 if problem else 200)


@never_cache
@page(methods=("POST",), members_only=True)
def end_log_ins(request: HttpRequest) -> HttpResponse:
    """Everywhere but here: whoever is logged in elsewhere has to begin anew at their next click."""
    by = _member(request)
    log_out_everywhere(by, but_device=device_here(request, by) or 0)
    by.refresh_from_db()
    return welcome(by, f"{reverse('community-me-ways')}?ended")


@never_cache
@page(members_only=True)
def ways_options(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to make."""
    try:
        options, asked = ask_for_key(_member(request), host=_host(request))
    except CommunityError as refused:
        return JsonResponse({"problem": sentence(refused)}, status=422)
    _remember(request, asked)
    return JsonResponse(options)


@page(methods=("POST",), members_only=True)
def way_remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    if not take_key_away(_member(request), passkey_id):
        raise Http404("passkey")
    return redirect("community-me-ways")


def _host(request: HttpRequest) -> str:
    """A passkey belongs to the name of the place, without its port."""
    return request.get_host().rpartition(":")[0] or request.get_host()


def _remember(request: HttpRequest, asked: dict[str, Any]) -> None:
    request.session[_ASKED] = {**asked, "at": time.time()}


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What this browser was asked, once and lately. Raises MayNot."""
    asked: dict[str, Any] = request.session.pop(_ASKED, {})
    if time.time() - asked.pop("at", 0) > _SECONDS:
        raise MayNot("passkey")
    return asked


def _answer(request: HttpRequest) -> Any:
    """Raises MayNot."""
    given = request.POST.get("credential", "")
    try:
        answer = json.loads(given) if len(given) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise MayNot("passkey")
    return answer


def _member(request: HttpRequest) -> Member:
    by = taking_part(request)
    assert by is not None  # members_only
    return by
