"""The community's health on one page that explains itself: of the whole place, and of each board."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.community.logic.ghost_town import Warned
from parvis.community.models import Board, WeekOfHealth
from parvis.community.reads.boards import board_that_took_in, boards_with_health
from parvis.community.reads.health import Health, health
from parvis.community.reads.health_rows import BoardLife
from parvis.community.web.health_words import (
    ACTS,
    BOARD_FACTORS,
    BOARD_SIGNS,
    BOARD_STATES,
    FACTORS,
    SIGNS,
    STATES,
    TIMES,
)
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.screens import screen


@screen(permission="community.answer")
def page(request: HttpRequest) -> HttpResponse:
    """The whole place, or the board that ?board= names."""
    board = board_asked(request)
    found = health(now=utc_now(), board=board)
    user = account_of(request)
    shown = {
        "health": found,
        "board": board,
        "choices": boards_with_health(),
        "state": (BOARD_STATES if board else STATES)[found.state],
        "signs": [
            ({**SIGNS, **(BOARD_SIGNS if board else {})}[one.sign], figure_of(one, boards=len(found.boards)),
             *act_of(one.act, board=board or _quietest(found), user=user))
            for one in found.signs
        ],
        "factors": [
            ((BOARD_FACTORS if board else {}).get(one.name) or FACTORS[one.name], one) for one in found.factors
        ],
        "within": [(label, found.first_answer.share_within(hours)) for hours, label in TIMES],
        "charts": _charts(found),
    }  # fmt: skip
    return render(request, "community/desk/health.html", shown)


def board_asked(request: HttpRequest) -> Board | None:
    """The public board that ?board= names; a fused one leads to what shows its questions. Http404 for another."""
    typed = request.GET.get("board", "")
    if not typed:
        return None
    found = Board.objects.filter(pk=id_typed(typed) or 0, is_private=False).first()
    if found is None:
        raise Http404("board")
    return board_that_took_in(found)


def _quietest(found: Health) -> BoardLife | None:
    """What an act for the whole place begins with."""
    return found.boards[0] if found.boards else None


def figure_of(one: Warned, *, boards: int) -> str:
    if one.sign in ("few-writers", "silent"):
        return f"{one.value:.0f}"
    return f"{one.value:.0f}/{boards}" if one.sign == "silent-boards" else f"{one.value * 100:.0f}\u202f%"


def act_of(act: str, *, board: Board | BoardLife | None, user: User) -> tuple[Any, str]:
    """(its words, its address); no address for whoever may not do it."""
    about = f"?board={board.id}" if board else ""
    askers = f"/inbox/askers/{about}" if user.may("conversations.answer") else ""
    addresses = {
        "fuse-boards": reverse("community-fuse") + about if user.may("community.manage") else "",
        "seed-questions": askers or reverse("community-ask"),
        "call-super-users": reverse("community-call-experts") + about,
        "invite-askers": askers,
        "welcome": f"{reverse('community-desk')}?list=first",
    }
    return ACTS[act], addresses[act]


def _charts(found: Health) -> list[Chart]:
    """What is written and how fast it is taken up, week by week; a week nobody counted is a gap."""
    if len(found.weeks) < 2:
        return []
    weeks: list[WeekOfHealth] = found.weeks
    points = [one.week for one in weeks]
    period = f"{date_format(points[0], 'SHORT_DATE_FORMAT')} – {date_format(points[-1], 'SHORT_DATE_FORMAT')}"
    written = Chart(
        title=_("What is written"),
        points=points,
        series=[
            Series(_("answers and comments"), [float(one.answers) for one in weeks]),
            Series(_("questions"), [float(one.questions) for one in weeks], tone="comparison"),
        ],
        unit=_("texts a week"),
        period=period,
        n=sum(one.questions + one.answers for one in weeks),
        source=_("Parvis, public boards"),
    )
    between = Chart(
        title=_("Time between two texts under one question"),
        points=points,
        series=[Series(_("median"), [one.hours_between for one in weeks])],
        unit=_("hours"),
        period=period,
        n=sum(one.answers for one in weeks),
        source=_("Parvis, public boards"),
        decimals=1,
    )
    return [written, between]
