"""Proofs in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.people.logic.errors import ClaimRefused

STATES: dict[str, Any] = {
    "open": pgettext_lazy("state of a proof", "waits for the code"),
    "used": pgettext_lazy("state of a proof", "proved"),
    "over": pgettext_lazy("state of a proof", "over: too late or too many wrong codes"),
    "withdrawn": pgettext_lazy("state of a proof", "taken back"),
    "conflict": pgettext_lazy("state of a proof", "proved, but the handle was linked to another record meanwhile"),
}
WAYS: dict[str, Any] = {
    "sent_back": gettext_lazy("a code, sent back from the handle"),
    "in_profile": gettext_lazy("a code in the public profile"),
}


def claim_refused(error: ClaimRefused) -> str:
    return {
        "no-address": _("The record holds no e-mail address to send the code to. Add one first."),
        "linked": _("This handle is linked already. Unlink it first."),
        "ours": _("This is one of the company's own accounts. It stands for no customer."),
        "over": _("This proof is over. Begin a new one."),
        "not-found": _("The site could not be read. Check its address and try again."),
        "no-profile": _("The profile of this handle cannot be read from here. Use a code that is sent back."),
        "too-many": _("This person was sent five codes within a day. Try again tomorrow."),
        "not-both-ways": _(
            "The site and the profile do not name each other. Both need a link marked rel=me; ask the person to add it."
        ),
    }[error.reason]
