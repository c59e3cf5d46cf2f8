"""Badges at the desk: their formulas, changed with a look at who would have them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.badges import retire_badge, save_badge
from parvis.community.logic.errors import CommunityError
from parvis.community.logic.formulas import FormulaRefused
from parvis.community.models import Badge
from parvis.community.reads.badge_preview import holders_of
from parvis.community.reads.facts import FACTS
from parvis.community.reads.member_page import all_badges
from parvis.community.web.reputation_words import FACT_NAMES, badge_name, formula_refused, formula_words
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen

_GIVEN = ("kind", "name_en", "name_fr", "about_en", "about_fr", "formula")


@screen(permission="community.manage")
def badges(request: HttpRequest) -> HttpResponse:
    rows = [(one, badge_name(one), formula_words(one.formula)) for one in all_badges()]
    retired = [(one, badge_name(one)) for one in Badge.objects.filter(is_retired=True)]
    shown = {
        "ranks": [row for row in rows if row[0].kind == Badge.RANK],
        "badges": [row for row in rows if row[0].kind == Badge.BADGE], "retired": retired,
    }  # fmt: skip
    return render(request, "community/desk/badges.html", shown)


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def edit(request: HttpRequest, badge_id: int = 0) -> HttpResponse:
    """A new badge, or another version of one. "preview" shows who would have it and keeps nothing."""
    badge = Badge.objects.filter(pk=badge_id).first() if badge_id else None
    if badge_id and badge is None:
        raise Http404("badge")
    given = {name: getattr(badge, name, "") for name in _GIVEN} | {"position": badge.position if badge else 1}
    problem = ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in _GIVEN}
        typed = request.POST.get("position", "")
        given["position"] = int(typed) if typed.isdigit() and len(typed) < 6 else 1
        given["kind"] = badge.kind if badge else Badge.RANK if given["kind"] == "rank" else Badge.BADGE
        if "preview" not in request.POST:
            try:
                save_badge(badge, **given, by=account_of(request), now=utc_now())  # type: ignore[arg-type]
            except FormulaRefused as refused:
                problem = formula_refused(refused)
            except CommunityError as refused:
                problem = sentence(refused)
            else:
                say(request, _("Kept. It is given with the next count, within the hour."))
                return redirect("community-desk-badges")
    shown = {
        "badge": badge, "given": given, "problem": problem, "facts": [(name, FACT_NAMES[name]) for name in FACTS],
        "versions": badge.versions.order_by("-version")[:20] if badge else (), **_preview(str(given["formula"])),
    }  # fmt: skip
    return render(request, "community/desk/badge.html", shown, status=422 if problem else 200)


@screen(permission="community.manage")
def preview(request: HttpRequest) -> HttpResponse:
    """Fragment: the formula in words, and who would have it."""
    return render(request, "community/desk/_badge_preview.html", _preview(request.GET.get("formula", "")))


@screen(permission="community.manage", methods=("POST",))
def retire(request: HttpRequest, badge_id: int) -> HttpResponse:
    """No longer given nor shown, or given again."""
    badge = Badge.objects.filter(pk=badge_id).first()
    if badge is None:
        raise Http404("badge")
    is_retired = request.POST.get("act") != "back"
    retire_badge(badge, is_retired=is_retired, by=account_of(request), now=utc_now())
    say(request, _("It is no longer given.") if is_retired else _("It is given again."))
    return redirect("community-desk-badges")


def _preview(formula: str) -> dict[str, object]:
    if not formula.strip():
        return {"preview": None, "formula_words": "", "formula_problem": ""}
    try:
        found = holders_of(formula)
    except FormulaRefused as refused:
        return {"preview": None, "formula_words": "", "formula_problem": formula_refused(refused)}
    return {"preview": found, "formula_words": formula_words(formula), "formula_problem": ""}
