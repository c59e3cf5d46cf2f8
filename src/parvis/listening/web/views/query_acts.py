"""What is done to a saved query: paused, resumed, removed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.queries import pause_query, remove_query
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.reads.queries import get_query
from parvis.listening.web.refusal_words import refusal_sentence

_POST = ("POST",)


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def query_pause(request: HttpRequest, query_id: int) -> HttpResponse:
    return _switched(request, query_id, is_active=False)


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def query_resume(request: HttpRequest, query_id: int) -> HttpResponse:
    return _switched(request, query_id, is_active=True)


@screen(permission="queries.manage", purpose="listening", methods=_POST)
def query_remove(request: HttpRequest, query_id: int) -> HttpResponse:
    found = get_query(account_of(request), query_id)
    try:
        remove_query(found, by=actor_of(request), now=utc_now())
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
        return HttpResponseRedirect(reverse("query", args=[query_id]))
    say(request, _("“%(name)s” is removed") % {"name": found.name})
    return HttpResponseRedirect(reverse("queries"))


def _switched(request: HttpRequest, query_id: int, *, is_active: bool) -> HttpResponse:
    found = get_query(account_of(request), query_id)
    try:
        pause_query(found, is_active=is_active, by=actor_of(request), now=utc_now())
    except ListeningRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
    else:
        say(request, _("Resumed. What was missed is searched now.") if is_active else _("Paused"))
    return HttpResponseRedirect(reverse("query", args=[query_id]))
