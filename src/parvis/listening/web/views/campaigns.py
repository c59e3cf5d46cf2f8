"""/listen/campaigns/: what was done, and what it moved."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import Period
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.quantities import days_in_words
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.campaigns import ask_campaign, remove_campaign, save_campaign
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Campaign, CampaignResult
from parvis.listening.permissions import can_manage_alerts
from parvis.listening.reads.campaigns import (
    controls_of,
    get_campaign,
    listed_campaigns,
    newest_result,
    versions_now,
)
from parvis.listening.web.alert_shown import everything
from parvis.listening.web.alert_words import refusal_words
from parvis.listening.web.campaign_form import MEASURE_NAMES, CampaignForm
from parvis.listening.web.campaign_shown import ICONS, TONES, answer_sentence, answer_word, campaign_shown

_FORM = ("GET", "HEAD", "POST")


@screen(permission="figures.view")
def campaigns(request: HttpRequest) -> HttpResponse:
    """The newest first, each with its answer."""
    user = account_of(request)
    rows = [
        {
            "campaign": one,
            "what": one.query.name if one.query else everything(),
            "days": _days(one),
            "measure": MEASURE_NAMES[one.measure],
            "answer": answer_word(result.answer) if result else "",
            "tone": TONES[result.answer] if result else "",
            "icon": ICONS[result.answer] if result else "",
            "sentence": answer_sentence(one, result) if result else "",
        }
        for one, result in listed_campaigns(user)
    ]
    page = {"rows": rows, "may_manage": can_manage_alerts(user)}
    return render(request, "listening/campaigns/index.html", page)


@screen(permission="figures.view")
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """What came against what would have come, and the checks that this can be told at all."""
    user = account_of(request)
    found = get_campaign(user, campaign_id)
    result = newest_result(found)
    return render(
        request,
        "listening/campaigns/campaign.html",
        {
            "campaign": found,
            "what": found.query.name if found.query else everything(),
            "days": _days(found),
            "measure": MEASURE_NAMES[found.measure],
            "controls": controls_of(found),
            "is_waiting": result is None or result.at < found.changed_at,
            "is_outdated": result is not None and result.versions != versions_now(found),
            "may_manage": can_manage_alerts(user),
            **campaign_shown(found, _of_now(found, result)),
        },
    )


@screen(permission="alerts.manage", methods=_FORM)
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@screen(permission="alerts.manage", methods=_FORM)
def change(request: HttpRequest, campaign_id: int) -> HttpResponse:
    return _edit(request, get_campaign(account_of(request), campaign_id))


@screen(permission="alerts.manage", methods=("POST",))
def again(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Compute it anew, on the queries as they are now."""
    found = get_campaign(account_of(request), campaign_id)
    ask_campaign(found, now=utc_now())
    say(request, _("It is being computed anew."))
    return redirect("campaign", found.pk)


@screen(permission="alerts.manage", methods=("POST",))
def remove(request: HttpRequest, campaign_id: int) -> HttpResponse:
    found = get_campaign(account_of(request), campaign_id)
    remove_campaign(found, by=actor_of(request), now=utc_now())
    say(request, _("Removed."))
    return redirect("campaigns")


def _edit(request: HttpRequest, found: Campaign | None) -> HttpResponse:
    form = CampaignForm(request.POST or None, initial=_initial(found) if found else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            saved = save_campaign(
                found,
                name=given["name"],
                query_id=given["query"].pk if given["query"] else None,
                first=given["first"],
                last=given["last"],
                measure=given["measure"],
                market_id=given["market"].pk if given["market"] else None,
                days_before=given["days_before"],
                control_ids=[one.pk for one in given["controls"]],
                markers=given["markers"],
                by=actor_of(request),
                now=utc_now(),
            )
        except ListeningRefused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            return redirect("campaign", saved.pk)
    return render(request, "listening/campaigns/edit.html", {"form": form, "campaign": found})


def _initial(found: Campaign) -> dict[str, Any]:
    names = ("name", "first", "last", "query", "measure", "market", "days_before")
    markers = "\n".join(f"{one['day']} {one['label']}" for one in found.markers)
    return {
        **{name: getattr(found, name) for name in names},
        "controls": found.control_ids,
        "markers": markers,
    }


def _of_now(found: Campaign, result: CampaignResult | None) -> CampaignResult | None:
    """An answer to a question that was changed since is no answer to this one."""
    return result if result is not None and result.at >= found.changed_at else None


def _days(found: Campaign) -> str:
    return days_in_words(Period(found.first, found.last, UTC))
