"""What a list of mentions offers for reports: the ticked ones as examples in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.audit import Actor
from parvis.foundation.logic.record_actions import BulkAction
from parvis.foundation.web.components.quantities import counted
from parvis.reporting.actions.quotes import add_quotes
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Report
from parvis.reporting.permissions import visible_to
from parvis.reporting.web.report_words import refusal_sentence

MOST_OFFERED = 3  # the reports that were changed last; a longer line of buttons helps nobody


def actions_for(user: Any, kind: str) -> list[BulkAction]:
    if kind != "mention" or not user.may("mentions.view"):
        return []
    reports = visible_to(user).order_by("-changed_at", "-id")[:MOST_OFFERED]
    return [
        BulkAction(
            f"report-{report.pk}",
            _("Add to “%(report)s”") % {"report": report.name[:40]},
            partial(_add, report=report),
            "report-analytics",
        )
        for report in reports
    ]


def _add(user: Any, mention_ids: Sequence[int], *, by: Actor, now: datetime, report: Report) -> str:
    try:
        added = add_quotes(report, mention_ids, user=user, by=by, now=now)
    except ReportRefused as refused:
        return refusal_sentence(refused)
    words = ngettext("%(n)s mention added to “%(report)s”.", "%(n)s mentions added to “%(report)s”.", added)
    return words % {"n": counted(added), "report": report.name}
