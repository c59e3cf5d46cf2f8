"""What was done to what Parvis learns, for the audit log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.labelling.models import Adapter

VERBS: dict[str, Any] = {
    "labelling.adapter_trained": _("learned from corrections"),
    "labelling.adapter_activated": _("took what was learned into use"),
    "labelling.adapter_put_aside": _("put aside what was learned"),
}
OBJECTS: dict[str, Any] = {"labelling.adapter": pgettext_lazy("object", "What was learned")}
DETAILS: dict[str, Any] = {
    "verdict": pgettext_lazy("audit detail", "verdict"),
    "corrections": pgettext_lazy("audit detail", "corrections"),
}
VALUES: dict[str, Any] = {
    "verdict": {
        Adapter.BETTER: _("better"),
        Adapter.NOT_BETTER: _("not surely better"),
        Adapter.FORGETS: _("worse on other texts"),
    }
}
