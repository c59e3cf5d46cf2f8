"""Words of segments: operators, and why conditions cannot be asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OPERATORS: dict[str, Any] = {
    "is": pgettext_lazy("condition", "is"),
    "is_not": pgettext_lazy("condition", "is not"),
    "contains": pgettext_lazy("condition", "contains"),
    "begins": pgettext_lazy("condition", "begins with"),
    "is_known": pgettext_lazy("condition", "is known"),
    "is_unknown": pgettext_lazy("condition", "is not known"),
    "at_least": pgettext_lazy("condition", "at least"),
    "at_most": pgettext_lazy("condition", "at most"),
    "within": pgettext_lazy("condition", "in the last (days)"),
    "older": pgettext_lazy("condition", "longer ago than (days)"),
    "never": pgettext_lazy("condition", "never"),
    "from": pgettext_lazy("condition", "from"),
    "until": pgettext_lazy("condition", "until"),
}
UNCLEAR: dict[str, Any] = {
    "name-missing": _("Give the group a name."),
    "name-taken": _("Another group has this name."),
    "purpose-unknown": _("Choose what the group is for."),
    "nothing-asked": _("Add at least one condition: a group of everybody is no group."),
    "too-many-conditions": _(
        "These are more conditions than anybody can read: ten blocks of twenty at most."
    ),
    "field-unknown": _("This is asked of a field that is not there any more."),
    "operator-unknown": _("This cannot be asked of this field."),
    "value-missing": _("Write what to compare with."),
    "value-too-long": _("Write at most 200 characters."),
    "choice-unknown": _("Choose one of the values."),
    "number-unreadable": _("Write a number, such as 120 or 12,50."),
    "days-unreadable": _("Write a number of whole days, such as 90."),
    "day-unreadable": _("Write a day as 2026-03-31."),
    "shape-unknown": _("The conditions cannot be read."),
}
AUDIT_VERBS: dict[str, Any] = {
    "segment.created": _("described a group"),
    "segment.changed": _("changed a group"),
    "segment.removed": _("removed a group"),
    "people.exported": _("took records out as a file"),
    "customers.compared": _("compared a file of customers"),
    "customers.imported": _("kept a file of customers"),
    "customers.decided": _("decided about a row of a file"),
    "customers.undone": _("took an import of customers back"),
    "conflict.settled": _("settled what two systems said"),
    "person.untied": _("untied a record from another system"),
}
AUDIT_OBJECTS: dict[str, Any] = {
    "people.segment": pgettext_lazy("object", "Group"),
    "people.peopleimport": pgettext_lazy("object", "File of customers"),
}
_RULES = {
    "fill": pgettext_lazy("rule of an import", "fill what is empty"),
    "overwrite": pgettext_lazy("rule of an import", "the file is right"),
    "ask": pgettext_lazy("rule of an import", "ask"),
}
AUDIT_DETAILS: dict[str, Any] = {
    "rule": pgettext_lazy("audit detail", "rule"),
    "line": pgettext_lazy("audit detail", "line"),
    "decision": pgettext_lazy("audit detail", "decision"),
    "system": pgettext_lazy("audit detail", "system"),
    "group": pgettext_lazy("audit detail", "group"),
    "customers.imported:new": pgettext_lazy("audit detail", "new"),
    "customers.imported:changed": pgettext_lazy("audit detail", "changed"),
    "customers.imported:ask": pgettext_lazy("audit detail", "to choose"),
    "customers.imported:alike": pgettext_lazy("audit detail", "alike"),
    "customers.imported:refused": pgettext_lazy("audit detail", "refused"),
    "segment.created:fields": pgettext_lazy("audit detail", "asks for"),
    "segment.changed:fields": pgettext_lazy("audit detail", "asks for"),
    "conflict.settled:fields": pgettext_lazy("audit detail", "taken over"),
    "people.exported:form": pgettext_lazy("audit detail", "as"),
    "people.exported:rows": pgettext_lazy("audit detail", "records"),
}
AUDIT_VALUES: dict[str, Any] = {
    "rule": _RULES,
    "decision": {
        "take": pgettext_lazy("decision", "taken over"),
        "leave": pgettext_lazy("decision", "left"),
        "make": pgettext_lazy("decision", "another person"),
    },
}
