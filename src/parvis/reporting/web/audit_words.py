"""What was done to reports, for the audit log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "report.made": _("made a report"),
    "report.changed": _("changed a report"),
    "report.removed": _("removed a report"),
    "report.taken_over": _("took over a report"),
    "report.sent": _("sent a report"),
    "report.sent_again": _("sent a mail of a report again"),
    "report.stopped": _("stopped the mails of a report to their own address"),
    "report.shared": _("made a link that shows a report"),
    "report.unshared": _("took back a link of a report"),
    "report.quoted": _("chose posts for a report"),
    "report.unquoted": _("took a post out of a report"),
    "figures.exported": _("took figures away as a file"),
    "report.exported": _("took a report away as a file"),
}
OBJECTS: dict[str, Any] = {"reporting.report": pgettext_lazy("object", "Report")}
DETAILS: dict[str, Any] = {
    "period": pgettext_lazy("audit detail", "period"),
    "figures": pgettext_lazy("audit detail", "figures"),
    "sections": pgettext_lazy("audit detail", "sections"),
    "frequency": pgettext_lazy("audit detail", "how often"),
    "hour": pgettext_lazy("audit detail", "hour"),
    "recipients": pgettext_lazy("audit detail", "recipients"),
    "report.taken_over:maker": pgettext_lazy("audit detail", "answers for it"),
    "report.shared:days": pgettext_lazy("audit detail", "days"),
    "report.quoted:posts": pgettext_lazy("audit detail", "posts"),
    "views": pgettext_lazy("audit detail", "views"),
}
