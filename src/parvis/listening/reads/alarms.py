"""Alarms and rules as people may see them; how many of the alarms were worth it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.prepared import kept
from parvis.listening.logic.detection import learn, realised_precision
from parvis.listening.logic.detection.baseline import expected_hours
from parvis.listening.logic.detection.series import HOUR
from parvis.listening.logic.detection.tails import usual_range
from parvis.listening.models import Alarm, AlarmVerdict, AlertBacktest, AlertRule, Match, Mention
from parvis.listening.permissions import can_view_figures, can_view_mentions, visible_to
from parvis.listening.reads.alarm_words import Spoken, hours_of
from parvis.listening.reads.alert_series import false_alarms_a_month, hourly_series, settings_of
from parvis.listening.reads.cells import EVERYTHING
from parvis.listening.reads.mentions import matches
from parvis.people.models import Identity

if TYPE_CHECKING:
    from parvis.accounts.models import User

ALARMS_A_PAGE = 30
NEWS_HOURS = 24
CHART_HOURS = 72
POSTS_SHOWN = 10
TOPIC_HOURS = 24


@dataclass(frozen=True, slots=True)
class AlarmPage:
    """next_key: give it as `before` for the older ones; empty on the last page."""

    alarms: list[Alarm]
    next_key: str


@dataclass(frozen=True, slots=True)
class Precision:
    """worth: of the judged alarms, the share that was worth it; None where nobody judged one."""

    told: int
    judged: int
    worth: Estimate | None


@dataclass(frozen=True, slots=True)
class HourShown:
    """seen None: a gap. usual, low, high None: nothing was learned yet."""

    at: datetime
    seen: int | None
    usual: float | None
    low: float | None
    high: float | None


def alarms_visible_to(user: User) -> QuerySet[Alarm]:
    return Alarm.objects.all() if can_view_figures(user) else Alarm.objects.none()


def get_alarm(user: User, alarm_id: int) -> Alarm:
    """Raises Http404 where it does not exist for this account."""
    found = (
        alarms_visible_to(user).select_related("query", "rule").filter(pk=min(alarm_id, 2**63 - 1)).first()
    )
    if found is None:
        raise Http404("alarm")
    return found


def page_of_alarms(
    user: User, *, query_id: int = 0, kind: str = "", before: str = "", most: int = ALARMS_A_PAGE
) -> AlarmPage:
    """The newest hour first. before: another page's next_key; what cannot be read is ignored."""
    alarms = alarms_visible_to(user).select_related("query").prefetch_related("verdicts")
    if query_id:
        alarms = alarms.filter(query_id=query_id)
    if kind:
        alarms = alarms.filter(kind=kind)
    at, _, key = before.partition("_")
    if at.isdecimal() and key.isdecimal() and len(before) < 40:
        moment = datetime.fromtimestamp(min(int(at), 4_000_000_000), UTC)
        alarms = alarms.filter(Q(at__lt=moment) | Q(at=moment, pk__lt=min(int(key), 2**63 - 1)))
    rows = list(alarms[: most + 1])
    next_key = f"{int(rows[most - 1].at.timestamp())}_{rows[most - 1].pk}" if len(rows) > most else ""
    return AlarmPage(rows[:most], next_key)


def unjudged(user: User, *, now: datetime) -> QuerySet[Alarm]:
    """Alarms of the last day that nobody has judged yet."""
    judged = AlarmVerdict.objects.filter(alarm=OuterRef("pk"))
    recent = alarms_visible_to(user).filter(at__gte=now - timedelta(hours=NEWS_HOURS))
    return recent.filter(~Exists(judged))


def unjudged_count(user: User, *, now: datetime) -> int:
    """How many, for the badge that stands on every page: put together from models it took as long as ten others."""
    if not can_view_figures(user):
        return 0
    with kept() as cursor:
        cursor.execute(
            "SELECT count(*) FROM listening_alarm a WHERE a.at >= %s"
            " AND NOT EXISTS (SELECT FROM listening_alarm_verdict v WHERE v.alarm_id = a.id)",
            [now - timedelta(hours=NEWS_HOURS)],
        )
        return int(cursor.fetchone()[0])


def precision_of(user: User, *, rule_ids: Collection[int] = ()) -> Precision:
    """How many alarms were told, and how many of the judged ones were worth it, by the newest word on each."""
    alarms = alarms_visible_to(user)
    if rule_ids:
        alarms = alarms.filter(rule_id__in=rule_ids)
    newest: dict[int, bool] = dict(
        AlarmVerdict.objects.filter(alarm__in=alarms)
        .order_by("at", "id")
        .values_list("alarm_id", "is_useful")
    )
    return Precision(alarms.count(), len(newest), realised_precision(newest.values()))


def precision_by_rule(user: User) -> dict[int, Precision]:
    """The same of each rule, in two statements however many there are."""
    told: dict[int, int] = {}
    for rule_id in alarms_visible_to(user).order_by().values_list("rule_id", flat=True):
        told[rule_id] = told.get(rule_id, 0) + 1
    newest: dict[int, tuple[int, bool]] = {}
    verdicts = AlarmVerdict.objects.filter(alarm__in=alarms_visible_to(user)).order_by("at", "id")
    for alarm_id, rule_id, is_useful in verdicts.values_list("alarm_id", "alarm__rule_id", "is_useful"):
        newest[alarm_id] = (rule_id, is_useful)
    words: dict[int, list[bool]] = {}
    for rule_id, is_useful in newest.values():
        words.setdefault(rule_id, []).append(is_useful)
    return {
        key: Precision(count, len(words.get(key, ())), realised_precision(words.get(key, ())))
        for key, count in told.items()
    }


def listed_rules(user: User) -> list[AlertRule]:
    """Rules in force, those whose query was removed left out; everything heard first."""
    if not can_view_figures(user):
        return []
    rules = AlertRule.objects.filter(removed_at=None).filter(Q(query=None) | Q(query__removed_at=None))
    return sorted(
        rules.select_related("query"),
        key=lambda rule: (rule.query.name.casefold() if rule.query else "", rule.pk),
    )


def get_rule(user: User, rule_id: int) -> AlertRule:
    found = (
        AlertRule.objects.select_related("query")
        .filter(pk=min(rule_id, 2**63 - 1), removed_at=None)
        .filter(Q(query=None) | Q(query__removed_at=None))
        .first()
    )
    if found is None or not can_view_figures(user):
        raise Http404("rule")
    return found


def backtest_of(rule: AlertRule) -> AlertBacktest | None:
    return AlertBacktest.objects.filter(rule=rule).first()


def spoken(user: User, alarms: Sequence[Alarm], *, everything: str) -> list[Spoken]:
    """What the words need. everything: how the reader's language names what is heard without a query."""
    authors = [alarm.subject for alarm in alarms if alarm.kind == "influential_author"]
    names: dict[int, str] = {}
    # A name is no figure: whoever sees figures alone is told that somebody spoke, not who.
    if authors and can_view_mentions(user):
        identities = Identity.objects.in_bulk([int(one) for one in authors if one.isdecimal()])
        names = {key: str(identity) for key, identity in identities.items()}
    return [
        Spoken(
            what=alarm.query.name if alarm.query else everything,
            at=alarm.at,
            kind=alarm.kind,
            observed=alarm.observed,
            expected=alarm.expected,
            low=alarm.low,
            high=alarm.high,
            facts=alarm.facts,
            subject=(
                names.get(int(alarm.subject), "")
                if alarm.kind == "influential_author" and alarm.subject.isdecimal()
                else alarm.subject
            ),
        )
        for alarm in alarms
    ]


def hours_around(alarm: Alarm) -> list[HourShown]:
    """The days before the hour and what was usual, as it is learned now from the posts that are stored."""
    end = alarm.at + HOUR
    key = alarm.query_id or EVERYTHING
    series = hourly_series([key], end=end)[key]
    settings = settings_of(alarm.rule, monitored=1, budget=false_alarms_a_month())
    begin = max(0, len(series) - CHART_HOURS)
    baseline = learn(series, settings, until=series.at(begin))
    if baseline.mode == "none":
        return [
            HourShown(series.at(place), series.counts[place], None, None, None)
            for place in range(begin, len(series))
        ]
    usual = expected_hours(baseline, series.at(begin), len(series) - begin)
    spread = baseline.dispersion["volume_up/1"] + baseline.level_doubt + 2 * baseline.shape_doubt
    shown = []
    for offset, expected in enumerate(usual):
        low, high = usual_range(float(expected), spread)
        place = begin + offset
        shown.append(HourShown(series.at(place), series.counts[place], float(expected), low, high))
    return shown


def posts_of(user: User, alarm: Alarm, *, most: int = POSTS_SHOWN) -> tuple[list[Mention], int]:
    """What was said in the hours that stand out, the farthest heard first, and how many there are in all."""
    start, end = hours_of(alarm.at, alarm.facts)
    if alarm.kind == "new_topic":
        start = end - timedelta(hours=TOPIC_HOURS)
    found = visible_to(user).filter(published_at__gte=start, published_at__lt=end)
    if alarm.query_id:
        match = Match.objects.filter(
            query_id=alarm.query_id, published_at=OuterRef("published_at"), mention_id=OuterRef("pk")
        )
        found = found.filter(Exists(match))
    if alarm.kind == "negative_up":
        found = found.filter(sentiment="negative")
    elif alarm.kind == "new_topic":
        found = found.filter(matches(alarm.subject))
    elif alarm.kind == "influential_author":
        found = found.filter(identity_id=int(alarm.subject) if alarm.subject.isdecimal() else 0)
    ordered = found.select_related("identity", "connection").order_by(
        F("engagement").desc(nulls_last=True), "-published_at", "-pk"
    )
    return list(ordered[:most]), found.count()
