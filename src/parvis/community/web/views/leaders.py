"""Who helps most, by period, and what badges ask for: for everybody to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from parvis.community.models import Badge
from parvis.community.reads.leaderboards import PERIODS, board_of_period
from parvis.community.reads.member_page import all_badges
from parvis.community.web.pages import page
from parvis.community.web.reputation_words import badge_about, badge_name, formula_words
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now


@page()
def leaders(request: HttpRequest) -> HttpResponse:
    """The board of a week, a month, or of all time."""
    period = request.GET.get("period", "month")
    period = period if period in PERIODS else "month"
    words = {
        "week": pgettext("period of a board", "This week"),
        "month": pgettext("period of a board", "This month"),
        "all": pgettext("period of a board", "All time"),
    }
    shown = {
        "member": member_of(request), "board": board_of_period(period, now=utc_now()),
        "periods": [(name, words[name], name == period) for name in PERIODS], "is_default": "period" not in request.GET,
    }  # fmt: skip
    return render(request, "community/leaders/leaders.html", shown)


@page()
def badges(request: HttpRequest) -> HttpResponse:
    """Every badge with its formula: nobody has to guess what counts."""
    rows = [(one, badge_name(one), badge_about(one), formula_words(one.formula)) for one in all_badges()]
    shown = {
        "member": member_of(request),
        "ranks": [row for row in rows if row[0].kind == Badge.RANK],
        "badges": [row for row in rows if row[0].kind == Badge.BADGE],
    }
    return render(request, "community/leaders/badges.html", shown)
