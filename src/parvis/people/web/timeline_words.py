"""How the kinds of timeline entries look and read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from parvis.people.logic.timeline import GROUPS, TimelineEntry
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES
from parvis.people.web.sentences import EVIDENCE_CHOICES, KINDS

ICONS = {
    "message": "message-2",
    "reply": "corner-down-left",
    "mention": "speakerphone",
    "purchase": "shopping-cart",
    "return": "arrow-back-up",
    "answer": "checkbox",
    "review": "star",
    "note": "note",
    "file": "paperclip",
    "link": "link",
    "unlink": "unlink",
    "join": "arrow-merge",
    "part": "arrows-split",
    "consent": "shield-check",
    "withdrawal": "ban",
    "tag": "tag",
    "untag": "tag",
    "created": "user-plus",
}
GROUP_WORDS: dict[str, Any] = {
    "said": pgettext_lazy("timeline", "what was said"),
    "bought": pgettext_lazy("timeline", "what was bought"),
    "answered": pgettext_lazy("timeline", "what was answered"),
    "noted": pgettext_lazy("timeline", "notes and files"),
    "decided": pgettext_lazy("timeline", "what was decided"),
}
DID: dict[str, Any] = {
    **KINDS,
    "purchase": pgettext_lazy("timeline", "bought"),
    "return": pgettext_lazy("timeline", "sent back"),
    "answer": pgettext_lazy("timeline", "answered our question"),
    "review": pgettext_lazy("timeline", "reviewed"),
    "file": pgettext_lazy("timeline", "kept a file"),
    "link": pgettext_lazy("timeline", "linked a handle"),
    "unlink": pgettext_lazy("timeline", "unlinked a handle"),
    "join": pgettext_lazy("timeline", "joined two records"),
    "part": pgettext_lazy("timeline", "took two records apart"),
    "consent": pgettext_lazy("timeline", "consented"),
    "withdrawal": pgettext_lazy("timeline", "withdrew their consent"),
    "tag": pgettext_lazy("timeline", "put a tag on the record"),
    "untag": pgettext_lazy("timeline", "took a tag off the record"),
    "created": pgettext_lazy("timeline", "made the record"),
}
# What an entry is opened with.
OPEN: dict[str, Any] = {
    "mention": pgettext_lazy("timeline", "Open the mention"),
    "note": pgettext_lazy("timeline", "Open the note"),
    "file": pgettext_lazy("timeline", "Download"),
    "link": pgettext_lazy("timeline", "Open the handle"),
    "unlink": pgettext_lazy("timeline", "Open the handle"),
    "consent": pgettext_lazy("timeline", "All, with proof"),
    "withdrawal": pgettext_lazy("timeline", "All, with proof"),
}
OPEN_CONVERSATION: Any = pgettext_lazy("timeline", "Open the conversation")


def kind_icon(kind: str) -> str:
    return ICONS.get(kind, "circle")


def kind_said(kind: str) -> str:
    return str(DID.get(kind, kind))


def is_said(kind: str) -> bool:
    """Somebody's own words; the rest is a line about something."""
    return kind in GROUPS["said"] or kind not in ICONS


def opens(kind: str) -> str:
    return str(OPEN.get(kind, OPEN_CONVERSATION))


def money(amount: str | Decimal, currency: str) -> str:
    """As this language writes it: 1,234.50 EUR, 1 234,50 €."""
    return f"{number_format(Decimal(amount), 2, force_grouping=True)}\u00a0{_SIGNS.get(currency, currency)}"


_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}


def line_of(entry: TimelineEntry) -> str:
    """What there is to say of an entry that is nobody's words: the product, its price, where it was sold …"""
    detail = entry.detail
    match entry.kind:
        case "purchase" | "return":
            quantity = detail.get("quantity", "1")
            parts = [
                f"{entry.text} × {quantity}" if entry.text and quantity != "1" else entry.text,
                money(detail["amount"], detail["currency"]),
                detail.get("sold_by", ""),
                _("order %(number)s") % {"number": detail["order_number"]}
                if detail.get("order_number")
                else "",
            ]
            return " · ".join(filter(None, parts))
        case "file":
            return f"{entry.text} ({filesizeformat(detail.get('size_bytes', 0))})"
        case "consent" | "withdrawal":
            channel = dict(CONSENT_CHANNELS).get(detail.get("by_channel", ""), detail.get("by_channel", ""))
            purpose = CONSENT_PURPOSES.get(detail.get("purpose", ""), detail.get("purpose", ""))
            return f"{purpose}, {channel}"
        case "link" | "join":
            why = EVIDENCE_CHOICES.get(detail.get("evidence", ""))
            return f"{entry.text} · {why}" if why else entry.text
    return entry.text
