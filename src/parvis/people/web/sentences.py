"""Codes into sentences: refusals, evidence, purposes. The only place where people's errors find their words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.people.logic.contact_points import EMAIL, NotAnAddress
from parvis.people.logic.errors import (
    AddressKnown,
    CustomerNumberTaken,
    IdentityLinked,
    NameMissing,
    NotLinked,
    OwnAccount,
)

Refused = (
    AddressKnown,
    CustomerNumberTaken,
    IdentityLinked,
    NameMissing,
    NotAnAddress,
    NotLinked,
    OwnAccount,
)

# What an agent chooses from when linking.
EVIDENCE_CHOICES: dict[str, Any] = {
    "person_said": gettext_lazy("They said so themselves"),
    "number_quoted": gettext_lazy("They quoted their customer number in a private message"),
    "order_quoted": gettext_lazy("They quoted an order number in a private message"),
    "agent_decided": gettext_lazy("I recognised them from what they wrote"),
}
LEGAL_BASES: dict[str, Any] = {
    "contract": gettext_lazy("contract with the customer (art. 6(1)(b) GDPR)"),
    "legitimate_interest": gettext_lazy(
        "legitimate interest in answering the right person (art. 6(1)(f) GDPR)"
    ),
    "consent": gettext_lazy("consent of the person (art. 6(1)(a) GDPR)"),
}
KINDS: dict[str, Any] = {
    "message": pgettext_lazy("timeline", "wrote to us"),
    "reply": pgettext_lazy("timeline", "answered"),
    "note": pgettext_lazy("timeline", "noted among us"),
    "mention": pgettext_lazy("timeline", "said in public"),
}
LANGUAGES: dict[str, Any] = {
    "fr": pgettext_lazy("language", "French"),
    "en": pgettext_lazy("language", "English"),
    "de": pgettext_lazy("language", "German"),
    "es": pgettext_lazy("language", "Spanish"),
    "it": pgettext_lazy("language", "Italian"),
    "nl": pgettext_lazy("language", "Dutch"),
    "pt": pgettext_lazy("language", "Portuguese"),
}


def refusal(error: Exception) -> str:
    """What happened and what to do, in one or two sentences."""
    match error:
        case IdentityLinked(person_id=None):
            return _(
                "This handle is linked to a record that you may not see. Ask your data-protection officer."
            )
        case IdentityLinked(name=name):
            return _("This handle is already linked to %(name)s. Unlink it there first.") % {"name": name}
        case CustomerNumberTaken(person_id=None):
            return _("Another record has this customer number. Check the number, or ask your supervisor.")
        case CustomerNumberTaken(name=name):
            return _("This customer number belongs to %(name)s. Open that record instead.") % {"name": name}
        case AddressKnown(kind="email"):
            return _("Another record has this e-mail address. Is it the same person?")
        case AddressKnown():
            return _("Another record has this phone number. Is it the same person?")
        case NotAnAddress(kind="email"):
            return _("This is not a complete e-mail address, such as name@example.org.")
        case NotAnAddress():
            return _("This is not a complete phone number, such as 06 12 34 56 78 or +44 20 7946 0958.")
        case NameMissing():
            return _("A record needs a name, a customer number or an address, so that it can be found again.")
        case NotLinked():
            return _("This handle is linked to nobody any more: a colleague may have unlinked it.")
        case OwnAccount():
            return _("This is one of the company's own accounts. It stands for no customer.")
    raise error


def kind_word(kind: str) -> str:
    """ "e-mail" or "phone", for messages about a contact point."""
    return _("e-mail") if kind == EMAIL else _("phone")
