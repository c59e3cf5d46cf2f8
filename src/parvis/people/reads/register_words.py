"""Legal bases, persons and data of each purpose, as the register says them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def basis_in_words(basis: str) -> str:
    """A code of logic/purposes.py with its article."""
    known = {
        "contract": _("contract, or legitimate interest in answering who writes (art. 6(1)(b) and (f))"),
        "consent": _("consent (art. 6(1)(a))"),
        "legitimate_interest": _("legitimate interest, balanced (art. 6(1)(f))"),
        "legal_duty": _("legal duty (art. 6(1)(c))"),
        "existing_customer": _("existing customers told of similar products (art. L34-5 CPCE)"),
        "professional": _("professionals, for what concerns their work (art. L34-5 CPCE)"),
    }
    return known.get(basis, basis)


def about_purpose(purpose: str) -> tuple[str, tuple[str, ...]]:
    """(categories of persons, categories of data) of a purpose without its channel."""
    customers = _("customers and prospects")
    identity = _("names, addresses, handles, customer number")
    said = _("messages and files of conversations")
    known = {
        "service": (customers, (identity, said, _("purchases, notes, relationships"))),
        "moderation": (
            _("authors of what is published with us"),
            (_("pseudonym, contributions, decisions"),),
        ),
        "membership": (
            _("members of the community"),
            (_("pseudonym, e-mail address, contributions, what they read"),),
        ),
        "satisfaction": (customers, (identity, _("answers to surveys"))),
        "prospecting": (customers, (identity, _("consents with their words"))),
        "profiling": (customers, (identity, _("value, influence, relationship, computed from the above"))),
        "research": (customers, (_("purchases, messages and behaviour, without names in the results"),)),
        "contacts": (customers, (_("who knows whom, purchases, where both consented"),)),
        "listening": (_("authors of public posts"), (_("handle, public post, its mood and subject"),)),
        "security": (_("staff and visitors"), (_("log-ins, audit log"),)),
        "legal_duty": (
            _("everybody whose data are kept"),
            (_("requests by right, their answers, proofs of consent and objection"),),
        ),
    }
    return known.get(purpose, (customers, (identity,)))
