"""Alerts: what stood out, whether it was worth it, and what is watched."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, examples
from parvis.listening.actions.alert_rules import (
    judge_alarm,
    remove_alert_rule,
    save_alert_budget,
    save_alert_rule,
    switch_alert_rule,
)
from parvis.listening.api.endpoints import ALERTS, ENDPOINTS, FIGURES
from parvis.listening.models import Alarm, AlertRule
from parvis.listening.reads.alarms import (
    backtest_of,
    get_alarm,
    get_rule,
    listed_rules,
    page_of_alarms,
    precision_of,
)
from parvis.listening.reads.alert_series import false_alarms_a_month

Kind = Literal["volume_up", "silence", "negative_up", "new_topic", "influential_author"]
_PROBLEMS = {
    "alert-exists": (409, "Another alert watches this."),
    "unknown-query": (409, "The query does not exist."),
    "unknown-recipient": (409, "One of the accounts does not exist."),
}


class AlarmOut(Answer):
    """hour: the start of the hour that stands out, facts.hours the length of the window that ends with it. low,
    high: where 95 % of such windows lie. Shares are in 0..1. subject: a term, or the id of an author's identity.
    """

    id: int
    rule_id: int
    query_id: int | None
    query_version: int | None
    hour: datetime
    kind: Kind
    subject: str
    observed: float
    expected: float
    low: float
    high: float
    severity: Literal["notable", "strong", "severe"]
    reason_code: str
    facts: dict[str, Any]
    raised_at: datetime
    is_useful: bool | None = Field(description="The newest verdict; null where nobody has judged it.")


class AlarmList(Listed):
    items: list[AlarmOut]


class VerdictGiven(Body):
    is_useful: bool

    model_config = examples({"is_useful": True})


class AlertRuleGiven(Body):
    """recipient_ids: accounts that are told by mail and on their devices."""

    kinds: Annotated[list[Kind], Field(min_length=1, max_length=5)]
    minimum_mentions: Annotated[int, Field(ge=1, le=1_000_000)] = 10
    cool_down_hours: Annotated[int, Field(ge=1, le=720)] = 24
    authors_a_month: Annotated[float, Field(gt=0, le=100)] = 2.0
    recipient_ids: Annotated[list[Id], Field(max_length=200)] = []
    by_mail: bool = True
    by_push: bool = True

    model_config = examples({"kinds": ["volume_up", "negative_up"]})


class NewAlertRule(AlertRuleGiven):
    query_id: Id | None = Field(None, description="Null: everything that is heard.")

    model_config = examples({"query_id": 1, "kinds": ["volume_up", "negative_up"]})


class AlertRuleOut(Answer):
    id: int
    query_id: int | None
    kinds: list[Kind]
    minimum_mentions: int
    cool_down_hours: int
    authors_a_month: float
    recipient_ids: list[int]
    by_mail: bool
    by_push: bool
    is_on: bool


class AlertRuleList(Answer):
    """The budget is one number for all rules together."""

    false_alarms_a_month: float
    items: list[AlertRuleOut]


class PastOut(Answer):
    """What the rule would have told over the last days. judged_hours 0: there is too little of a past."""

    is_done: bool
    days: int | None
    count: int | None
    judged_hours: int | None
    alarms: list[dict[str, Any]]
    withheld: list[dict[str, Any]]


class PrecisionOut(Answer):
    """worth: of the judged alarms, the share that was worth it, with Wilson's 95 % interval; null without any."""

    told: int
    judged: int
    worth: float | None
    low: float | None
    high: float | None


class BudgetGiven(Body):
    false_alarms_a_month: Annotated[float, Field(ge=0.1, le=100)]

    model_config = examples({"false_alarms_a_month": 2})


class BudgetOut(Answer):
    false_alarms_a_month: float


@ENDPOINTS.get("/alarms", **FIGURES)
def list_alarms(
    caller: Caller, query_id: Id | None = None, kind: Kind | None = None, cursor: str = ""
) -> AlarmList:
    """What stood out, the newest hour first."""
    page = page_of_alarms(caller.user, query_id=query_id or 0, kind=kind or "", before=cursor)
    return AlarmList(items=[_alarm(one) for one in page.alarms], next_cursor=page.next_key or None)


@ENDPOINTS.get("/alarms/precision", **FIGURES)
def get_alarm_precision(caller: Caller) -> PrecisionOut:
    """How many alarms were told, and how many of the judged ones were worth it."""
    found = precision_of(caller.user)
    worth = found.worth
    return PrecisionOut(
        told=found.told,
        judged=found.judged,
        worth=worth.value if worth else None,
        low=worth.low if worth else None,
        high=worth.high if worth else None,
    )


@ENDPOINTS.get("/alarms/{alarm_id}", **FIGURES)
def get_one_alarm(caller: Caller, alarm_id: Id) -> AlarmOut:
    """One alarm with its facts."""
    return _alarm(get_alarm(caller.user, alarm_id))


@ENDPOINTS.put("/alarms/{alarm_id}/verdict", **FIGURES)
def judge_one_alarm(caller: Caller, alarm_id: Id, given: VerdictGiven) -> AlarmOut:
    """Say whether it was worth it; a second word of the same account replaces the first."""
    found = get_alarm(caller.user, alarm_id)
    judge_alarm(found, account_id=caller.user.pk, is_useful=given.is_useful, now=caller.now)
    return _alarm(found)


@ENDPOINTS.get("/alert-rules", **FIGURES)
def list_alert_rules(caller: Caller) -> AlertRuleList:
    """What is watched, and the budget of false alarms."""
    rules = listed_rules(caller.user)
    return AlertRuleList(false_alarms_a_month=false_alarms_a_month(), items=[_rule(one) for one in rules])


@ENDPOINTS.post("/alert-rules", status=201, problems=_PROBLEMS, **ALERTS)
def create_alert_rule(caller: Caller, given: NewAlertRule) -> AlertRuleOut:
    """Watch a query, or everything. It is off until it is switched on; what it would have told is counted."""
    return _rule(save_alert_rule(None, **given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.put("/alert-rules/{rule_id}", problems=_PROBLEMS, **ALERTS)
def replace_alert_rule(caller: Caller, rule_id: Id, given: AlertRuleGiven) -> AlertRuleOut:
    """Change everything but what it watches."""
    found = get_rule(caller.user, rule_id)
    saved = save_alert_rule(
        found, query_id=found.query_id, **given.model_dump(), by=caller.actor, now=caller.now
    )
    return _rule(saved)


@ENDPOINTS.delete("/alert-rules/{rule_id}", **ALERTS)
def delete_alert_rule(caller: Caller, rule_id: Id) -> None:
    """Tell nobody any more; its alarms stay on record."""
    remove_alert_rule(get_rule(caller.user, rule_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/alert-rules/{rule_id}/switch-on", **ALERTS)
def switch_on_alert_rule(caller: Caller, rule_id: Id) -> AlertRuleOut:
    """Judge every hour from now on."""
    found = get_rule(caller.user, rule_id)
    switch_alert_rule(found, is_on=True, by=caller.actor, now=caller.now)
    return _rule(found)


@ENDPOINTS.post("/alert-rules/{rule_id}/switch-off", **ALERTS)
def switch_off_alert_rule(caller: Caller, rule_id: Id) -> AlertRuleOut:
    """Judge no hour any more; what it told stays."""
    found = get_rule(caller.user, rule_id)
    switch_alert_rule(found, is_on=False, by=caller.actor, now=caller.now)
    return _rule(found)


@ENDPOINTS.get("/alert-rules/{rule_id}/past", **FIGURES)
def get_past_of_alert_rule(caller: Caller, rule_id: Id) -> PastOut:
    """What it would have told over the stored past, with the reasons; made in a job after each change."""
    tried = backtest_of(get_rule(caller.user, rule_id))
    found = tried.found if tried else {}
    return PastOut(
        is_done=bool(tried and tried.done_at),
        days=found.get("days"),
        count=found.get("count"),
        judged_hours=found.get("judged_hours"),
        alarms=found.get("alarms", []),
        withheld=found.get("withheld", []),
    )


@ENDPOINTS.put("/alert-budget", **ALERTS)
def set_alert_budget(caller: Caller, given: BudgetGiven) -> BudgetOut:
    """How many false alarms a month all rules together may raise."""
    save_alert_budget(given.false_alarms_a_month, by=caller.actor, now=caller.now)
    return BudgetOut(false_alarms_a_month=given.false_alarms_a_month)


def _alarm(alarm: Alarm) -> AlarmOut:
    newest = max(alarm.verdicts.all(), key=lambda one: (one.at, one.pk), default=None)
    return AlarmOut.model_validate(
        {
            **{
                name: getattr(alarm, name)
                for name in AlarmOut.model_fields
                if name not in ("hour", "is_useful")
            },
            "hour": alarm.at,
            "is_useful": None if newest is None else newest.is_useful,
        }
    )


def _rule(rule: AlertRule) -> AlertRuleOut:
    return AlertRuleOut.model_validate(rule)
