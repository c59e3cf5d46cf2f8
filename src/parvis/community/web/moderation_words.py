"""Moderation in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

FOUND_BY: dict[str, Any] = {
    "report": pgettext_lazy("how a text was found", "reported by a reader"),
    "moderator": pgettext_lazy("how a text was found", "seen by a moderator"),
    "machine": pgettext_lazy("how a text was found", "found by a machine, decided by a person"),
}
OUTCOMES: dict[str, Any] = {
    "open": pgettext_lazy("outcome of an appeal", "appeal under way"),
    "granted": pgettext_lazy("outcome of an appeal", "appeal granted: shown again"),
    "refused": pgettext_lazy("outcome of an appeal", "appeal refused"),
}
