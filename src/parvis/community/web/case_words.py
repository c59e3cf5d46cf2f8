"""Why a question is in the inbox, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext_lazy

WHY: dict[str, Any] = {
    "unanswered": pgettext_lazy("why a question is in the inbox", "nobody answered"),
    "difficulty": pgettext_lazy("why a question is in the inbox", "somebody in difficulty"),
    "sent": pgettext_lazy("why a question is in the inbox", "sent by the team"),
}
