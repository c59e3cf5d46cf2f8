"""What the demo is told of: the alert that the battery in Nantes raised, and the campaign that answered it.

Both come out of the ordinary jobs, asked of the story's own mentions.
"""

from __future__ import annotations

from datetime import timedelta

from parvis.accounts.models import User
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import CRISIS_DAY, RECALL_DAY, RECOVERY_DAY, DemoCompany
from parvis.listening.actions.alert_rules import judge_alarm, save_alert_rule, switch_alert_rule
from parvis.listening.actions.campaigns import answer_campaign, save_campaign
from parvis.listening.actions.judge import judge_hours
from parvis.listening.models import Alarm, AlertClock, Query


def load_alerts(company: DemoCompany) -> None:
    """After the mentions, and after they are counted."""
    queries = {one.name: one for one in Query.objects.all()}
    ours = queries[company.name]
    told = list(User.objects.filter(roles__overlap=["marketer", "administrator"]).order_by("pk"))
    watched_from = company.day(CRISIS_DAY - 4)
    rule = save_alert_rule(
        None,
        query_id=ours.pk,
        kinds=["volume_up", "silence", "negative_up"],
        recipient_ids=[user.pk for user in told],
        by_mail=False,  # nobody reads the demo's mail
        by_push=False,
        by=SYSTEM,
        now=watched_from,
    )
    switch_alert_rule(rule, is_on=True, by=SYSTEM, now=watched_from)
    for day in range(CRISIS_DAY, RECALL_DAY + 2):
        judge_hours(now=company.day(day) + timedelta(hours=12))
        judge_hours(now=company.day(day + 1))
    AlertClock.objects.update(next_hour=company.now.replace(minute=0, second=0, microsecond=0))
    for alarm in Alarm.objects.filter(kind__in=("volume_up", "negative_up")):
        for user in told[:1]:
            judge_alarm(alarm, account_id=user.pk, is_useful=True, now=alarm.raised_at)
    _load_campaign(company, ours)


def _load_campaign(company: DemoCompany, ours: Query) -> None:
    first, last = company.day(RECOVERY_DAY).date(), company.day(RECOVERY_DAY + 14).date()
    campaign = save_campaign(
        None,
        name="Batteries échangées à domicile",
        query_id=ours.pk,
        first=first,
        last=last,
        measure="net_sentiment",
        days_before=RECOVERY_DAY,
        markers=[
            (company.day(RECOVERY_DAY).date(), "Premières batteries échangées"),
            (company.day(RECOVERY_DAY + 6).date(), "Film : une journée avec une technicienne"),
        ],
        by=SYSTEM,
        now=company.now,
    )
    answer_campaign(campaign.pk, asked_at=company.now, now=company.now)
