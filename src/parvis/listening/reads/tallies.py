"""Mentions by one further property: intents, emotions, sites, countries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection as database
from django.db.models import Count, F, Func, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from parvis.foundation.logic.intervals import Estimate, share
from parvis.listening.logic.months import whole_months
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Mention
from parvis.listening.permissions import can_view_figures
from parvis.listening.reads.authors import has_sketches
from parvis.listening.reads.cells import EVERYTHING, has_cells, sums
from parvis.listening.reads.mentions import selected

if TYPE_CHECKING:
    from parvis.accounts.models import User

KINDS = ("intent", "emotion", "site", "country")


@dataclass(frozen=True, slots=True)
class Tallied:
    """share: of all mentions of the selection (of an intent, several may hold in one mention)."""

    value: str
    mentions: int
    negative: int
    positive: int
    engagement: int
    share: Estimate | None


def tallied(user: User, selection: Selection, kind: str, *, most: int = 20) -> tuple[Tallied, ...]:
    """The most frequent values of one of KINDS (or "language"). "none" of emotion: analysed, and without one."""
    if not can_view_figures(user):
        return ()
    # Tallies are kept by query and day; whatever narrows further is counted from the rows.
    rows = (
        _from_tallies(selection, kind, most)
        if kind in KINDS and has_sketches(selection) and not selection.counts_once
        else _from_rows(selection, kind, most)
    )
    if has_cells(selection):
        whole = sum(one.counted(once=selection.counts_once) for one in sums(selection, ()))
    else:
        whole = selected(Mention.objects.all(), selection).count()
    return tuple(
        Tallied(value, mentions, negative, positive, engagement, share(min(mentions, whole), whole))
        for value, mentions, negative, positive, engagement in rows
    )


def loudest_sites(user: User, selection: Selection, *, most: int = 10) -> tuple[Tallied, ...]:
    return tallied(user, selection, "site", most=most)


Row = tuple[str, int, int, int, int]


def kept_tallies(selection: Selection, *, given: dict[str, Any]) -> str:
    """The tallies of a selection's days: whole months as months, the rest as days, and what is in neither yet.

    Adds its parameters to `given`, where "kinds" has to be.
    """
    period = selection.period
    since, until = whole_months(period)
    given |= {
        "query": selection.found_by or EVERYTHING, "first": period.first, "last": period.last,
        "since": since, "until": until,
    }  # fmt: skip
    columns = "kind, value, mentions, negative, positive, engagement"
    where = "query_id = %(query)s AND kind = ANY(%(kinds)s)"
    return f"""
        SELECT {columns} FROM listening_month_tally WHERE {where} AND month >= %(since)s AND month < %(until)s
        UNION ALL SELECT {columns} FROM listening_tally
        WHERE {where} AND (day BETWEEN %(first)s AND %(since)s::date - 1 OR day BETWEEN %(until)s AND %(last)s)
        UNION ALL SELECT {columns} FROM listening_tally_delta WHERE {where} AND day BETWEEN %(first)s AND %(last)s
    """  # noqa: S608 - constants of this function


def _from_tallies(selection: Selection, kind: str, most: int) -> list[Row]:
    given: dict[str, Any] = {"kinds": [kind], "most": most}
    source = kept_tallies(selection, given=given)
    with database.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT value, sum(mentions)::bigint, sum(negative)::bigint, sum(positive)::bigint, sum(engagement)::bigint
            FROM ({source}) AS counted
            GROUP BY value HAVING sum(mentions) > 0 ORDER BY 2 DESC, 1 LIMIT %(most)s
            """,  # noqa: S608
            given,
        )
        return list(cursor.fetchall())


def _from_rows(selection: Selection, kind: str, most: int) -> list[Row]:
    mentions: QuerySet[Mention] = selected(Mention.objects.all(), selection)
    value = Func(F("intents"), function="unnest") if kind == "intent" else F(kind)
    counted = (
        mentions.annotate(value=value)
        .exclude(**({} if kind in ("intent", "language") else {kind: ""}))
        .values_list("value")
        .annotate(
            n=Count("pk"),
            negative=Count("pk", filter=Q(sentiment="negative")),
            positive=Count("pk", filter=Q(sentiment="positive")),
            engaged=Coalesce(Sum("engagement"), 0),
        )
        .order_by("-n", "value")
    )
    return list(counted[:most])
