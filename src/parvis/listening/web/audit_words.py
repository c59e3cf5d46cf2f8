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
    "exclusion.made": _("excluded something from listening"),
    "exclusion.removed": _("listens again to what was excluded"),
    "listening.rules": _("changed what is kept of what is heard"),
    "connection.keeps": _("changed how much of a source is kept"),
}
OBJECTS: dict[str, Any] = {
    "listening.query": pgettext_lazy("object", "Query"),
    "listening.market": pgettext_lazy("object", "Market"),
    "listening.exclusion": pgettext_lazy("object", "Exclusion"),
}
DETAILS: dict[str, Any] = {
    **{f"query.{verb}:text": pgettext_lazy("audit detail", "text") for verb in ("made", "changed", "removed")},
    **{f"query.{verb}:role": pgettext_lazy("audit detail", "stands for") for verb in ("made", "changed")},
    "reference": pgettext_lazy("audit detail", "reference"),
    "colour": pgettext_lazy("audit detail", "colour"),
    "version": pgettext_lazy("audit detail", "version"),
    "brands": pgettext_lazy("audit detail", "brands"),
    "ours": pgettext_lazy("audit detail", "our own"),
    **{f"exclusion.{verb}:kind": pgettext_lazy("audit detail", "kind") for verb in ("made", "removed")},
    **{f"exclusion.{verb}:value": pgettext_lazy("audit detail", "excluded") for verb in ("made", "removed")},
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
