"""/listen/alerts/rules/: what is watched, for whom, and what it would have told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.listening.actions.alert_rules import (
    remove_alert_rule,
    save_alert_budget,
    save_alert_rule,
    switch_alert_rule,
)
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import AlertBacktest, AlertRule
from parvis.listening.permissions import can_manage_alerts
from parvis.listening.reads.alarm_words import KIND_NAMES
from parvis.listening.reads.alarms import backtest_of, get_rule, listed_rules, precision_by_rule
from parvis.listening.reads.alert_series import false_alarms_a_month
from parvis.listening.web.alert_forms import AlertRuleForm, BudgetForm
from parvis.listening.web.alert_shown import everything, precision_words, tried_shown, withheld_shown
from parvis.listening.web.alert_words import refusal_words

_FORM = ("GET", "HEAD", "POST")
acting = screen(permission="alerts.manage", methods=("POST",))


@screen(permission="figures.view")
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule with how its alerts were judged."""
    return _list(request, BudgetForm(initial={"budget": false_alarms_a_month()}))


@acting
def budget(request: HttpRequest) -> HttpResponse:
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    save_alert_budget(form.cleaned_data["budget"], by=actor_of(request), now=utc_now())
    say(request, _("Saved. What each alert would have told is counted anew."))
    return redirect("alert-rules")


@screen(permission="alerts.manage", methods=_FORM)
def add(request: HttpRequest) -> HttpResponse:
    """A new rule: it stays off until somebody has seen what it would have told."""
    me = account_of(request)
    form = AlertRuleForm(
        request.POST or None, initial={"recipients": [me.pk], "query": request.GET.get("query")}
    )
    if request.method == "POST" and form.is_valid():
        given = _given(form)
        query = form.cleaned_data["query"]
        try:
            made = save_alert_rule(
                None, query_id=query.pk if query else None, **given, by=actor_of(request), now=utc_now()
            )
        except ListeningRefused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            return redirect("alert-rule", made.pk)
    return render(request, "listening/alerts/edit.html", {"form": form, "rule": None})


@screen(permission="alerts.manage", methods=_FORM)
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Its fields, and what it would have told over the last two months."""
    found = get_rule(account_of(request), rule_id)
    form = AlertRuleForm(request.POST or None, rule=found, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            save_alert_rule(
                found, query_id=found.query_id, **_given(form), by=actor_of(request), now=utc_now()
            )
        except ListeningRefused as refused:
            form.add_error(None, refusal_words(refused))
        else:
            say(request, _("Saved"))
            return redirect("alert-rule", found.pk)
    return render(request, "listening/alerts/edit.html", {"form": form, **_tried(found)})


@screen(permission="alerts.manage")
def tried(request: HttpRequest, rule_id: int) -> HttpResponse:
    """The part of the page that waits for the job."""
    found = get_rule(account_of(request), rule_id)
    return render(request, "listening/alerts/_tried.html", _tried(found))


@acting
def switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """On when it is off, off when it is on."""
    found = get_rule(account_of(request), rule_id)
    switch_alert_rule(found, is_on=not found.is_on, by=actor_of(request), now=utc_now())
    say(request, _("Switched on: every hour is judged from now on.") if found.is_on else _("Switched off."))
    return redirect("alert-rule", found.pk)


@acting
def remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    remove_alert_rule(get_rule(account_of(request), rule_id), by=actor_of(request), now=utc_now())
    say(request, _("Removed. Its alerts stay on record."))
    return redirect("alert-rules")


def _list(request: HttpRequest, form: BudgetForm) -> HttpResponse:
    user = account_of(request)
    precision = precision_by_rule(user)
    rows = [
        {
            "rule": one,
            "what": one.query.name if one.query else everything(),
            "kinds": [KIND_NAMES[kind] for kind in one.kinds],
            "precision": precision_words(precision.get(one.pk)),
        }
        for one in listed_rules(user)
    ]
    page = {
        "rows": rows,
        "form": form,
        "may_manage": can_manage_alerts(user),
        "budget": false_alarms_a_month(),
    }
    return render(request, "listening/alerts/rules.html", page)


def _given(form: AlertRuleForm) -> dict[str, Any]:
    given = form.cleaned_data
    names = ("kinds", "minimum_mentions", "cool_down_hours", "authors_a_month", "by_mail", "by_push")
    return {**{name: given[name] for name in names}, "recipient_ids": [one.pk for one in given["recipients"]]}


def _initial(found: AlertRule) -> dict[str, Any]:
    names = ("kinds", "minimum_mentions", "cool_down_hours", "authors_a_month", "by_mail", "by_push")
    # A whole number is written as one.
    authors = int(found.authors_a_month) if found.authors_a_month.is_integer() else found.authors_a_month
    given = {name: getattr(found, name) for name in names}
    return {**given, "authors_a_month": authors, "recipients": found.recipient_ids}


def _tried(found: AlertRule) -> dict[str, Any]:
    tried_once = backtest_of(found)
    what = found.query.name if found.query else everything()
    page: dict[str, Any] = {"rule": found, "what": what, "tried": tried_once}
    if tried_once is not None and tried_once.state == AlertBacktest.DONE:
        page |= {
            "would": tried_shown(tried_once.found, what=what),
            "count": tried_once.found.get("count", 0),
            "days": tried_once.found.get("days"),
            "judged_hours": tried_once.found.get("judged_hours", 0),
            "withheld": withheld_shown(tried_once.found),
            "is_short": bool(tried_once.found.get("modes", {}).get("short")),
        }
    return page
