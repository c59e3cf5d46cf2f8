"""Alarms as a list and a page show them: sentences in the reader's language, the chart, the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.quantities import counted, interval, percent
from parvis.listening.models import Alarm
from parvis.listening.reads.alarm_words import KIND_NAMES, SEVERITIES, WITHHELD, Spoken, headline, reasons
from parvis.listening.reads.alarms import HourShown, Precision, spoken
from parvis.people.models import Identity

if TYPE_CHECKING:
    from parvis.accounts.models import User

ICONS = {
    "volume_up": "trending-up",
    "silence": "message-off",
    "negative_up": "mood-sad",
    "new_topic": "bulb",
    "influential_author": "speakerphone",
}
TONES = {"notable": "information", "strong": "warning", "severe": "danger"}


@dataclass(frozen=True, slots=True)
class ShownAlarm:
    """verdict: "useful", "not", or "" where nobody has judged it."""

    alarm: Alarm
    headline: str
    kind: str
    severity: str
    tone: str
    icon: str
    why: Sequence[str]
    verdict: str


def everything() -> str:
    return _("Everything that is heard")


def alarms_shown(user: User, alarms: Sequence[Alarm]) -> list[ShownAlarm]:
    """alarms with their verdicts read before."""
    return [
        ShownAlarm(
            alarm=alarm,
            headline=headline(said),
            kind=str(KIND_NAMES.get(alarm.kind, alarm.kind)),
            severity=str(SEVERITIES.get(alarm.severity, alarm.severity)),
            tone=TONES.get(alarm.severity, "information"),
            icon=ICONS.get(alarm.kind, "bell"),
            why=reasons(said),
            verdict=_verdict(alarm),
        )
        for alarm, said in zip(alarms, spoken(user, alarms, everything=everything()), strict=True)
    ]


def tried_shown(found: Mapping[str, Any], *, what: str) -> list[dict[str, Any]]:
    """The alarms of a try on the past, the newest first."""
    shown = []
    # A handle is read where it stands: whoever is forgotten meanwhile is in no result of a try either.
    ids = [int(one["subject"]) for one in found.get("alarms", ()) if one["kind"] == "influential_author"]
    names = {str(one.pk): str(one) for one in Identity.objects.filter(pk__in=ids)}
    for one in reversed(found.get("alarms", ())):
        said = Spoken(
            what=what,
            at=datetime.fromisoformat(one["at"]),
            kind=one["kind"],
            observed=one["observed"],
            expected=one["expected"],
            low=one["low"],
            high=one["high"],
            facts=one["facts"],
            subject=names.get(one["subject"], "") if one["kind"] == "influential_author" else one["subject"],
        )
        shown.append(
            {
                "at": said.at,
                "headline": headline(said),
                "why": reasons(said)[0],
                "severity": str(SEVERITIES.get(one["severity"], one["severity"])),
                "tone": TONES.get(one["severity"], "information"),
                "icon": ICONS.get(said.kind, "bell"),
            }
        )
    return shown


def withheld_shown(found: Mapping[str, Any]) -> list[str]:
    """Why the past could not be judged everywhere, a sentence for each kind and reason."""
    return [
        ngettext(
            "%(kind)s: one hour was not judged, as %(reason)s.",
            "%(kind)s: %(n)s hours were not judged, as %(reason)s.",
            one["hours"],
        )
        % {
            "kind": KIND_NAMES.get(one["kind"], one["kind"]),
            "n": counted(one["hours"]),
            "reason": WITHHELD.get(one["reason"], one["reason"]),
        }
        for one in found.get("withheld", ())
    ]


def precision_words(found: Precision | None) -> str:
    """How many of the judged alarms were worth it, with its interval."""
    if found is None or not found.told:
        return _("No alert so far.")
    told = ngettext("%(n)s alert so far", "%(n)s alerts so far", found.told) % {"n": counted(found.told)}
    if found.worth is None:
        return _("%(told)s; nobody has said yet whether it was worth it.") % {"told": told}
    return _("%(told)s; judged: %(judged)s, of which %(share)s were worth it (%(interval)s).") % {
        "told": told,
        "judged": counted(found.judged),
        "share": percent(found.worth.value),
        "interval": interval(percent(found.worth.low or 0), percent(found.worth.high or 0)),
    }


def hours_chart(hours: Sequence[HourShown], *, what: str) -> Chart:
    """The days before, and where 95 % of such hours lie."""
    zone = timezone.get_current_timezone()
    shown = [
        Series(
            _("usual"),
            [one.usual for one in hours],
            low=[one.low for one in hours],
            high=[one.high for one in hours],
            tone="comparison",
        )
    ]
    has_usual = any(one.usual is not None for one in hours)
    first, last = hours[0].at, hours[-1].at
    return Chart(
        title=_("%(what)s, hour by hour") % {"what": what},
        points=[one.at.astimezone(zone) for one in hours],
        series=[
            Series(_("seen"), [one.seen for one in hours], tone="subject"),
            *(shown if has_usual else ()),
        ],
        unit=_("mentions an hour"),
        period=_("%(first)s to %(last)s") % {"first": _hour(first), "last": _hour(last)},
        n=sum(one.seen or 0 for one in hours),
    )


def _hour(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _verdict(alarm: Alarm) -> str:
    newest = max(alarm.verdicts.all(), key=lambda one: (one.at, one.pk), default=None)
    return "" if newest is None else "useful" if newest.is_useful else "not"
