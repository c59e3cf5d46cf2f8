"""Cards to be labelled one after the other: those that teach most, and those drawn by chance."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.quantities import counted
from parvis.foundation.web.screens import screen
from parvis.labelling.actions.sample import draw_sample, judge_sample_item
from parvis.labelling.logic.texts import SENTIMENT, VALUES
from parvis.labelling.models import SampleItem
from parvis.labelling.permissions import can_manage
from parvis.labelling.reads.cards import cards_to_ask, sample_cards
from parvis.labelling.reads.sources import get_text
from parvis.labelling.web.control import choices
from parvis.labelling.web.words import language_name

# What an account skipped is not asked again in its session; the newest are remembered.
SKIPPED = "labels_skipped"
MOST_SKIPPED = 300
CANNOT_TELL = "cannot"


@screen(permission="labels.correct", purpose="service")
def ask(request: HttpRequest) -> HttpResponse:
    """The texts whose correction teaches most."""
    skipped = [(kind, text_id) for kind, text_id in request.session.get(SKIPPED, [])]
    cards = [
        {"text": text, "language": language_name(text.language)}
        for text in cards_to_ask(account_of(request), skipped=skipped)
    ]
    return render(request, "labelling/cards/ask.html", {"cards": cards, **_common()})


@screen(permission="labels.correct", purpose="service", methods=("POST",))
def skip(request: HttpRequest) -> HttpResponse:
    """This one says nothing to whoever looks at it: it is not asked again in this session."""
    kind, _separator, number = request.POST.get("reference", "").partition(":")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return HttpResponseBadRequest()
    get_text(account_of(request), kind, int(number))
    skipped = [*request.session.get(SKIPPED, []), [kind, int(number)]]
    request.session[SKIPPED] = skipped[-MOST_SKIPPED:]
    if request.headers.get("HX-Request"):
        return render(request, "labelling/_answered.html", {"is_skipped": True})
    return HttpResponseRedirect(reverse("labels-ask"))


@screen(permission="labels.correct", purpose="service")
def sample(request: HttpRequest) -> HttpResponse:
    """The texts drawn by chance that wait for their label."""
    user = account_of(request)
    cards = [
        {"item": item, "text": text, "language": language_name(text.language)}
        for item, text in sample_cards(user)
    ]
    labelled = SampleItem.objects.exclude(truth="").count()
    waiting = SampleItem.objects.filter(truth="", is_left_out=False).count()
    return render(
        request,
        "labelling/cards/sample.html",
        {
            "cards": cards,
            "labelled": labelled,
            "waiting": waiting,
            "drawn": labelled + waiting,
            "may_manage": can_manage(user),
            **_common(),
        },
    )


@screen(permission="labels.correct", purpose="service", methods=("POST",))
def judge(request: HttpRequest, item_id: int) -> HttpResponse:
    """What a person says of a drawn text. The machine's label was not shown: it would be repeated."""
    user = account_of(request)
    item = SampleItem.objects.filter(pk=min(item_id, 2**63 - 1)).first()
    if item is None:
        raise Http404("sample item")
    text = get_text(user, item.kind, item.text_id)
    value = request.POST.get("value", "")
    if value != CANNOT_TELL and value not in VALUES[SENTIMENT]:
        return HttpResponseBadRequest()
    judge_sample_item(item, text, value="" if value == CANNOT_TELL else value, by=user, now=utc_now())
    if request.headers.get("HX-Request"):
        chosen = "" if value == CANNOT_TELL else value
        context = {"sentiment": chosen, "text": text, "is_skipped": not chosen, "in_sample": True}
        return render(request, "labelling/_answered.html", context)
    return HttpResponseRedirect(reverse("labels-sample"))


@screen(permission="labels.manage", purpose="service", methods=("POST",))
def draw(request: HttpRequest) -> HttpResponse:
    """Draw further texts for the sample."""
    number = draw_sample(now=utc_now(), seed=secrets.randbits(32))
    if number:
        words = ngettext("%(n)s text was drawn.", "%(n)s texts were drawn.", number) % {"n": counted(number)}
        say(request, words)
    else:
        say(request, _("There is no further text to draw."), tone="warning")
    return HttpResponseRedirect(reverse("labels-sample"))


def _common() -> dict[str, Any]:
    return {"choices": choices(), "cannot_tell": CANNOT_TELL}
