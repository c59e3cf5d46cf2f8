"""How long what is kept, what the next run would remove, and what earlier runs removed: one screen."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.retention_rules import RetentionRule
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.retention import confirm_held, dismiss_held, dry_run, set_period
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import RetentionPeriod, RetentionRun
from parvis.people.reads.retention import (
    days_of,
    held_runs,
    newest_runs,
    retention_rules,
    rule_named,
    sources_of,
)
from parvis.people.web.rights_words import refusal_words


@screen(permission="privacy.manage", methods=("GET", "HEAD", "POST"))
def retention(request: HttpRequest) -> HttpResponse:
    """`rule` and `source` show a dry run of that rule."""
    account_of(request)
    if request.method == "POST":
        return _changed(request)
    asked = _rule(request.GET.get("rule", ""))
    source = request.GET.get("source", "")
    if asked is not None and source not in dict(sources_of(asked)):
        asked = None
    names = {rule.key: str(rule.title) for rule in retention_rules()}
    return render(
        request,
        "people/rights/retention.html",
        {
            "rules": [_shown(rule) for rule in retention_rules()],
            "dry": dry_run(asked, source=source, now=utc_now()) if asked else None,
            "held": [{"run": one, "name": names.get(one.rule, one.rule)} for one in held_runs()],
            "runs": [{"run": one, "name": names.get(one.rule, one.rule)} for one in newest_runs(most=30)],
        },
    )


def _shown(rule: RetentionRule) -> dict[str, Any]:
    reasons = dict(RetentionPeriod.objects.filter(rule=rule.key).values_list("source", "reason"))
    return {
        "rule": rule,
        "sources": [
            {"key": key, "name": name, "days": days_of(rule, key), "reason": reasons.get(key, "")}
            for key, name in sources_of(rule)
        ],
        "own": in_words(rule.days),
    }


def in_words(days: int) -> str:
    """1095 → "3 years", 30 → "30 days"."""
    from django.utils.translation import ngettext

    if days % 365 == 0:
        years = days // 365
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _rule(key: str) -> RetentionRule | None:
    try:
        return rule_named(key)
    except KeyError:
        return None


def _changed(request: HttpRequest) -> HttpResponse:
    by, now = actor_of(request), utc_now()
    try:
        if number := request.POST.get("run", ""):
            run = get_object_or_404(
                RetentionRun, pk=int(number) if number.isdecimal() and len(number) < 19 else 0
            )
            if request.POST.get("dismiss"):
                dismiss_held(run, by=by, now=now)
            else:
                confirm_held(run, by=by, now=now)
            return redirect("retention")
        rule = _rule(request.POST.get("rule", ""))
        days = request.POST.get("days", "")
        if rule is None:
            raise Http404
        set_period(
            rule,
            source=request.POST.get("source", ""),
            days=int(days) if days.isdecimal() and len(days) < 7 else 0,
            reason=request.POST.get("reason", "")[:1_000],
            by=by,
            now=now,
        )
    except RightsRefused as refused:
        say(request, refusal_words(refused.code), tone="danger")
        return redirect(f"{reverse('retention')}#{request.POST.get('rule', '')}")
    say(request, _("Kept so from now on. The next run is tonight."))
    return redirect(f"{reverse('retention')}?rule={rule.key}&source={request.POST.get('source', '')}")
