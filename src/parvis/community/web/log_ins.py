"""What every way of logging in does at its end, and what travels between its pages as a signed word."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from parvis.community.actions.log_in_elsewhere import Somebody, keep_way
from parvis.community.logic.errors import ElsewhereRefused
from parvis.community.models import Member
from parvis.community.web.sessions import log_in as set_cookie

HOME = "/community/"
_CONFIRMED, _ELSEWHERE = "community.confirmed-address", "community.log-in-elsewhere"
_SECONDS = 1800


def welcome(member: Member, back: str) -> HttpResponse:
    """Logged in, and back to where they were."""
    response = redirect(back)
    set_cookie(response, member)
    return response


def back_of(request: HttpRequest) -> str:
    """A page of the community only: a link from outside may not lead elsewhere through our log-in."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    is_ours = wanted.startswith(HOME) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else HOME


def confirmed_word(email: str) -> str:
    """That whoever holds it showed lately that this address is theirs."""
    return signing.dumps(email, salt=_CONFIRMED)


def confirmed_address(word: str) -> str:
    """The address, or ""."""
    try:
        return str(signing.loads(word, salt=_CONFIRMED, max_age=_SECONDS))
    except signing.BadSignature:
        return ""


def elsewhere_word(somebody: Somebody) -> str:
    """Who they are at a provider. It opens nothing: an address that they show to be theirs does."""
    known = {name: value for name, value in asdict(somebody).items() if name not in ("email", "is_confirmed")}
    return signing.dumps(known, salt=_ELSEWHERE)


def elsewhere_of(request: HttpRequest) -> dict[str, str]:
    """What goes on to the next page: the word, and the name that is proposed."""
    word = request.POST.get("elsewhere", "")
    try:
        return {
            "elsewhere": word,
            "name": signing.loads(word, salt=_ELSEWHERE, max_age=_SECONDS)["name"],
        }
    except signing.BadSignature:
        return {}


def keep_elsewhere(request: HttpRequest, member: Member, *, now: datetime) -> None:
    """Whoever came from a provider and showed who they are comes in by it from now on."""
    try:
        known = signing.loads(request.POST.get("elsewhere", ""), salt=_ELSEWHERE, max_age=_SECONDS)
    except signing.BadSignature:
        return
    # Another was quicker, or it is offered no more: they are in all the same.
    with suppress(ElsewhereRefused):
        keep_way(member, provider_id=known["provider_id"], subject_hash=known["subject_hash"], now=now)
