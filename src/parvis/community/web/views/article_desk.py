"""The editors' desk: articles by state, what is out of date, what did not help; review and history."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.article_begin import LANGUAGES, translate_article
from parvis.community.actions.article_review import (
    publish_article,
    resume_article,
    send_back,
    submit_article,
    withdraw_article,
)
from parvis.community.actions.join import member_of_staff
from parvis.community.logic.errors import CommunityError
from parvis.community.reads.article_desk import (
    PAGE,
    SORTS,
    days_of,
    desk_articles,
    desk_counts,
    get_desk_article,
    revisions_of,
    unhelpful_first,
    words_why_not,
)
from parvis.community.web.article_addresses import desk_address
from parvis.community.web.article_words import desk_tabs
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.answer")
def article_list(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("state", "")
    kind = kind if kind in SORTS else ""
    language = request.GET.get("language", "")
    found = desk_articles(
        kind=kind,
        language=language if language in LANGUAGES else "",
        typed=request.GET.get("q", ""),
    )
    skipped = min(id_typed(request.GET.get("from", "")) or 0, 10_000)
    rows = list(found[skipped : skipped + PAGE + 1])
    shown = {
        "rows": rows[:PAGE], "more_from": skipped + PAGE if len(rows) > PAGE else None,
        "tabs": desk_tabs(kind or "all", desk_counts()), "spoken": language, "kind": kind,
        "typed": request.GET.get("q", ""), "languages": LANGUAGES,
    }  # fmt: skip
    return render(request, "community/desk/articles/list.html", shown)


@screen(permission="community.answer")
def unhelpful(request: HttpRequest) -> HttpResponse:
    """What was read most and helped least, as articles stand now."""
    shown = {"rows": unhelpful_first(), "tabs": desk_tabs("unhelpful", desk_counts())}
    return render(request, "community/desk/articles/unhelpful.html", shown)


@screen(permission="community.answer")
def history(request: HttpRequest, article_id: int) -> HttpResponse:
    article = get_desk_article(article_id)
    shown = {
        "article": article,
        "revisions": revisions_of(article),
        "days": days_of(article),
        "words": words_why_not(article),
        "deflections": article.deflections.count(),
    }
    return render(request, "community/desk/articles/history.html", shown)


@screen(permission="community.answer", methods=("POST",))
def act(request: HttpRequest, article_id: int) -> HttpResponse:
    """submit, publish, send-back, withdraw, resume: what the button was pressed for."""
    user, article, now = account_of(request), get_desk_article(article_id), utc_now()
    what = request.POST.get("what", "")
    if what != "submit" and not user.may("community.manage"):
        raise PermissionDenied("community.manage")
    by = member_of_staff(user, now=now)
    told = {
        "submit": _("It waits for a colleague who reads it."),
        "publish": _("Published: readers see it now."),
        "send-back": _("Sent back with your reason."),
        "withdraw": _("Withdrawn: readers no longer see it. Its text and history stay."),
        "resume": _("It is a draft again."),
    }
    try:
        if what == "submit":
            submit_article(article, by=by, now=now)
        elif what == "publish":
            publish_article(article, number=id_typed(request.POST.get("number", "")) or 0, by=by, now=now)
        elif what == "send-back":
            send_back(article, reason=request.POST.get("reason", ""), by=by, now=now)
        elif what == "withdraw":
            withdraw_article(article, by=by, now=now)
        elif what == "resume":
            resume_article(article, by=by, now=now)
    except CommunityError as refused:
        say(request, sentence(refused), tone="warning")
    else:
        if what in told:
            say(request, told[what])
    return redirect(desk_address(article))


@screen(permission="community.answer", methods=("POST",))
def translate(request: HttpRequest, article_id: int) -> HttpResponse:
    """Begin the article in another language, or go to it where it is there."""
    article, now = get_desk_article(article_id), utc_now()
    by = member_of_staff(account_of(request), now=now)
    try:
        other, is_new = translate_article(article, language=request.POST.get("language", ""), by=by, now=now)
    except CommunityError as refused:
        say(request, sentence(refused), tone="warning")
        return redirect(desk_address(article))
    if is_new:
        say(request, _("A draft with the original’s words: put them into the other language."))
    return redirect(desk_address(other))
