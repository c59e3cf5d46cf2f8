"""Putting one label right where it is seen, and taking that back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say, say_with
from parvis.foundation.web.screens import screen
from parvis.labelling.actions.correct import UnknownValue, correct_label, withdraw_correction
from parvis.labelling.logic.texts import SENTIMENT
from parvis.labelling.reads.sources import get_text
from parvis.labelling.web.control import control_of


@screen(permission="labels.correct", purpose="service", methods=("POST",))
def correct(request: HttpRequest, text_kind: str, text_id: int) -> HttpResponse:
    user = account_of(request)
    text = get_text(user, text_kind, text_id)
    try:
        correct_label(
            text,
            label=SENTIMENT,
            to=request.POST.get("value", ""),
            by=user,
            now=utc_now(),
            origin="asked" if request.POST.get("origin") == "asked" else "seen",
        )
    except UnknownValue:
        return HttpResponseBadRequest()
    return _answer(request, text_kind, text_id, _("Put right. Thank you: Parvis learns from it."))


@screen(permission="labels.correct", purpose="service", methods=("POST",))
def withdraw(request: HttpRequest, text_kind: str, text_id: int) -> HttpResponse:
    user = account_of(request)
    text = get_text(user, text_kind, text_id)
    withdraw_correction(text, label=SENTIMENT, by=user, now=utc_now())
    return _answer(
        request, text_kind, text_id, _("Taken back: the machine's own label stands again."), may_undo=False
    )


def _answer(
    request: HttpRequest, text_kind: str, text_id: int, words: str, *, may_undo: bool = True
) -> HttpResponse:
    undo_url = reverse("label-withdraw", args=[text_kind, text_id]) if may_undo else ""
    if request.headers.get("HX-Request"):
        text = get_text(account_of(request), text_kind, text_id)
        context = control_of(
            text.kind,
            text.id,
            text.sentiment,
            text.sentiment_probability,
            text.model_version,
            may_correct=True,
            is_short=request.POST.get("short") == "1",
            origin=request.POST.get("origin", ""),
        )
        if request.POST.get("origin") == "asked":
            return render(request, "labelling/_answered.html", {**context, "text": text})
        return say_with(render(request, "labelling/_control.html", context), words, undo_url=undo_url)
    say(request, words, undo_url=undo_url)
    return HttpResponseRedirect(_page_before(request) or reverse("label-quality"))


def _page_before(request: HttpRequest) -> str:
    """Where the reader was, if that is a page of ours."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if is_ours else ""
