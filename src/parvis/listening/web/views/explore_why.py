"""/listen/why/: what is spoken of, when, and where; beside the dashboard, or a page of its own without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.permissions import account_of
from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.web.components.quantities import counted, interval, percent, period_in_words, signed
from parvis.foundation.web.screens import screen
from parvis.listening.logic.selection import Selection
from parvis.listening.reads.authors import AuthorCount, distinct_authors, loudest_authors
from parvis.listening.reads.counts import counts_of
from parvis.listening.reads.figures import HeatMap, heat_map
from parvis.listening.reads.tallies import Tallied, tallied
from parvis.listening.reads.topics import Topics, topics_of
from parvis.listening.web.filters import address_of, selection_of
from parvis.listening.web.label_words import (
    emotion_name,
    hour_name,
    intent_name,
    reach_in_words,
    weekday_name,
)
from parvis.listening.web.words import interval_in_words

if TYPE_CHECKING:
    from parvis.accounts.models import User

STEPS = 5
MOST = 8
MOST_COUNTED_EXACTLY = 10_000  # mentions; above, authors come from sketches


@dataclass(frozen=True, slots=True)
class Cell:
    """step: how dark, 0 to STEPS; words: what it says to whoever cannot see the shade."""

    count: str
    step: int
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    name: str
    short: str
    days: int
    cells: tuple[Cell, ...]


@screen(permission="mentions.view", purpose="listening")
def why(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    selection = selection_of(request)
    found = topics_of(user, selection)
    template = "_why" if request.headers.get("HX-Request") else "why"
    return render(
        request,
        f"listening/overview/{template}.html",
        {
            "topics": [_topic(selection, one) for one in found.topics],
            "rising": [
                {
                    "phrase": term.phrase,
                    "posts": counted(term.posts),
                    "url": _words_url(selection, term.phrase),
                }
                for term in found.rising
            ],
            "read_words": _read(found),
            "has_before": bool(found.before),
            "heat": heat_rows(selection, heat_map(user, selection)),
            "hours": [f"{hour:02d}" for hour in range(24)],
            "places": _places(user, selection),
            **_authors(user, selection),
            "period_words": period_in_words(selection.period),
            "overview_url": reverse("listen") + address_of(selection),
        },
    )


def _read(found: Topics) -> str:
    return ngettext(
        "Read from a sample of %(n)s post of the period, drawn evenly over what was said; copies left out.",
        "Read from a sample of %(n)s posts of the period, drawn evenly over what was said; copies left out.",
        found.read,
    ) % {"n": counted(found.read)}


def _topic(selection: Selection, one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "url": reverse("mentions") + address_of(selection, topic=one.rule.written),
        "share": percent(one.share.value) if one.share else "",
        "interval": _bounds(one.share),
        "posts": counted(one.posts),
        "counts": one.counts,
        "net": signed(one.net.value, plus=True) if one.net else "",
        "net_interval": interval_in_words(one.net) if one.net else "",
        "terms": one.terms[2:],
        "example": one.example,
        "example_url": reverse("mention", args=[one.example_id]),
    }


def _words_url(selection: Selection, phrase: str) -> str:
    # In quotation marks the words stand side by side, as they did in the posts.
    return reverse("mentions") + address_of(selection, q=f'"{phrase}"' if " " in phrase else phrase)


def heat_rows(selection: Selection, found: HeatMap) -> list[HeatRow]:
    """Shaded by mentions of an average such hour, so that four Mondays do not look louder than three Tuesdays."""
    means = [[found.a_day(day, hour) for hour in range(24)] for day in range(7)]
    most = max((one for row in means for one in row if one), default=0.0)
    rows = []
    for day in range(7):
        cells = []
        for hour in range(24):
            mean, count = means[day][hour], found.mentions[day][hour]
            words = _("%(day)s, %(hour)s: %(n)s") % {
                "day": weekday_name(day + 1),
                "hour": hour_name(hour),
                "n": ngettext("%(n)s mention", "%(n)s mentions", count) % {"n": counted(count)},
            }
            step = 0 if not mean or not most else max(1, round(STEPS * mean / most))
            cells.append(
                Cell(
                    "" if mean is None else counted(count),
                    step,
                    reverse("mentions") + address_of(selection, weekday=str(day + 1), hour=str(hour))
                    if count
                    else "",
                    words if mean is not None else _("No such day was listened to"),
                )
            )
        rows.append(
            HeatRow(
                weekday_name(day + 1), weekday_name(day + 1, is_short=True), found.days[day], tuple(cells)
            )
        )
    return rows


def _places(user: User, selection: Selection) -> list[dict[str, Any]]:
    """The divisions that come from tallies; one with nothing in it is left out."""
    divisions: Sequence[tuple[str, str, str, Any]] = (
        ("site", _("Sites"), "world", str),
        ("intent", _("What they want"), "target", intent_name),
        ("emotion", _("Emotions"), "mood-smile", emotion_name),
        ("country", _("Countries"), "map-pin", str),
    )
    found = []
    for kind, title, icon, word in divisions:
        rows = tallied(user, selection, kind, most=MOST)
        if rows:
            found.append({"title": title, "icon": icon, "parts": list(_parts(selection, kind, rows, word))})
    return found


def _authors(user: User, selection: Selection) -> dict[str, Any]:
    """Who spoke most, with exact numbers, and how loud somebody could be who is not listed."""
    found = loudest_authors(user, selection, most=MOST)
    total = counts_of(user, selection).total
    spoke = distinct_authors(user, selection, exact=total <= MOST_COUNTED_EXACTLY)
    return {
        "authors_count": ngettext("%(n)s author", "%(n)s authors", round(spoke.estimate.value))
        % {"n": counted(round(spoke.estimate.value))},
        "authors_sure": _how_sure(spoke),
        "authors": [
            {
                "name": one.name,
                "channel": one.channel,
                "reach": reach_in_words(one.followers),
                "count": counted(one.mentions),
                "url": reverse("mentions") + address_of(selection, author=str(one.identity_id)),
            }
            for one in found.rows
        ],
        "authors_note": ngettext(
            "Whoever is not listed said no more than %(n)s thing.",
            "Whoever is not listed said no more than %(n)s things.",
            found.could_miss,
        )
        % {"n": counted(found.could_miss)}
        if found.could_miss and found.rows and found.could_miss > found.rows[-1].mentions
        else "",
    }


def _how_sure(spoke: AuthorCount) -> str:
    """Large numbers come from sketches, with their error."""
    low, high = spoke.estimate.low, spoke.estimate.high
    if spoke.is_exact or low is None or high is None:
        return _("counted exactly")
    return interval(counted(round(low)), counted(round(high)))


def _parts(selection: Selection, kind: str, rows: Iterable[Tallied], word: Any) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {
            "label": word(row.value),
            "count": counted(row.mentions),
            "share": percent(row.share.value) if row.share else "",
            "interval": _bounds(row.share),
            "negative": row.negative,
            "positive": row.positive,
            "rest": max(0, row.mentions - row.negative - row.positive),
            "url": reverse("mentions") + address_of(selection, **{kind: row.value}),
        }


def _bounds(found: Estimate | None) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    return interval(percent(found.low), percent(found.high))
