"""Logging in at a provider where one has an account already: off to it, and back.

What is known of somebody there who is no member yet travels through the pages that ask for a code and a name as a
signed word (`elsewhere`), which opens nothing by itself: the code, or the provider's confirmed address, does.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from parvis.community.actions.join import place_hash
from parvis.community.actions.log_in_elsewhere import (
    QUESTION_LIVES,
    Somebody,
    ask_provider,
    member_behind,
    somebody_behind,
    take_question,
    take_way_away,
)
from parvis.community.logic.errors import CommunityError, ElsewhereRefused
from parvis.community.models import LogInProvider, LogInQuestion, Member
from parvis.community.reads.log_in_ways import provider_name
from parvis.community.web.elsewhere_words import elsewhere_refused
from parvis.community.web.log_ins import back_of, confirmed_word, elsewhere_word, welcome
from parvis.community.web.origins import public_origin
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.community.web.views.ways_in import ways_page
from parvis.foundation.clock import utc_now

COOKIE = "parvis_log_in"


@never_cache
@page()
def log_in_with(request: HttpRequest, log_in_id: int) -> HttpResponse:
    """Off to the provider. `add`: a member adds it to their ways."""
    back = back_of(request)
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        # Another site sent them here, where a provider that knows them might agree unasked: they choose themselves.
        return redirect(f"{reverse('community-log-in')}?{urlencode({'next': back})}")
    provider = LogInProvider.objects.filter(pk=log_in_id, is_active=True).first()
    if provider is None:
        raise Http404("provider")
    adding = member_of(request) if "add" in request.GET else None
    try:
        asked = ask_provider(
            provider, page=reverse("community-me-ways") if adding else back, member=adding,
            redirect_uri=return_address(request), asked_from=place_hash(request.META.get("REMOTE_ADDR", "")),
            now=utc_now(),
        )  # fmt: skip
    except CommunityError as refused:
        return _refused(request, refused, provider, back)
    away = HttpResponseRedirect(asked.address)
    away.set_cookie(
        COOKIE,
        asked.browser,
        max_age=int(QUESTION_LIVES.total_seconds()),
        path=reverse("community-log-in-back"),
        secure=settings.IS_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return away


@never_cache
@page()
def log_in_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider. One question is answered once, in the browser that asked it."""
    response = _answered(request)
    response.delete_cookie(COOKIE, path=reverse("community-log-in-back"), samesite="Lax")
    return response


@page(methods=("POST",), members_only=True)
def way_elsewhere_remove(request: HttpRequest, elsewhere_id: int) -> HttpResponse:
    by = taking_part(request)
    if by is None or not take_way_away(by, elsewhere_id):
        raise Http404("way")
    return redirect("community-me-ways")


def return_address(request: HttpRequest) -> str:
    """What the provider must know as ours."""
    return public_origin(request) + reverse("community-log-in-back")


def _answered(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    try:
        question, back = take_question(
            request.GET.get("state", "")[:300], browser=request.COOKIES.get(COOKIE, ""), now=now
        )
    except CommunityError as refused:
        return _refused(request, refused, None, back_of(request))
    try:
        if "code" not in request.GET:
            raise ElsewhereRefused(
                "declined" if request.GET.get("error") == "access_denied" else "answer-refused"
            )
        somebody = somebody_behind(
            question,
            code=request.GET["code"][:2000],
            named_issuer=request.GET.get("iss", "")[:300],
            redirect_uri=return_address(request),
        )
        member = member_behind(somebody, adds=_still_there(request, question), now=now)
    except CommunityError as refused:
        return _refused(request, refused, question.provider, back)
    if member is not None:
        return welcome(member, back)
    return _next_step(request, question, somebody, back)


def _next_step(request: HttpRequest, question: LogInQuestion, somebody: Somebody, back: str) -> HttpResponse:
    """The name, where the address is confirmed; else a code to the address first."""
    shown = {"next": back, "elsewhere": elsewhere_word(somebody), "name": somebody.name}
    if somebody.is_confirmed:
        shown["proof"] = confirmed_word(somebody.email)
        return render(request, "community/members/name.html", shown)
    shown |= {
        "email": somebody.email,
        "step": _("One more step, this time only: a code shows us that the address is yours.")
        if somebody.email
        else _("One more step, this time only: %(name)s names no address of yours, so tell us one.")
        % {"name": provider_name(question.provider)},
    }
    return render(request, "community/members/log_in.html", shown)


def _still_there(request: HttpRequest, question: LogInQuestion) -> Member | None:
    """Who set out to add this way, logged in still. Raises ElsewhereRefused."""
    if question.member_id is None:
        return None
    here = member_of(request)
    if here is None or here.pk != question.member_id:
        raise ElsewhereRefused("over")
    return here


def _refused(
    request: HttpRequest, refused: CommunityError, provider: LogInProvider | None, back: str
) -> HttpResponse:
    """One sentence above what they can do instead."""
    problem = (
        elsewhere_refused(refused, provider) if isinstance(refused, ElsewhereRefused) else sentence(refused)
    )
    here = member_of(request)
    if here is not None and back == reverse("community-me-ways"):
        return ways_page(request, here, problem=problem)
    return render(request, "community/members/log_in.html", {"next": back, "problem": problem}, status=422)
