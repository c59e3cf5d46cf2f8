"""The rules of all capabilities with the house's own periods."""

from __future__ import annotations

from parvis.foundation.logic.retention_rules import RetentionRule
from parvis.foundation.plugs import plugged
from parvis.people.models import RetentionPeriod, RetentionRun


def retention_rules() -> list[RetentionRule]:
    return [rule for offered in plugged("RETENTION") for rule in offered]


def rule_named(key: str) -> RetentionRule:
    """Raises KeyError."""
    for rule in retention_rules():
        if rule.key == key:
            return rule
    raise KeyError(key)


def sources_of(rule: RetentionRule) -> list[tuple[str, str]]:
    """(key, name) of each source that may have a period of its own; one without a key where there are none."""
    return rule.sources() if rule.sources else [("", "")]


def days_of(rule: RetentionRule, source: str = "") -> int:
    """The house's period for this source, else for all, else the rule's own. Never shorter than its least."""
    own = dict(RetentionPeriod.objects.filter(rule=rule.key).values_list("source", "days"))
    return max(rule.least_days, own.get(source, own.get("", rule.days)))


def newest_runs(*, most: int = 50) -> list[RetentionRun]:
    return list(RetentionRun.objects.order_by("-started_at", "-id")[:most])


def held_runs() -> list[RetentionRun]:
    return list(RetentionRun.objects.filter(state=RetentionRun.HELD).order_by("id"))
