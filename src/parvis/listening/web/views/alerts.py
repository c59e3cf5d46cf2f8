"""/listen/alerts/: what stood out, one alarm with its hour, and whether it was worth it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import Period
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen
from parvis.listening.actions.alert_rules import judge_alarm
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Alarm
from parvis.listening.permissions import can_manage_alerts, can_view_mentions
from parvis.listening.reads.alarm_words import KIND_NAMES, hours_of
from parvis.listening.reads.alarms import (
    get_alarm,
    hours_around,
    listed_rules,
    page_of_alarms,
    posts_of,
    precision_of,
)
from parvis.listening.reads.mentions import CHARACTERS_SHOWN, Row
from parvis.listening.web.alert_shown import alarms_shown, everything, hours_chart, precision_words
from parvis.listening.web.filters import address_of
from parvis.listening.web.mention_shown import mentions_shown


@screen(permission="figures.view", purpose="listening")
def alerts(request: HttpRequest) -> HttpResponse:
    """The newest first; by query and kind."""
    user = account_of(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KIND_NAMES else ""
    query_id = id_typed(request.GET.get("query", ""))
    page = page_of_alarms(user, query_id=query_id, kind=kind, before=request.GET.get("after", ""))
    rules = listed_rules(user)
    return render(
        request,
        "listening/alerts/index.html",
        {
            "rows": alarms_shown(user, page.alarms),
            "page": page,
            "rules": rules,
            "rules_on": sum(rule.is_on for rule in rules),
            "kinds": [(key, name, key == kind) for key, name in KIND_NAMES.items()],
            "queries": [(rule.query, rule.query_id == query_id) for rule in rules if rule.query],
            "is_narrowed": bool(kind or query_id),
            "precision": precision_words(precision_of(user)),
            "may_manage": can_manage_alerts(user),
        },
    )


@screen(permission="figures.view", purpose="listening")
def alarm(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """One alarm: the hour against what is usual, what was said in it, and why this is told."""
    user = account_of(request)
    found = get_alarm(user, alarm_id)
    shown = alarms_shown(user, [found])[0]
    posts, total = posts_of(user, found)
    hours = hours_around(found)
    start, end = hours_of(found.at, found.facts)
    return render(
        request,
        "listening/alerts/alarm.html",
        {
            "shown": shown,
            "alarm": found,
            "chart": hours_chart(hours, what=found.query.name if found.query else everything())
            if hours
            else None,
            "posts": mentions_shown(
                user,
                [
                    Row(one, [(one.text[:CHARACTERS_SHOWN], False)], len(one.text) > CHARACTERS_SHOWN)
                    for one in posts
                ],
            ),
            "total": total,
            "more_url": _rows_address(found) if can_view_mentions(user) else "",
            "start": start,
            "end": end,
        },
    )


@screen(permission="figures.view", methods=("POST",))
def verdict(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Worth it, or not: what precision is counted from."""
    user = account_of(request)
    found = get_alarm(user, alarm_id)
    judge_alarm(found, account_id=user.pk, is_useful=request.POST.get("useful") == "yes", now=utc_now())
    say(request, _("Thank you. This counts towards how many alerts are worth it."))
    back = request.POST.get("next", "")
    return redirect("alerts") if back == "list" else redirect("alarm", found.pk)


def _rows_address(found: Alarm) -> str:
    start, end = hours_of(found.at, found.facts)
    zone = timezone.get_current_timezone()
    period = Period(start.astimezone(zone).date(), end.astimezone(zone).date(), zone)
    negative = "negative" if found.kind == "negative_up" else ""
    selection = Selection(period, found_by=found.query_id or 0, sentiment=negative)
    return reverse("mentions") + address_of(selection)
