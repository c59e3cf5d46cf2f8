"""What the audit log calls the acts on persons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from parvis.people.web.sentences import EVIDENCE_CHOICES

VERBS: dict[str, Any] = {
    "person.created": _("created a record"),
    "person.changed": _("changed a record"),
    "person.erased": _("erased a record"),
    "identity.linked": _("linked a handle to a record"),
    "identity.unlinked": _("unlinked a handle from its record"),
    "contact_point.added": _("added an address to a record"),
    "contact_point.removed": _("removed an address from a record"),
    "consent.given": _("noted a consent"),
    "consent.withdrawn": _("noted that a consent was withdrawn"),
}
OBJECTS: dict[str, Any] = {
    "people.person": pgettext_lazy("object", "Record"),
    "people.identity": pgettext_lazy("object", "Handle"),
}


_MOST_PAIRS = 4


def _pairs(pairs: list[list[int]]) -> str:
    """Which handle was linked to which record: numbers, as names of customers do not stand in the log."""
    shown = [
        pgettext("audit detail", "handle %(identity)s to record %(person)s") % {"identity": identity, "person": person}
        for identity, person in pairs[:_MOST_PAIRS]
    ]
    if more := len(pairs) - len(shown):
        shown.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    return ", ".join(shown)


_KINDS = {
    "email": pgettext_lazy("kind of address", "e-mail"),
    "phone": pgettext_lazy("kind of address", "phone"),
}
DETAILS: dict[str, Any] = {
    "pairs": pgettext_lazy("audit detail", "linked"),
    "person_id": pgettext_lazy("audit detail", "record"),
    "evidence": pgettext_lazy("audit detail", "because"),
    "origin": pgettext_lazy("audit detail", "made from"),
    "contact_point.added:kind": pgettext_lazy("audit detail", "kind"),
    "contact_point.removed:kind": pgettext_lazy("audit detail", "kind"),
    "purpose": pgettext_lazy("audit detail", "for"),
    "channel": pgettext_lazy("audit detail", "by"),
}
VALUES: dict[str, Any] = {
    "pairs": _pairs,
    "person_id": lambda number: str(number),
    "evidence": {
        **EVIDENCE_CHOICES,
        "same_email_given": _("They write from the e-mail address they gave"),
        "same_phone_given": _("They call from the phone number they gave"),
        "form_email": _("They gave their e-mail address in a form"),
        "record_created": _("The record was made from this handle"),
    },
    "origin": {
        "agent": pgettext_lazy("origin of a record", "by hand"),
        "api": pgettext_lazy("origin of a record", "by a program"),
        "import": pgettext_lazy("origin of a record", "a file"),
        "form": pgettext_lazy("origin of a record", "a form"),
    },
    "contact_point.added:kind": _KINDS,
    "contact_point.removed:kind": _KINDS,
    "purpose": settings.PURPOSES,
    "channel": {**_KINDS, "sms": "SMS"},
    "person.changed:fields": {
        "given_name": pgettext_lazy("field of a record", "given name"),
        "family_name": pgettext_lazy("field of a record", "family name"),
        "customer_number": pgettext_lazy("field of a record", "customer number"),
        "language": pgettext_lazy("field of a record", "language"),
        "city": pgettext_lazy("field of a record", "town"),
    },
}
