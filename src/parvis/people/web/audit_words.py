"""What the audit log calls the acts on persons."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from parvis.people.web import group_words, record_audit_words
from parvis.people.web.rights_audit_words import DETAILS as RIGHTS_DETAILS
from parvis.people.web.rights_audit_words import OBJECTS as RIGHTS_OBJECTS
from parvis.people.web.rights_audit_words import VALUES as RIGHTS_VALUES
from parvis.people.web.rights_audit_words import VERBS as RIGHTS_VERBS
from parvis.people.web.sentences import EVIDENCE_CHOICES

VERBS: dict[str, Any] = {
    **record_audit_words.VERBS,
    **group_words.AUDIT_VERBS,
    **RIGHTS_VERBS,
    "person.created": _("created a record"),
    "person.changed": _("changed a record"),
    "person.erased": _("erased a record"),
    "identity.linked": _("linked a handle to a record"),
    "identity.unlinked": _("unlinked a handle from its record"),
    "persons.joined": _("joined two records of one person"),
    "persons.parted": _("took two joined records apart"),
    "join.refused": _("said that two records are two people"),
    "join.reconsidered": _("took back that two records are two people"),
    "contact_point.added": _("added an address to a record"),
    "contact_point.removed": _("removed an address from a record"),
    "consent.given": _("noted a consent"),
    "consent.withdrawn": _("noted that a consent was withdrawn"),
    "consent.proof_taken": _("took away the proof of a consent"),
    "consents.imported": _("took over consents from another system"),
    "choices_link.made": _("made a link to somebody's choices"),
    "choices_links.closed": _("closed the links to somebody's choices"),
    "purpose.decided": _("decided what a purpose rests on"),
    "wording.written": _("wrote a new version of the words of a consent"),
    "claim.begun": _("let somebody prove that a handle is theirs"),
    "claim.withdrawn": _("took a proof under way back"),
    "claim.conflict": _("showed that a handle is theirs that stands on another record"),
    "network.added": _("set up a network where customers show their accounts"),
    "network.changed": _("changed a network where customers show their accounts"),
    "network.removed": _("removed a network where customers show their accounts"),
    "link.refused": _("said that a handle is not a record's"),
    "journey.changed": _("changed the steps of the journey"),
    "refusals.forgotten": _("forgot refusals of long ago"),
}
OBJECTS: dict[str, Any] = {
    **record_audit_words.OBJECTS,
    **group_words.AUDIT_OBJECTS,
    **RIGHTS_OBJECTS,
    "people.person": pgettext_lazy("object", "Record"),
    "people.identity": pgettext_lazy("object", "Handle"),
    "people.personlink": pgettext_lazy("object", "Join of records"),
    "people.purposerule": pgettext_lazy("object", "Purpose"),
    "people.wording": pgettext_lazy("object", "Words of a consent"),
    "people.proofnetwork": pgettext_lazy("object", "Network"),
}


_MOST_PAIRS = 4


def _pairs(pairs: list[list[int]]) -> str:
    """Which handle was linked to which record: numbers, as names of customers do not stand in the log."""
    shown = [
        pgettext("audit detail", "handle %(identity)s to record %(person)s")
        % {"identity": identity, "person": person}
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
    **record_audit_words.DETAILS,
    **group_words.AUDIT_DETAILS,
    **RIGHTS_DETAILS,
    "pairs": pgettext_lazy("audit detail", "linked"),
    "person_id": pgettext_lazy("audit detail", "record"),
    "evidence": pgettext_lazy("audit detail", "because"),
    "person_ids": pgettext_lazy("audit detail", "records"),
    "origin": pgettext_lazy("audit detail", "made from"),
    "contact_point.added:kind": pgettext_lazy("audit detail", "kind"),
    "contact_point.removed:kind": pgettext_lazy("audit detail", "kind"),
    "purpose": pgettext_lazy("audit detail", "for"),
    "proof": pgettext_lazy("audit detail", "seal begins with"),
    "consent_id": pgettext_lazy("audit detail", "number in the ledger"),
    "code": pgettext_lazy("audit detail", "purpose"),
    "language": pgettext_lazy("audit detail", "language"),
    "version": pgettext_lazy("audit detail", "version"),
    "purpose.decided:basis": pgettext_lazy("audit detail", "rests on"),
    "purpose.decided:is_on": pgettext_lazy("audit detail", "may be used"),
    "purpose.decided:allows_existing_customers": pgettext_lazy("audit detail", "existing customers"),
    "purpose.decided:allows_professionals": pgettext_lazy("audit detail", "professionals"),
    "purpose.decided:note": pgettext_lazy("audit detail", "why"),
    "purpose.decided:jurisdiction": pgettext_lazy("audit detail", "law of"),
    "purpose.decided:valid_months": pgettext_lazy("audit detail", "months a consent holds"),
    "purpose.decided:keeps_months": pgettext_lazy("audit detail", "months data is kept"),
    "channel": pgettext_lazy("audit detail", "by"),
}
VALUES: dict[str, Any] = {
    **record_audit_words.VALUES,
    **group_words.AUDIT_VALUES,
    **RIGHTS_VALUES,
    "pairs": _pairs,
    "person_id": lambda number: str(number),
    "person_ids": lambda numbers: ", ".join(str(number) for number in numbers),
    "evidence": {
        **EVIDENCE_CHOICES,
        "same_email_given": _("They write from the e-mail address they gave"),
        "same_phone_given": _("They call from the phone number they gave"),
        "form_email": _("They gave their e-mail address in a form"),
        "record_created": _("The record was made from this handle"),
        "network_log_in": _("They logged in at the network"),
        "records_compared": _("Both records were compared side by side"),
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
    "code": settings.PURPOSES,
    "person.changed:fields": {
        "given_name": pgettext_lazy("field of a record", "given name"),
        "family_name": pgettext_lazy("field of a record", "family name"),
        "customer_number": pgettext_lazy("field of a record", "customer number"),
        "language": pgettext_lazy("field of a record", "language"),
        "city": pgettext_lazy("field of a record", "town"),
    },
}
