"""Loading the demo company into an empty installation: every capability tells its chapter, in order."""

from __future__ import annotations

from django.db import transaction

from parvis.accounts.models import User
from parvis.foundation.clock import utc_now
from parvis.foundation.demo import DOMAIN, STAFF, DemoCompany
from parvis.foundation.installation import state_fact
from parvis.foundation.plugs import plugged

# Shown at the start and on the log-in page of the demo: one of each kind of work.
SHOWN_ACCOUNTS = (
    "claire.ferrand",
    "hugo.lemaire",
    "lea.bonnet",
    "emma.clarke",
    "julie.moreau",
    "nadia.benali",
)


class NotEmpty(Exception):
    """The installation holds accounts already; the demo is only loaded into an empty one."""


def load_demo() -> None:
    """Write the whole demo in one transaction: killed half-way, nothing of it is there. Raises NotEmpty."""
    company = DemoCompany(now=utc_now())
    with transaction.atomic():
        if User.objects.exists():
            raise NotEmpty
        state_fact("is_demo", True)
        state_fact("company_name", company.name)
        state_fact("demo_accounts", demo_accounts())
        for chapter in plugged("DEMO_CHAPTERS"):
            chapter(company)


def demo_accounts() -> list[dict[str, str]]:
    """Address, name, work and password of the log-ins that are shown to whoever tries the demo."""
    password = DemoCompany(now=utc_now()).password
    shown = {local: (name, job) for local, name, job, _, _ in STAFF}
    return [
        {"email": f"{local}@{DOMAIN}", "name": shown[local][0], "job": shown[local][1], "password": password}
        for local in SHOWN_ACCOUNTS
    ]
