"""What the rows of people are called in previews, copies and the register, and what an erasure leaves of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.foundation.logic.personal_data import Kept

TITLES: dict[str, Any] = {
    "people_person": _("records"),
    "people_contact_point": _("addresses they gave"),
    "people_identity": _("handles"),
    "people_heard_hash": _("hashes of handles heard in public"),
    "people_identity_link": _("links between handles and records"),
    "people_current_link": _("links that hold now"),
    "people_person_link": _("joins of records"),
    "people_current_person_link": _("joins that hold now"),
    "people_consent": _("consents and their proofs"),
    "people_current_consent": _("consents that hold now"),
    "people_opt_out": _("addresses not to be written to"),
    "people_choices_link": _("links to their choices"),
    "people_claim": _("proofs that a handle is theirs"),
    "people_network_question": _("log-ins at networks under way"),
    "people_position": _("roles in organisations"),
    "people_relationship": _("relationships"),
    "people_custom_value": _("values of own fields"),
    "people_tagging": _("tags"),
    "people_note": _("notes"),
    "people_note_version": _("earlier notes"),
    "people_file": _("files on the record"),
    "people_purchase": _("purchases"),
    "people_purchase_import": _("files of purchases"),
    "people_external_id": _("numbers in other systems"),
    "people_import_row": _("rows of imported files"),
    "people_match_key": _("keys for comparing records"),
    "people_suggested_join": _("suggested joins"),
    "people_sync_conflict": _("conflicts with other systems"),
    "people_rights_request": _("requests by right"),
    "people_rights_subject": _("records named in requests"),
    "people_rights_step": _("steps of requests"),
    "people_rights_archive": _("copies made for them"),
}
KEPT = (
    Kept(
        "people_identity_link",
        _("That a link was made and ended stays as proof, without its details."),
        5,
    ),
    Kept(
        "people_consent",
        _(
            "That a consent was given or withdrawn stays as proof, without its details (art. 5(2), 7(1) GDPR)."
        ),
        3,
    ),
    Kept(
        "people_opt_out",
        _("Addresses not to be written to stay as keyed hashes, so that the refusal is honoured."),
        3,
    ),
    Kept(
        "people_rights_request",
        _("The request with its answer stays as proof that it was answered."),
        5,
    ),
    Kept(
        "people_tombstone",
        _("Keyed hashes of what was erased stay, so that no import and no backup brings it back."),
    ),
    Kept(
        "foundation_audit_entry",
        _(
            "The audit log keeps who of the staff did what to which number; it holds no word about the person."
        ),
    ),
)
PORTABLE = {
    "people_person": ("customer_number", "given_name", "family_name", "language", "city"),
    "people_contact_point": ("kind", "value"),
    "people_identity": ("channel", "handle", "display_name"),
    "people_consent": ("purpose", "channel", "is_given", "wording", "at"),
    "people_purchase": (
        "order_number", "external_id", "product_id", "bought_at", "amount", "currency", "quantity", "channel",
        "returned_at",
    ),
}  # fmt: skip


def portable(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """What they gave and did; what colleagues noted and what was concluded is not theirs to take along."""
    return {
        table: [{name: row[name] for name in names if name in row} for row in rows[table]]
        for table, names in PORTABLE.items()
        if table in rows
    }
