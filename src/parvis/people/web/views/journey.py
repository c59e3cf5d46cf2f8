"""The journey of all customers: how many stand at each step and what was felt there; and the steps themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.journey import MOST_STEPS, StepsRefused, WantedStep, set_steps
from parvis.people.permissions import can_manage_people
from parvis.people.reads.journey import journey_figures, sign_words, step_name, steps_of_house

SPARE_ROWS = 2


@screen(permission="people.view", purpose="service")
def journey(request: HttpRequest) -> HttpResponse:
    words = sign_words()
    found = journey_figures()
    rows = [
        {
            "name": step_name(one.step),
            "url": f"{reverse('people')}?{urlencode({'step': one.step.code})}",
            "signs": [words[sign] for sign in one.step.signs],
            "figure": one.figure,
            "said": one.said,
        }
        for one in found
    ]
    measured = [one.figure.measured_at for one in found if one.figure is not None]
    shown = {
        "rows": rows,
        "measured_at": max(measured, default=None),
        "total": sum(one.figure.persons for one in found if one.figure is not None),
        "may_change": can_manage_people(account_of(request)),
    }
    return render(request, "people/journey/index.html", shown)


@screen(permission="people.manage", methods=("GET", "HEAD", "POST"))
def journey_steps(request: HttpRequest) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {"name_en": step.name_en, "name_fr": step.name_fr, "signs": step.signs} for step in steps_of_house()
    ]
    problem = ""
    if request.method == "POST":
        rows = _typed(request)
        try:
            set_steps(
                [WantedStep(**row) for row in rows if row["name_en"].strip() or row["name_fr"].strip()],
                by=actor_of(request),
                now=utc_now(),
            )
        except StepsRefused as refused:
            problem = steps_refused(refused)
        else:
            say(request, _("Kept. Everybody is counted anew within minutes."))
            return redirect("journey")
    while len(rows) < MOST_STEPS and sum(not row["name_en"] for row in rows) < SPARE_ROWS:
        rows.append({"name_en": "", "name_fr": "", "signs": ()})
    shown = {"rows": rows, "signs": sign_words().items(), "problem": problem}
    return render(request, "people/journey/steps.html", shown, status=400 if problem else 200)


def steps_refused(refused: StepsRefused) -> str:
    return {
        "none": _("A journey has at least one step. Give one of them its names."),
        "too-many": _("A journey has at most %(n)d steps. Leave some out.") % {"n": MOST_STEPS},
        "name": _("Each step needs a name in both languages. Fill in the one that is missing."),
        "sign-twice": _("A sign stands at two steps. Leave it at one of them."),
        "unknown-sign": _("One of the signs is not known. Choose among those that are shown."),
    }[refused.reason]


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    names = zip(request.POST.getlist("name_en"), request.POST.getlist("name_fr"), strict=False)
    return [
        {"name_en": en[:60], "name_fr": fr[:60], "signs": tuple(request.POST.getlist(f"signs-{number}"))}
        for number, (en, fr) in enumerate(names)
    ][:MOST_STEPS]
