"""What was done to what is listened for, for the audit log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

VERBS: dict[str, Any] = {
    "mentions.exported": _("took mentions away as a file"),
    "query.made": _("wrote a query"),
    "query.changed": _("changed a query"),
    "query.paused": _("paused a query"),
    "query.resumed": _("resumed a query"),
    "query.removed": _("removed a query"),
    "market.made": _("declared a market"),
    "market.changed": _("changed a market"),
    "market.removed": _("removed a market"),
    "alert.made": _("set up an alert"),
    "alert.changed": _("changed an alert"),
    "alert.on": _("switched an alert on"),
    "alert.off": _("switched an alert off"),
    "alert.removed": _("removed an alert"),
    "alert.budget": _("changed how many false alarms alerts may raise"),
    "campaign.made": _("entered a campaign"),
    "campaign.changed": _("changed a campaign"),
    "campaign.removed": _("removed a campaign"),
    "place.proposed": _("proposed a place to listen to"),
    "place.tried": _("put a place on trial"),
    "place.accepted": _("accepted a place on trial"),
    "place.refused": _("refused a place"),
    "figures.counted_again": _("had figures counted again in another zone"),
    "exclusion.made": _("excluded something from listening"),
    "exclusion.removed": _("listens again to what was excluded"),
    "listening.rules": _("changed what is kept of what is heard"),
    "connection.keeps": _("changed how much of a source is kept"),
}
OBJECTS: dict[str, Any] = {
    "listening.query": pgettext_lazy("object", "Query"),
    "listening.market": pgettext_lazy("object", "Market"),
    "listening.alertrule": pgettext_lazy("object", "Alert"),
    "listening.campaign": pgettext_lazy("object", "Campaign"),
    "listening.place": pgettext_lazy("object", "Place"),
    "listening.exclusion": pgettext_lazy("object", "Exclusion"),
}
DETAILS: dict[str, Any] = {
    **{
        f"query.{verb}:text": pgettext_lazy("audit detail", "text") for verb in ("made", "changed", "removed")
    },
    **{f"query.{verb}:role": pgettext_lazy("audit detail", "stands for") for verb in ("made", "changed")},
    "reference": pgettext_lazy("audit detail", "reference"),
    "colour": pgettext_lazy("audit detail", "colour"),
    "version": pgettext_lazy("audit detail", "version"),
    "brands": pgettext_lazy("audit detail", "brands"),
    "ours": pgettext_lazy("audit detail", "our own"),
    **{f"exclusion.{verb}:kind": pgettext_lazy("audit detail", "kind") for verb in ("made", "removed")},
    **{f"exclusion.{verb}:value": pgettext_lazy("audit detail", "excluded") for verb in ("made", "removed")},
    "watches": pgettext_lazy("audit detail", "watches"),
    "kinds": pgettext_lazy("audit detail", "kinds"),
    "minimum_mentions": pgettext_lazy("audit detail", "mentions at least"),
    "cool_down_hours": pgettext_lazy("audit detail", "hours until it is told again"),
    "authors_a_month": pgettext_lazy("audit detail", "large authors a month"),
    "recipients": pgettext_lazy("audit detail", "who is told"),
    "by_mail": pgettext_lazy("audit detail", "by e-mail"),
    "by_push": pgettext_lazy("audit detail", "on devices"),
    "budget": pgettext_lazy("audit detail", "false alarms a month"),
    "first": pgettext_lazy("audit detail", "first day"),
    "last": pgettext_lazy("audit detail", "last day"),
    "days_before": pgettext_lazy("audit detail", "days before"),
    "markers": pgettext_lazy("audit detail", "markers"),
    "measure": pgettext_lazy("audit detail", "what is measured"),
    "controls": pgettext_lazy("audit detail", "controls"),
    "market": pgettext_lazy("audit detail", "market"),
    "figures.counted_again:zone": pgettext_lazy("audit detail", "zone"),
    "author_cap": pgettext_lazy("audit detail", "posts of an author a day"),
    "counts_repeats": pgettext_lazy("audit detail", "copies count"),
    "keeps_only_matches": pgettext_lazy("audit detail", "only what a query finds"),
}
_ROLES = {
    "ours": pgettext_lazy("what a query stands for", "ourselves"),
    "competitor": pgettext_lazy("what a query stands for", "a competitor"),
    "theme": pgettext_lazy("what a query stands for", "a theme"),
}
_KINDS = {
    "site": pgettext_lazy("what is excluded", "site"),
    "author": pgettext_lazy("what is excluded", "author"),
    "word": pgettext_lazy("what is excluded", "word"),
}
VALUES: dict[str, Any] = {
    **{f"query.{verb}:role": _ROLES for verb in ("made", "changed")},
    **{f"exclusion.{verb}:kind": _KINDS for verb in ("made", "removed")},
}
