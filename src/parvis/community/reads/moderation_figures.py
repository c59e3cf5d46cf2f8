"""Moderation in figures of a period, and whether criticism is withheld more often than praise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q

from parvis.community.logic.figures import difference
from parvis.community.models import Appeal, Ground, Look, Report, Restriction
from parvis.foundation.logic.intervals import Estimate, median, share

ADVERTISING = 4
MOST_TIMES = 20_000  # decisions whose time is read for the median, the newest


@dataclass(frozen=True, slots=True)
class OfGround:
    ground: Ground
    decisions: int
    undone: int
    appeals: int


@dataclass(frozen=True, slots=True)
class Moods:
    """Of the texts of a period: how many were withheld, of how many, by sentiment. difference: negative − positive."""

    negative: Estimate | None
    positive: Estimate | None
    negative_withheld: int
    positive_withheld: int
    difference: Estimate | None

    @property
    def shows_censorship(self) -> bool:
        """Negative texts are withheld more often, beyond chance."""
        return self.difference is not None and self.difference.low is not None and self.difference.low > 0


@dataclass(frozen=True, slots=True)
class Figures:
    """hours: from the first moment that a text waited to the decision. Shares of decisions, of appeals."""

    reports: int
    notices: int
    found_by_machine: int
    decided: int
    let_stay: int
    withheld: int
    suspended: int
    hours: Estimate | None
    grounds: list[OfGround]
    machine_found: Estimate | None
    machine_decided: Estimate | None
    appeals: int
    appeals_granted: Estimate | None
    moods: Moods
    moods_without_advertising: Moods

    @property
    def received(self) -> int:
        return self.reports + self.notices + self.found_by_machine


def moderation_figures(since: datetime, until: datetime) -> Figures:
    """What was received and decided from since (included) to until (excluded)."""
    reports = Report.objects.filter(at__gte=since, at__lt=until)
    looks = Look.objects.filter(at__gte=since, at__lt=until)
    decided = Look.objects.filter(decided_at__gte=since, decided_at__lt=until)
    restrictions = Restriction.objects.filter(at__gte=since, at__lt=until)
    judged = Appeal.objects.filter(judged_at__gte=since, judged_at__lt=until)
    times = (
        decided.filter(decided_by_id__isnull=False).order_by("-decided_at").values_list("at", "decided_at")
    )
    by_source = dict(reports.order_by().values_list("source").annotate(n=Count("pk")))
    by_outcome = dict(decided.order_by().values_list("outcome").annotate(n=Count("pk")))
    counts = restrictions.aggregate(
        all=Count("pk"),
        found=Count("pk", filter=Q(found_by=Restriction.MACHINE)),
        automated=Count("pk", filter=Q(by_id=None)),
        suspended=Count("pk", filter=Q(measure=Restriction.SUSPENDED)),
    )
    return Figures(
        reports=by_source.get(Report.MEMBER, 0),
        notices=by_source.get(Report.NOTICE, 0),
        found_by_machine=looks.exclude(reasons__overlap=["report", "notice"]).count(),
        decided=sum(by_outcome.values()),
        let_stay=by_outcome.get(Look.SHOWN, 0),
        withheld=counts["all"] - counts["suspended"],
        suspended=counts["suspended"],
        hours=median([(end - at).total_seconds() / 3600 for at, end in times[:MOST_TIMES] if end]),
        grounds=_grounds(since, until),
        machine_found=share(counts["found"], counts["all"]),
        machine_decided=share(counts["automated"], counts["all"]),
        appeals=Appeal.objects.filter(at__gte=since, at__lt=until).count(),
        appeals_granted=share(judged.filter(state=Appeal.GRANTED).count(), judged.count()),
        moods=_moods(since, until),
        moods_without_advertising=_moods(since, until, without=ADVERTISING),
    )


def _grounds(since: datetime, until: datetime) -> list[OfGround]:
    inside = Q(restrictions__at__gte=since, restrictions__at__lt=until)
    found = Ground.objects.annotate(
        n=Count("restrictions", filter=inside),
        undone=Count("restrictions", filter=inside & Q(restrictions__undone_at__isnull=False)),
        appeals=Count("restrictions__appeal", filter=inside),
    ).order_by("number")
    return [OfGround(one, one.n, one.undone, one.appeals) for one in found if one.n]


def _moods(since: datetime, until: datetime, *, without: int = 0) -> Moods:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.sentiment, count(*), count(r.id) FROM community_text_mood m"
            " LEFT JOIN (community_restriction r JOIN community_ground g ON g.id = r.ground_id)"
            " ON r.kind = m.kind AND r.text_id = m.text_id AND r.undone_at IS NULL"
            " WHERE m.at >= %s AND m.at < %s AND m.sentiment IN ('negative', 'positive')"
            " AND (g.number IS NULL OR g.number <> %s) GROUP BY m.sentiment",
            [since, until, without],
        )
        rows = {sentiment: (n, withheld) for sentiment, n, withheld in cursor.fetchall()}
    (negative, bad), (positive, good) = rows.get("negative", (0, 0)), rows.get("positive", (0, 0))
    return Moods(
        share(bad, negative), share(good, positive), bad, good, difference(bad, negative, good, positive)
    )
