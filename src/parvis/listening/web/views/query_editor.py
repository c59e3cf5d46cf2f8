"""/listen/queries/new/ and /listen/queries/<id>/: writing a query, with what it would find beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.queries import save_query
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.limits import MOST_CHARACTERS
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Query
from parvis.listening.permissions import can_import_mentions
from parvis.listening.reads.mentions import time_spanned
from parvis.listening.reads.queries import footprint, get_query, latest_search, newest_found_at, versions_of
from parvis.listening.web.preview_shown import preview_period, preview_shown
from parvis.listening.web.query_form import QueryForm, form_of, written
from parvis.listening.web.query_help import help_shown
from parvis.listening.web.refusal_words import refusal_sentence, refused_field
from parvis.listening.web.search_shown import search_shown
from parvis.listening.web.views.queries import figures_address

_FORM = ("GET", "HEAD", "POST")


@screen(permission="queries.manage", purpose="listening", methods=_FORM)
def query_new(request: HttpRequest) -> HttpResponse:
    return _editor(request, account_of(request), None)


@screen(permission="queries.manage", purpose="listening", methods=_FORM)
def query(request: HttpRequest, query_id: int) -> HttpResponse:
    user = account_of(request)
    return _editor(request, user, get_query(user, query_id))


@screen(permission="queries.manage", purpose="listening", methods=("POST",))
def query_preview(request: HttpRequest) -> HttpResponse:
    """The fragment that follows the typing hand."""
    user = account_of(request)
    of = id_typed(request.POST.get("query_id", ""))
    saved = get_query(user, of) if of else None
    text = written(request.POST.get("text", ""))[: MOST_CHARACTERS + 1]
    return render(request, "listening/queries/_preview.html", preview_shown(user, text, query=saved))


@screen(permission="queries.manage", purpose="listening")
def query_progress(request: HttpRequest, query_id: int) -> HttpResponse:
    """How far the search over the past has come."""
    user = account_of(request)
    found = get_query(user, query_id)
    return render(request, "listening/queries/_search.html", _searched(user, found))


def _editor(request: HttpRequest, user: User, stored: Query | None) -> HttpResponse:
    form = form_of(stored, taken=Query.objects.filter(removed_at=None).count())
    versions = versions_of(stored) if stored else []
    shown: dict[str, Any] | None = None
    if request.method == "POST":
        form = QueryForm(request.POST)
        is_valid = form.is_valid()
        asked = request.POST.get("do", "save")
        text = written(str(form.data.get("text", "")))[: MOST_CHARACTERS + 1]
        if asked == "save" and is_valid:
            saved = _saved(request, form, stored)
            if saved is not None:
                return HttpResponseRedirect(reverse("query", args=[saved.pk]))
        shown = preview_shown(user, text, query=stored)
        fault = shown.get("fault")
        if asked == "mend" and fault and fault.mended is not None:
            form = _unchecked(form, text=fault.mended)
            shown = preview_shown(user, fault.mended, query=stored)
        elif asked != "save":
            form = _unchecked(form)
    elif stored and (number := id_typed(request.GET.get("version", ""))):
        form.initial["text"] = next((one.text for one in versions if one.number == number), stored.text)
    context = {
        "form": form,
        "query": stored,
        "preview": shown,
        "versions": versions[:50],
        "help": help_shown(),
        "has_mentions": time_spanned(user) is not None,
        "may_import": can_import_mentions(user),
    }
    if stored:
        context |= _searched(user, stored)
        context["gone"] = {name: counted(n) for name, n in footprint(stored).items()}
    return render(request, "listening/queries/edit.html", context)


def _saved(request: HttpRequest, form: QueryForm, stored: Query | None) -> Query | None:
    given = form.cleaned_data
    try:
        saved = save_query(
            stored,
            name=given["name"],
            text=given["text"],
            role=given["role"],
            reference=given["reference"],
            colour=given["colour"],
            by=actor_of(request),
            now=utc_now(),
        )
    except QueryError:
        form.add_error("text", _("The query has a fault; see below what to do about it."))
    except ListeningRefused as refused:
        form.add_error(refused_field(refused), refusal_sentence(refused))
    else:
        if stored is None:
            say(request, _("Saved. What is stored is searched now."))
        elif saved.version != stored.version:
            say(request, _("Saved as version %(version)s.") % {"version": saved.version})
        else:
            say(request, _("Saved."))
        return saved
    return None


def _unchecked(form: QueryForm, **changes: str) -> QueryForm:
    """What was typed, without complaints: a preview asks nothing of the name."""
    return QueryForm(initial={name: form.data.get(name, "") for name in form.fields} | changes)


def _searched(user: User, stored: Query) -> dict[str, Any]:
    return {
        "query": stored,
        "search": search_shown(latest_search(stored)),
        "figures_url": figures_address(stored, preview_period(user, newest_at=newest_found_at(stored))),
    }
