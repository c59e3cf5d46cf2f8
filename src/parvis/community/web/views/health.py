"""The community's health on one page that explains itself, and the boards that can be fused."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.fuse import fuse, take_apart
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Board, WeekOfHealth
from parvis.community.reads.boards import fused_boards
from parvis.community.reads.health import Health, health
from parvis.community.web.health_words import ACTS, FACTORS, SIGNS, STATES, TIMES
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.answer")
def page(request: HttpRequest) -> HttpResponse:
    found = health(now=utc_now())
    shown = {
        "health": found,
        "state": STATES[found.state],
        "signs": [
            (SIGNS[one.sign], _figure(one.sign, one.value, boards=len(found.boards)), *_act(one.act))
            for one in found.signs
        ],
        "factors": [(FACTORS[one.name], one) for one in found.factors],
        "within": [(label, found.first_answer.share_within(hours)) for hours, label in TIMES],
        "charts": _charts(found),
    }
    return render(request, "community/desk/health.html", shown)


@screen(permission="community.manage", methods=("GET", "HEAD", "POST"))
def boards(request: HttpRequest) -> HttpResponse:
    """Two quiet boards become one that lives; it can be taken apart again."""
    if request.method == "POST":
        wanted = [id_typed(request.POST.get(name, "")) or 0 for name in ("board", "into")]
        found = {one.pk: one for one in Board.objects.filter(pk__in=wanted)}
        try:
            if len(found) == 2 and fuse(
                found[wanted[0]], into=found[wanted[1]], by=account_of(request), now=utc_now()
            ):
                undo = reverse("community-board-apart", args=[wanted[0]])
                say(request, _("Fused. The old address leads to the other board."), undo_url=undo)
            elif len(found) < 2:
                say(request, _("Choose two boards."), tone="danger")
        except CommunityError as refused:
            say(request, sentence(refused), tone="danger")
        return redirect("community-fuse")
    found_health = health(now=utc_now())
    shown = {"boards": found_health.boards, "fused": fused_boards()}
    return render(request, "community/desk/boards.html", shown)


@screen(permission="community.manage", methods=("POST",))
def apart(request: HttpRequest, board_id: int) -> HttpResponse:
    found = Board.objects.filter(pk=board_id).first()
    if found is None:
        raise Http404("board")
    if take_apart(found, by=account_of(request), now=utc_now()):
        say(request, _("It is a board of its own again, with its questions."))
    return redirect("community-fuse")


def _figure(sign: str, value: float, *, boards: int) -> str:
    if sign == "few-writers":
        return f"{value:.0f}"
    return f"{value:.0f}/{boards}" if sign == "silent-boards" else f"{value * 100:.0f}\u202f%"


def _act(act: str) -> tuple[Any, str]:
    addresses = {
        "fuse-boards": reverse("community-fuse"),
        "seed-questions": reverse("community-ask"),
        "call-super-users": reverse("community-desk"),
        "invite-askers": "/inbox/",
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
