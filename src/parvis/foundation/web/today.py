"""The floor's own cards of Today."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.installation import fact
from parvis.foundation.logic.today import Card
from parvis.foundation.reads.jobs import job_counts


def cards(user: Any, *, now: datetime) -> list[Card]:
    """What is wrong with the installation itself, for those who can do something about it."""
    return [*_chain_card(user), *_job_card(user)]


def _chain_card(user: Any) -> list[Card]:
    """The audit log is not what was written."""
    if not user.may("audit.view") or (fact("audit_chain") or {}).get("is_whole", True):
        return []
    return [
        Card(
            key="audit-chain",
            title=_("The audit log was changed"),
            figure="!",
            sentence=_(
                "An entry was changed, added or cut in the database itself. `parvis audit verify` says which."
            ),
            url=reverse("audit"),
            act_label=_("Open the audit log"),
            level="risk",
        )
    ]


def _job_card(user: Any) -> list[Card]:
    """Jobs that were given up."""
    if not user.may("jobs.manage"):
        return []
    dead = job_counts().dead
    if not dead:
        return []
    return [
        Card(
            key="dead-jobs",
            title=_("Work that stopped"),
            figure=number_format(dead),
            sentence=ngettext(
                "%(n)s job failed too often and was given up. Nothing was lost: it can run again.",
                "%(n)s jobs failed too often and were given up. Nothing was lost: they can run again.",
                dead,
            )
            % {"n": number_format(dead)},
            url=reverse("jobs"),
            act_label=_("See what stopped"),
            level="risk",
        )
    ]
