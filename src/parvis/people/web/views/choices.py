"""/choices/<link>/: what a person allows, changed by themselves, without a log-in. And the one click out of mails.

A GET changes nothing, for programs that check mails open every address in them. Whoever has the link may choose:
so it needs no cookie and no token besides, and works where both are blocked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.clock import utc_now
from parvis.people.actions.choices import Spoken, choose, stop, withdraw_everything
from parvis.people.logic.choices_link import CHOICES
from parvis.people.logic.errors import WordsOutdated
from parvis.people.logic.proofs import browser_of, network_of
from parvis.people.models import ContactPoint, Person
from parvis.people.reads.choices import Choice, choices_of
from parvis.people.reads.choices_links import opened
from parvis.people.reads.purposes import asked_facts
from parvis.people.web.accounts_shown import accounts_shown
from parvis.people.web.choices_answers import is_too_often, language_for, nothing_opens, too_often
from parvis.people.web.purpose_words import BASES_TOLD, CHANNELS, PURPOSE_TITLES

# Of one link, within ten minutes: choices made.
MOST_CHANGES = 60
FORM = "/choices/"

View = Callable[..., HttpResponse]


def _public(view: View) -> View:
    """Kept by nobody, found by no search engine; the link travels to no other page."""

    @csrf_exempt
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        with purpose("legal_duty"):
            page = view(request, token)
        page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        page["Referrer-Policy"] = "no-referrer"
        page["Cache-Control"] = "private, no-store"
        return page

    return guarded


@_public
def choices(request: HttpRequest, token: str) -> HttpResponse:
    """All purposes with their words. POST saves what is ticked, takes everything back, or objects to everything."""
    now = utc_now()
    found = opened(token, now=now)
    person = found.person if found and found.link.use == CHOICES else None
    if person is None:
        return nothing_opens(request)
    with override(language_for(request, person)):
        if request.method != "POST":
            return _page(request, person, token=token, done=request.GET.get("done", ""))
        if is_too_often(f"choices-link:{token}", MOST_CHANGES):
            return too_often(request)
        act = request.POST.get("act", "")
        by, language = Actor("person", person.pk), get_language() or "en"
        try:
            if act in ("withdraw", "object"):
                withdraw_everything(
                    person, objects=act == "object", spoken=_spoken(request, "clicked"), by=by, now=now
                )
            else:
                shown = {fact.code: request.POST.get(f"words-{fact.code}", "")[:20] for fact in asked_facts()}
                choose(
                    person,
                    {code: code in request.POST.getlist("allow") for code, version in shown.items() if version},
                    shown=shown, language=language, spoken=_spoken(request, "ticked"), by=by, now=now,
                )  # fmt: skip
        except WordsOutdated:
            return _page(request, person, token=token, done="outdated", status=409)
        return redirect(f"{request.path}?done={act if act in ('withdraw', 'object') else 'saved'}")


@_public
def choices_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST stops it at once (RFC 8058: no cookie, no question, no redirect), as often as it is sent."""
    now = utc_now()
    found = opened(token, now=now)
    code = found.link.stops if found else ""
    fact = next((one for one in asked_facts() if one.code == code), None)
    if found is None or fact is None:
        return nothing_opens(request)
    person = found.person
    with override(language_for(request, person)):
        if request.method == "POST":
            if is_too_often(f"choices-link:{token}", MOST_CHANGES):
                return too_often(request)
            if person is not None:
                one_click = request.POST.get("List-Unsubscribe") == "One-Click"
                spoken = _spoken(request, "one_click" if one_click else "clicked")
                stop(person, code, spoken=spoken, by=Actor("person", person.pk), now=now)
            if request.POST.get("List-Unsubscribe") == "One-Click":
                return HttpResponse("", content_type="text/plain")  # a program asked: no page, no cookie
        context = {
            "is_done": request.method == "POST",
            "title": PURPOSE_TITLES.get(fact.purpose, fact.purpose),
            "channel": CHANNELS.get(fact.channel, ""),
        }
        return render(request, "people/choices/stop.html", context)


def _page(
    request: HttpRequest, person: Person, *, token: str, done: str = "", status: int = 200
) -> HttpResponse:
    groups: dict[str, dict[str, Any]] = {}
    for choice in choices_of(person.pk, language=get_language() or "en"):
        fact = choice.rule.fact
        group = groups.setdefault(
            fact.purpose, {"title": PURPOSE_TITLES.get(fact.purpose, fact.purpose), "choices": []}
        )
        group["choices"].append(_shown(choice))
    return render(
        request,
        "people/choices/index.html",
        {
            "groups": list(groups.values()),
            "hint": _masked(person),
            "done": done if done in ("saved", "withdraw", "object", "outdated", "shown", "known") else "",
            "accounts": accounts_shown(person, token),
            "is_anything_allowed": any(c["is_allowed"] for g in groups.values() for c in g["choices"]),
        },
        status=status,
    )


def _shown(choice: Choice) -> dict[str, Any]:
    return {
        "code": choice.code,
        "words": choice.wording.text,
        "version": choice.wording.version,
        "is_allowed": choice.is_allowed,
        "told": BASES_TOLD.get(choice.basis, "") if choice.is_allowed else "",
        "since": choice.since if choice.is_spoken else None,
        "until": choice.valid_until,
    }


def _masked(person: Person) -> str:
    """ "c•••e@example.org": enough for the person to know it is about them, not enough for who was sent the mail on."""
    value = (
        ContactPoint.objects.filter(person=person, kind="email")
        .order_by("pk")
        .values_list("value", flat=True)
        .first()
    )
    if not value:
        return ""
    local, _, domain = value.rpartition("@")
    return f"{local[0]}•••{local[-1]}@{domain}" if len(local) > 3 else f"{local[0]}•••@{domain}"


def _spoken(request: HttpRequest, act: str) -> Spoken:
    return Spoken(
        FORM,
        act,
        network_of(request.META.get("REMOTE_ADDR", "")),
        browser_of(request.headers.get("User-Agent", "")),
    )
