"""Reports for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now
from parvis.reporting.actions.editions import send_now
from parvis.reporting.actions.links import share
from parvis.reporting.actions.reports import Wish, save_report
from parvis.reporting.models import Report
from tests.factories.accounts import make_user

_numbers = count(1)


def make_report(maker: User | None = None, *, now: Any = None, **wished: Any) -> Report:
    """A report without a schedule; of what is heard, to nobody, unless something else is wished."""
    given = {
        "name": f"Report {next(_numbers)}",
        "period": "week",
        "language": "en",
        "figures": ["mentions.volume", "mentions.net_sentiment"],
        "sections": ["languages", "weekdays"],
        **wished,
    }
    maker = maker or make_user(roles=("marketer",))
    with purpose("listening"):
        return save_report(None, Wish(**given), maker=maker, by=COMMAND_LINE, now=now or utc_now())


def made_report() -> dict[str, int]:
    """A report that was sent once and shared, by the names that addresses give its ids."""
    now = utc_now()
    report = make_report(emails=["board@example.org"])
    edition = send_now(report, by=COMMAND_LINE, now=now)
    link, _ = share(report, days=7, user=report.maker, by=COMMAND_LINE, now=now)
    mail = edition.deliveries.get()
    return {"report_id": report.pk, "edition_id": edition.pk, "link_id": link.pk, "mail_id": mail.pk}
