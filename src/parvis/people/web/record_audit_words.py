"""What the audit log calls the acts on the parts of a record. Collected by audit_words.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.web.record_sentences import KIND_WORDS, WAY_WORDS

VERBS: dict[str, Any] = {
    "organization.created": _("made an organisation"),
    "organization.changed": _("changed an organisation"),
    "organization.removed": _("removed an organisation"),
    "position.added": _("added a role in an organisation"),
    "position.changed": _("changed a role in an organisation"),
    "position.removed": _("took away a role in an organisation"),
    "relationship.added": _("noted a relationship between two people"),
    "relationship.removed": _("forgot a relationship between two people"),
    "custom_field.added": _("added a field to every record"),
    "custom_field.changed": _("changed a field of the house"),
    "custom_field.choices_changed": _("changed the words of a field"),
    "custom_field.ordered": _("put the fields of the house in order"),
    "custom_field.retired": _("retired a field of the house"),
    "custom_field.restored": _("brought back a field of the house"),
    "custom_field.deleted": _("deleted a field of the house for good"),
    "person.custom_changed": _("wrote into the fields of the house on a record"),
    "tag.created": _("made a tag"),
    "tag.changed": _("changed a tag"),
    "tag.merged": _("merged two tags"),
    "tag.removed": _("removed a tag from every record"),
    "person.tagged": _("put a tag on a record"),
    "person.untagged": _("took a tag off a record"),
    "person.owner_set": _("said who looks after a record"),
    "person.noted": _("left a note on a record"),
    "person.note_changed": _("changed a note on a record"),
    "person.note_removed": _("removed a note from a record"),
    "person.file_kept": _("kept a file with a record"),
    "person.file_removed": _("removed a file from a record"),
    "product.created": _("made a product"),
    "product.changed": _("changed a product"),
    "product.removed": _("removed a product"),
    "purchases.kept": _("handed in purchases"),
    "purchases.import_started": _("began to read a file of purchases"),
    "purchase.removed": _("forgot a purchase"),
}
OBJECTS: dict[str, Any] = {
    "people.organization": pgettext_lazy("object", "Organisation"),
    "people.customfield": pgettext_lazy("object", "Own field"),
    "people.tag": pgettext_lazy("object", "Tag"),
    "people.product": pgettext_lazy("object", "Product"),
    "people.purchaseimport": pgettext_lazy("object", "File of purchases"),
}
DETAILS: dict[str, Any] = {
    "organization_id": pgettext_lazy("audit detail", "organisation number"),
    "note_id": pgettext_lazy("audit detail", "note number"),
    "file_id": pgettext_lazy("audit detail", "file number"),
    "purchase_id": pgettext_lazy("audit detail", "purchase number"),
    "was": pgettext_lazy("audit detail", "before"),
    "reference": pgettext_lazy("audit detail", "reference"),
    "person.owner_set:owner": pgettext_lazy("audit detail", "looked after by"),
    "relationship.added:kind": pgettext_lazy("audit detail", "relationship"),
    "relationship.removed:kind": pgettext_lazy("audit detail", "relationship"),
    "custom_field.added:kind": pgettext_lazy("audit detail", "kind"),
    "custom_field.changed:is_personal": pgettext_lazy("audit detail", "personal"),
    "tag": pgettext_lazy("audit detail", "tag"),
}
VALUES: dict[str, Any] = {
    "relationship.added:kind": WAY_WORDS,
    "relationship.removed:kind": WAY_WORDS,
    "custom_field.added:kind": KIND_WORDS,
    **dict.fromkeys(("organization_id", "note_id", "file_id", "purchase_id"), str),
    "organization.changed:fields": {
        "name": pgettext_lazy("field of an organisation", "name"),
        "number": pgettext_lazy("field of an organisation", "registration number"),
        "website": pgettext_lazy("field of an organisation", "website"),
        "city": pgettext_lazy("field of an organisation", "town"),
    },
    "product.changed:fields": {
        "reference": pgettext_lazy("field of a product", "reference"),
        "name": pgettext_lazy("field of a product", "name"),
        "family": pgettext_lazy("field of a product", "family"),
    },
}
