"""What the audit log calls the acts on persons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
