"""Periods of retention and the register of processing, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404
from django.utils.timezone import localdate
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Typed
from parvis.foundation.logic.retention_rules import RetentionRule
from parvis.people.actions.controller import state_controller
from parvis.people.actions.retention import confirm_held, dismiss_held, dry_run, set_period
from parvis.people.api.rights_endpoints import ENDPOINTS
from parvis.people.models import RetentionRun
from parvis.people.reads.register import register_now
from parvis.people.reads.retention import days_of, newest_runs, retention_rules, rule_named, sources_of

__all__ = ["ENDPOINTS"]  # those of rights and of retention together

Said = Annotated[str, Field(max_length=4_000)]


class RetentionPeriodSet(Body):
    days: Annotated[int, Field(ge=1, le=36_525)]
    source: Line = ""
    reason: Said = Field("", description="Needed where it is longer than the rule's own period.")


class RetentionSourcePeriod(Answer):
    source: str
    name: str
    days: int


class RetentionRuleOut(Answer):
    key: str
    title: str
    why: str
    does: str
    own_days: int
    least_days: int
    periods: list[RetentionSourcePeriod]


class RetentionSample(Answer):
    label: str
    at: datetime | None


class RetentionDryRun(Answer):
    rule: str
    source: str
    before: datetime
    count: int
    is_more: bool
    sample: list[RetentionSample]


class RetentionRunOut(Answer):
    id: int
    rule: str
    source: str
    before: datetime
    state: str
    count_due: int
    count_gone: int
    counts: dict[str, int]
    started_at: datetime
    done_at: datetime | None


class ControllerSaid(Body):
    """Only what is sent is changed."""

    name: Said | None = None
    address: Said | None = None
    contact: Said | None = None
    representative: Said | None = None
    officer: Said | None = None
    officer_contact: Said | None = None
    authority: Said | None = None
    processors: Said | None = None
    measures: Said | None = None


class RegisterOut(Answer):
    format: str
    version: int
    day: str
    controller: dict[str, str]
    activities: list[dict[str, Any]]
    categories: list[dict[str, str]]
    recipients: list[dict[str, str]]
    sources: list[str]
    periods: list[dict[str, Any]]
    measures: list[str]


class RetentionRules(Answer):
    items: list[RetentionRuleOut]


class RetentionRuns(Answer):
    items: list[RetentionRunOut]


@ENDPOINTS.get("/retention", permission="privacy.manage")
def list_retention_rules(caller: Caller) -> RetentionRules:
    """How long what is kept, and why."""
    return RetentionRules(items=[_rule_out(rule) for rule in retention_rules()])


@ENDPOINTS.get("/retention/{rule_key}", permission="privacy.manage")
def get_retention_dry_run(caller: Caller, rule_key: str, source: Typed = "") -> RetentionDryRun:
    """Exactly what a run of this moment would remove. Changes nothing."""
    rule = _rule(rule_key)
    found = dry_run(rule, source=_source(rule, source), now=caller.now)
    return RetentionDryRun(
        rule=rule.key,
        source=found.source,
        before=found.before,
        count=found.count,
        is_more=found.is_more,
        sample=[RetentionSample.model_validate(one) for one in found.sample],
    )


@ENDPOINTS.put("/retention/{rule_key}", permission="privacy.manage")
def set_retention_period(caller: Caller, rule_key: str, given: RetentionPeriodSet) -> RetentionRuleOut:
    """Keep it for so long."""
    rule = _rule(rule_key)
    set_period(
        rule, source=given.source, days=given.days, reason=given.reason, by=caller.actor, now=caller.now
    )
    return _rule_out(rule)


@ENDPOINTS.get("/retention-runs", permission="privacy.manage")
def list_retention_runs(caller: Caller) -> RetentionRuns:
    """What was removed, the newest first, and what waits for a word."""
    return RetentionRuns(items=[RetentionRunOut.model_validate(one) for one in newest_runs()])


@ENDPOINTS.post("/retention-runs/{run_id}/confirm", permission="privacy.manage")
def confirm_retention_run(caller: Caller, run_id: Id) -> RetentionRunOut:
    """A run that would remove much more than usual waits: let it."""
    return RetentionRunOut.model_validate(confirm_held(_run(run_id), by=caller.actor, now=caller.now))


@ENDPOINTS.post("/retention-runs/{run_id}/dismiss", permission="privacy.manage")
def dismiss_retention_run(caller: Caller, run_id: Id) -> RetentionRunOut:
    """Do not let it: put the period right first; the next night counts anew."""
    run = _run(run_id)
    dismiss_held(run, by=caller.actor, now=caller.now)
    return RetentionRunOut.model_validate(_run(run_id))


@ENDPOINTS.get("/register", permission="privacy.manage")
def get_processing_register(caller: Caller) -> RegisterOut:
    """The register of processing (art. 30 GDPR), as of today, from what is configured."""
    return RegisterOut(**register_now(today=localdate()).as_plain())


@ENDPOINTS.patch("/register/controller", permission="privacy.manage")
def set_register_controller(caller: Caller, given: ControllerSaid) -> RegisterOut:
    """Say who answers for the data and how they are reached."""
    said = {name: value for name, value in given.model_dump().items() if value is not None}
    state_controller(**said, by=caller.actor, now=caller.now)
    return RegisterOut(**register_now(today=localdate()).as_plain())


def _rule(key: str) -> RetentionRule:
    try:
        return rule_named(key)
    except KeyError:
        raise Http404 from None


def _source(rule: RetentionRule, source: str) -> str:
    known = dict(sources_of(rule))
    if source in known:
        return source
    if not source and known:
        return next(iter(known))
    raise Http404


def _run(run_id: int) -> RetentionRun:
    found = RetentionRun.objects.filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def _rule_out(rule: RetentionRule) -> RetentionRuleOut:
    return RetentionRuleOut(
        key=rule.key,
        title=str(rule.title),
        why=str(rule.why),
        does=str(rule.does),
        own_days=rule.days,
        least_days=rule.least_days,
        periods=[
            RetentionSourcePeriod(source=key, name=name, days=days_of(rule, key)) for key, name in sources_of(rule)
        ],
    )
