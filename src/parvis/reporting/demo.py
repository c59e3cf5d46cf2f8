"""The demo's chapter on reports: the week, sent to the management every Monday morning, and one shared link."""

from __future__ import annotations

from datetime import timedelta

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DOMAIN, DemoCompany
from parvis.listening.reads.queries import listed_markets
from parvis.reporting.actions.links import share
from parvis.reporting.actions.reports import Wish, save_report
from parvis.reporting.logic.content import to_plain
from parvis.reporting.models import Delivery, Edition
from parvis.reporting.reads.contents import computed, report_period


def load(company: DemoCompany) -> None:
    """Last Monday's edition is written as sent: the demo has no mail server."""
    maker = User.objects.get(email=f"ines.roche@{DOMAIN}")
    reader = User.objects.get(email=f"claire.ferrand@{DOMAIN}")
    with purpose("listening"):
        kinds = ("market", "engagement", "notoriety")
        markets = [f"{kind}:{market.pk}" for market in listed_markets(maker) for kind in kinds]
        report = save_report(
            None,
            Wish(
                name="La semaine en bref",
                period="week",
                language="fr",
                figures=["mentions.volume", "mentions.net_sentiment", "mentions.not_analysed"],
                sections=["queries", *markets, "languages", "hours"],
                frequency="weekly",
                weekday=0,
                hour=8,
                user_ids=[maker.pk, reader.pk],
            ),
            maker=maker,
            by=SYSTEM,
            now=company.now,
        )
        share(report, days=90, user=maker, by=SYSTEM, now=company.now)
        period = report_period(report, now=company.now)
        made_at = period.end_at + timedelta(hours=8)
        edition = Edition.objects.create(
            report=report,
            first=period.first,
            last=period.last,
            is_scheduled=True,
            made_at=made_at,
            content=to_plain(computed(report, period, now=made_at)),
        )
        Delivery.objects.bulk_create(
            Delivery(edition=edition, user=user, email=user.email, state=Delivery.SENT, changed_at=made_at)
            for user in (maker, reader)
        )
