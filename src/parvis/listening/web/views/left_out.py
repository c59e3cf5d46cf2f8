"""/listen/queries/left-out/: what is not taken in, and what was dropped for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.channels.models import Connection
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import last_days
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.rules import add_exclusion, remove_exclusion, save_rules, set_source_rule
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Exclusion
from parvis.listening.reads.intake import rules_in_force
from parvis.listening.reads.queries import DropCount, drop_samples, drops_of, exclusions, listening_sources
from parvis.listening.web.left_out_words import KIND_WORDS, REASON_WORDS
from parvis.listening.web.query_tabs import query_tabs
from parvis.listening.web.refusal_words import refusal_sentence

DAYS = 30
MOST_SAMPLES = 30
_POST = ("POST",)


@screen(permission="queries.manage", purpose="listening")
def left_out(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    zone = timezone.get_current_timezone()
    drops = drops_of(user, last_days(DAYS, today=timezone.localdate(), zone=zone))
    reason = request.GET.get("reason", "")
    source = id_typed(request.GET.get("source", ""))
    return render(
        request,
        "listening/left_out/index.html",
        {
            "tabs": query_tabs(request, user),
            "exclusions": [(one, KIND_WORDS[one.kind]) for one in exclusions(user)],
            "kinds": KIND_WORDS.items(),
            "rules": rules_in_force(),
            "sources": listening_sources(),
            "drops": [
                _shown(one, is_chosen=(one.reason, one.connection_id) == (reason, source)) for one in drops
            ],
            "total": counted(sum(one.count for one in drops)),
            "samples": [
                (one, REASON_WORDS.get(one.reason, one.reason))
                for one in drop_samples(user, reason=reason, connection_id=source, most=MOST_SAMPLES)
            ],
            "is_narrowed": bool(reason or source),
            "days": DAYS,
        },
    )


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def exclusion_add(request: HttpRequest) -> HttpResponse:
    try:
        add_exclusion(
            kind=request.POST.get("kind", ""),
            value=request.POST.get("value", "")[:2000],
            note=request.POST.get("note", ""),
            by=actor_of(request),
            now=utc_now(),
        )
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
    else:
        say(request, _("From the next posts on it is left out. What is stored stays."))
    return _back()


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def exclusion_remove(request: HttpRequest, exclusion_id: int) -> HttpResponse:
    found = get_object_or_404(Exclusion, pk=min(exclusion_id, 2**63 - 1))
    remove_exclusion(found, by=actor_of(request), now=utc_now())
    say(request, _("From the next posts on it is taken in again."))
    return _back()


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def intake_rules(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("author_cap", "").strip() or "0"
    cap = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
    try:
        save_rules(
            author_cap=cap,
            counts_repeats=request.POST.get("copies") != "once",
            by=actor_of(request),
            now=utc_now(),
        )
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
    else:
        say(request, _("Saved."))
    return _back()


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def source_keeps(request: HttpRequest, connection_id: int) -> HttpResponse:
    source = get_object_or_404(Connection, pk=min(connection_id, 2**63 - 1))
    only = request.POST.get("keeps") == "matches"
    set_source_rule(source, keeps_only_matches=only, by=actor_of(request), now=utc_now())
    words = (
        _("Of %(source)s only what a query finds is kept.")
        if only
        else _("Of %(source)s everything is kept.")
    )
    say(request, words % {"source": source.name})
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("left-out"))


def _shown(one: DropCount, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "source": one.source,
        "reason": REASON_WORDS.get(one.reason, one.reason),
        "count": counted(one.count),
        "url": f"?reason={one.reason}&source={one.connection_id}#dropped",
        "is_chosen": is_chosen,
    }
