"""An alarm in words: what stands out, by how much, and how that is known. For screens, mails and programs' logs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from parvis.foundation.web.components.quantities import counted, percent

KIND_NAMES: dict[str, Any] = {
    "volume_up": gettext_lazy("Far more mentions than usual"),
    "silence": gettext_lazy("Far fewer mentions than usual"),
    "negative_up": gettext_lazy("More negative than usual"),
    "new_topic": gettext_lazy("A new topic"),
    "influential_author": gettext_lazy("Somebody with a large audience"),
}
SEVERITIES: dict[str, Any] = {
    "notable": pgettext_lazy("severity of an alert", "notable"),
    "strong": pgettext_lazy("severity of an alert", "strong"),
    "severe": pgettext_lazy("severity of an alert", "severe"),
}
# Why a kind is not judged: silence of a detector that does not look is no good news.
WITHHELD: dict[str, Any] = {
    "no_history": gettext_lazy("nothing has been heard yet"),
    "series_begins": gettext_lazy("fewer than three days have been heard"),
    "too_few_mentions": gettext_lazy("there are fewer than 50 mentions to learn from"),
    "source_added": gettext_lazy("a source was added less than 72 hours before"),
    "gap": gettext_lazy("nothing was heard in that hour: a gap, no silence"),
    "not_analysed": gettext_lazy("too little has been analysed for its sentiment"),
}
SHARES = ("negative_up", "new_topic")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said of an alarm, stored or only tried. subject: the term or the author's name."""

    what: str
    at: datetime
    kind: str
    observed: float
    expected: float
    low: float
    high: float
    facts: Mapping[str, Any]
    subject: str = ""


def headline(one: Spoken) -> str:
    """One line: what it is about and what stands out."""
    given = {"what": one.what, "term": one.subject}
    if one.kind == "volume_up" and one.expected > 0:
        ratio = one.observed / one.expected
        given["times"] = number_format(round(ratio, 1), decimal_pos=1 if ratio < 10 else 0)
        return _("%(what)s: %(times)s times as many mentions as usual") % given
    if one.kind == "volume_up":
        return _("%(what)s: mentions where there are usually none") % given
    if one.kind == "silence":
        return _("%(what)s: far fewer mentions than usual") % given
    if one.kind == "negative_up":
        given |= {"share": percent(one.observed), "usual": percent(one.expected)}
        return _("%(what)s: %(share)s of what is said is negative, %(usual)s is usual") % given
    if one.kind == "new_topic":
        return _("%(what)s: many people suddenly speak of “%(term)s”") % given
    return _("%(what)s: somebody with a large audience speaks (%(author)s)") % {
        "what": one.what,
        "author": one.subject or _("an author who is no longer kept"),
    }


def reasons(one: Spoken) -> list[str]:
    """Why this is said, a sentence each."""
    facts = one.facts
    found = [_observed(one)]
    days = float(facts.get("days_of_history") or 0)
    if days:
        found.append(
            _(
                "What is usual was learned from the %(days)s days before, by weekday and hour; the level follows "
                "the last weeks."
            )
            % {"days": counted(round(days))}
            if facts.get("mode") != "short"
            else _(
                "What is usual was learned from only %(days)s days: weekdays are not told apart yet, and part of "
                "the calibration is assumed. Take it with care."
            )
            % {"days": counted(round(days))}
        )
    chance = float(facts.get("chance_a_day") or 0)
    if chance and one.kind != "influential_author":
        found.append(
            _("By chance, a day has an hour as unusual as this once in about %(days)s days.")
            % {"days": counted(_rounded(1 / chance))}
            if chance > 1e-6
            else _("By chance, a day with an hour as unusual as this comes less than once in a million days.")
        )
    return found


def hours_of(at: datetime, facts: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """The window that stands out: its first moment, and the first one after it."""
    end = at + timedelta(hours=1)
    return end - timedelta(hours=max(1, int(facts.get("hours") or 1))), end


def _observed(one: Spoken) -> str:
    start, end = hours_of(one.at, one.facts)
    window = {"since": _moment(start), "until": _moment(end)}
    if one.kind in ("volume_up", "silence"):
        return _(
            "From %(since)s to %(until)s: %(count)s. At these hours of the week %(usual)s are usual, and 19 times "
            "out of 20 between %(low)s and %(high)s."
        ) % {
            **window,
            "count": ngettext("%(n)s mention", "%(n)s mentions", round(one.observed))
            % {"n": counted(round(one.observed))},
            "usual": number_format(round(one.expected, 1), decimal_pos=0 if one.expected >= 10 else 1),
            "low": counted(round(one.low)),
            "high": counted(round(one.high)),
        }
    if one.kind == "negative_up":
        return _(
            "From %(since)s to %(until)s: %(bad)s of %(analysed)s analysed mentions are negative, %(share)s. "
            "Usual are %(usual)s, and 19 times out of 20 between %(low)s and %(high)s."
        ) % {
            **window,
            "bad": counted(int(one.facts.get("negatives") or 0)),
            "analysed": counted(int(one.facts.get("analysed") or 0)),
            "share": percent(one.observed),
            "usual": percent(one.expected),
            "low": percent(one.low),
            "high": percent(one.high),
        }
    if one.kind == "new_topic":
        return _(
            "In the 24 hours to %(until)s, %(authors)s different people used it, %(share)s of all; in the two weeks "
            "before, %(before)s did, %(usual)s."
        ) % {
            **window,
            "authors": counted(int(one.facts.get("authors") or 0)),
            "before": counted(int(one.facts.get("authors_before") or 0)),
            "share": percent(one.observed, decimals=1),
            "usual": percent(one.expected, decimals=1),
        }
    return _(
        "%(reach)s followers. %(smaller)s of the authors of the last weeks have fewer; about %(a_month)s a month "
        "have as many."
    ) % {
        "reach": counted(round(one.observed)),
        "smaller": percent(float(one.facts.get("share_smaller") or 0), decimals=1),
        "a_month": number_format(round(float(one.facts.get("authors_a_month") or 0), 1), decimal_pos=1),
    }


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _rounded(days: float) -> int:
    """Two figures: more would be a precision that nobody has."""
    size: int = 10 ** max(0, len(str(int(days))) - 2)
    return round(days / size) * size
