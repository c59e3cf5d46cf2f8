"""Watched words with what they caught, the rules for new texts, and moderation in figures."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.look import rules
from parvis.community.actions.watch import set_rules, stop_watching, watch
from parvis.community.logic.errors import CommunityError
from parvis.community.logic.spam import LEAST_DECISIONS
from parvis.community.models import ModerationRules, WatchedWord
from parvis.community.reads.looks import watched_words
from parvis.community.reads.moderation import ground_title, grounds
from parvis.community.reads.moderation_figures import moderation_figures
from parvis.community.web.moderation_tabs import moderation_tabs
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen

PERIODS = (30, 90, 365)


@screen(permission="community.moderate", methods=("GET", "HEAD", "POST"))
def watched(request: HttpRequest) -> HttpResponse:
    """A word more, or the list with what each caught and how often people agreed."""
    problem = ""
    if request.method == "POST":
        ground = grounds().filter(number=id_typed(request.POST.get("ground", ""))).first()
        language = request.POST.get("language", "")
        try:
            if ground is None:
                raise Http404("ground")
            watch(
                request.POST.get("words", ""),
                language=language if language in ("en", "fr") else "",
                act=WatchedWord.HOLD if request.POST.get("act") == WatchedWord.HOLD else WatchedWord.FLAG,
                ground=ground,
                by=account_of(request),
                now=utc_now(),
            )
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            say(request, _("Watched from now on. What is there already stays."))
            return redirect("community-watched")
    set_now = rules()
    lesson = set_now.lesson or {"spam": 0, "fine": 0}
    shown = {
        "rows": [(one, ground_title(one.word.ground)) for one in watched_words()],
        "grounds": [(one, ground_title(one)) for one in grounds()],
        "rules": set_now,
        "lesson": lesson,
        "is_learnt": min(lesson["spam"], lesson["fine"]) >= LEAST_DECISIONS,
        "least": LEAST_DECISIONS,
        "problem": problem,
        "given": request.POST.get("words", "") if problem else "",
        "tabs": moderation_tabs(request),
    }
    return render(request, "community/desk/watched.html", shown, status=422 if problem else 200)


@screen(permission="community.moderate", methods=("POST",))
def unwatch(request: HttpRequest, word_id: int) -> HttpResponse:
    found = WatchedWord.objects.filter(pk=word_id).first()
    if found is None:
        raise Http404("word")
    if stop_watching(found, by=account_of(request), now=utc_now()):
        say(request, _("No longer watched."))
    return redirect("community-watched")


@screen(permission="community.manage", methods=("POST",))
def rules_set(request: HttpRequest) -> HttpResponse:
    """How many first texts a person looks at, and from how many points on."""
    given = request.POST
    try:
        set_rules(
            first_posts=id_typed(given.get("first_posts", "")) or 0,
            first_posts_are=ModerationRules.HOLD
            if given.get("first_posts_are") == "hold"
            else ModerationRules.SHOW,
            hold_from=id_typed(given.get("hold_from", "")) or 0,
            withhold_from=id_typed(given.get("withhold_from", "")) or 0,
            by=account_of(request),
            now=utc_now(),
        )
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("Kept. New texts are looked at so from now on."))
    return redirect("community-watched")


@screen(permission="community.moderate")
def figures(request: HttpRequest) -> HttpResponse:
    days = id_typed(request.GET.get("days", "")) or 90
    days = days if days in PERIODS else 90
    now = utc_now()
    found = moderation_figures(now - timedelta(days=days), now)
    shown = {
        "figures": found,
        "grounds": [(one, ground_title(one.ground)) for one in found.grounds],
        "days": days,
        "periods": PERIODS,
        "tabs": moderation_tabs(request),
    }
    return render(request, "community/desk/figures.html", shown)
