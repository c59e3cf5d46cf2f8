"""What listening puts on Today: a fall of the mood first, otherwise how much was said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.logic.periods import Period, last_days
from parvis.foundation.logic.today import Card
from parvis.foundation.web.components.quantities import counted, signed
from parvis.listening.logic.net_sentiment import has_changed, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.permissions import can_import_mentions, can_view_mentions, visible_to
from parvis.listening.reads.alarm_words import headline
from parvis.listening.reads.alarms import spoken, unjudged
from parvis.listening.reads.counts import counts_of
from parvis.listening.reads.zone import zone_state

if TYPE_CHECKING:
    from parvis.accounts.models import User

SEVERITY_ORDER = ("notable", "strong", "severe")


def cards(user: User, *, now: datetime) -> list[Card]:
    found = _alarms(user, now=now) + _zone(user)
    return found + _mood(user, now=now) if can_view_mentions(user) else found


def _alarms(user: User, *, now: datetime) -> list[Card]:
    """What stood out since yesterday and nobody has judged."""
    if not user.may("figures.view"):
        return []
    alarms = list(unjudged(user, now=now).select_related("query"))
    if not alarms:
        return []
    gravest = max(alarms, key=lambda one: (SEVERITY_ORDER.index(one.severity), one.at))
    [said] = spoken(user, [gravest], everything=_("Everything that is heard"))
    return [
        Card(
            key="alarms.unjudged",
            title=_("Something unusual is said"),
            figure=counted(len(alarms)),
            sentence=headline(said) + ".",
            url=reverse("alerts") if len(alarms) > 1 else reverse("alarm", args=(gravest.pk,)),
            act_label=_("See what stood out"),
            level="notice" if gravest.severity == "notable" else "risk",
        )
    ]


def _zone(user: User) -> list[Card]:
    """Days begin at another midnight than the installation's: somebody changed its zone."""
    if not user.may("installation.manage"):
        return []
    state = zone_state()
    if not state.differs:
        return []
    return [
        Card(
            key="figures.zone",
            title=_("Days begin at another midnight"),
            figure="",
            sentence=_("The figures are counted in the zone %(former)s, the installation is in %(now)s.")
            % {"former": state.of_figures, "now": state.of_installation},
            url=reverse("figure-days"),
            act_label=_("Count the figures again"),
            level="notice",
        )
    ]


def _mood(user: User, *, now: datetime) -> list[Card]:
    zone = timezone.get_current_timezone()
    week = last_days(7, today=timezone.localdate(now), zone=zone)
    here, before = counts_of(user, Selection(week)), counts_of(user, Selection(week.before))
    if not here.total and not before.total and not visible_to(user).exists():
        return _first_steps(user)
    found, found_before = net_sentiment(here), net_sentiment(before)
    shown: list[Card] = []
    if found and found_before and has_changed(here, before) and found.value < found_before.value:
        shown.append(
            Card(
                key="mentions.mood_fell",
                title=_("Sentiment has fallen"),
                figure=signed(found.value - found_before.value, plus=True),
                sentence=_(
                    "Net sentiment of the last 7 days is %(now)s points, after %(before)s the week before; "
                    "more than chance explains."
                )
                % {"now": signed(found.value), "before": signed(found_before.value)},
                url=_address("mentions", week, sentiment="negative"),
                act_label=_("Read what is negative"),
                level="risk",
            )
        )
    shown.append(
        Card(
            key="mentions.week",
            title=_("Said about us this week"),
            figure=counted(here.total),
            sentence=ngettext(
                "mention in the last 7 days, %(negative)s of them negative; %(before)s the week before.",
                "mentions in the last 7 days, %(negative)s of them negative; %(before)s the week before.",
                here.total,
            )
            % {"negative": counted(here.negative), "before": counted(before.total)},
            url=_address("listen", week),
            act_label=_("See where it comes from"),
        )
    )
    return shown


def _first_steps(user: User) -> list[Card]:
    if not can_import_mentions(user):
        return []
    return [
        Card(
            key="mentions.none",
            title=_("Nothing is listened to yet"),
            figure="0",
            sentence=_("Bring a file of posts, or follow a feed, and see what people say about you."),
            url=reverse("import-start"),
            act_label=_("Import a file"),
            level="notice",
        )
    ]


def _address(name: str, period: Period, **filters: str) -> str:
    return f"{reverse(name)}?{urlencode(period.query | filters)}"
