"""Reports in words: periods, schedules, why a change was refused."""

from __future__ import annotations

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, gettext_lazy, gettext_noop, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.logic.schedule import DAYS, MONTH, MONTHLY, QUARTER, WEEK, WEEKLY
from parvis.reporting.models import Delivery, Report

PERIODS: dict[str, Any] = {
    WEEK: gettext_lazy("the last whole week"),
    MONTH: gettext_lazy("the last whole month"),
    QUARTER: gettext_lazy("the last whole quarter"),
    DAYS: gettext_lazy("the thirty days up to yesterday"),
}
FREQUENCIES: dict[str, Any] = {
    "": gettext_lazy("only when somebody sends it"),
    WEEKLY: gettext_lazy("every week"),
    MONTHLY: gettext_lazy("on the first of each month"),
}
STATES: dict[str, tuple[Any, str]] = {
    Delivery.WAITING: (pgettext_lazy("mail", "on its way"), "neutral"),
    Delivery.SENDING: (pgettext_lazy("mail", "not known whether it left"), "warning"),
    Delivery.SENT: (pgettext_lazy("mail", "sent"), "positive"),
    Delivery.REFUSED: (pgettext_lazy("mail", "refused"), "danger"),
}
SENTENCES = {
    "name-missing": gettext_noop("Give the report a name."),
    "nothing-chosen": gettext_noop("Choose at least one figure or section."),
    "unknown-figure": gettext_noop("One of the figures does not exist any more, or you may not see it."),
    "unknown-choice": gettext_noop("Choose from what is offered."),
    "bad-address": gettext_noop("“{address}” is no e-mail address."),
    "unknown-recipient": gettext_noop("One of the colleagues has no active account."),
    "too-many-recipients": gettext_noop("A report goes to at most {most} recipients."),
    "no-recipients": gettext_noop("Say who receives the report."),
    "sent-just-now": gettext_noop("It was sent less than a minute ago."),
    "too-many-quotes": gettext_noop("A report holds at most {most} chosen posts. Take some out first."),
    "too-many-links": gettext_noop("At most {most} links are open at once. Take one back first."),
}  # fmt: skip


def refusal_sentence(refused: ReportRefused) -> str:
    return gettext(SENTENCES[refused.code]).format(**refused.about)


def schedule_in_words(report: Report) -> str:
    hour = f"{report.hour:02}:00"
    if report.frequency == WEEKLY:
        return _("every %(weekday)s at %(hour)s") % {"weekday": weekday_name(report.weekday), "hour": hour}
    if report.frequency == MONTHLY:
        return _("on the first of each month at %(hour)s") % {"hour": hour}
    return str(FREQUENCIES[""])


def weekday_name(number: int) -> str:
    return str(WEEKDAYS[number])
