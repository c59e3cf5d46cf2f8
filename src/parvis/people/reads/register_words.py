"""Legal basis, persons and data of each purpose, as the register says them."""

from __future__ import annotations

from django.utils.translation import gettext as _


def of_purpose(code: str) -> tuple[str, str, tuple[str, ...]]:
    """(legal basis, categories of persons, categories of data). A purpose nobody described says so."""
    customers = _("customers and prospects")
    identity = _("names, addresses, handles, customer number")
    said = _("messages and files of conversations")
    known = {
        "service": (
            _("contract, or legitimate interest in answering who writes (art. 6(1)(b) and (f))"),
            customers,
            (identity, said, _("purchases, notes, relationships")),
        ),
        "moderation": (
            _("legal duty and legitimate interest (art. 6(1)(c) and (f))"),
            _("authors of what is published with us"),
            (_("pseudonym, contributions, decisions"),),
        ),
        "satisfaction": (_("consent (art. 6(1)(a))"), customers, (identity, _("answers to surveys"))),
        "prospecting": (
            _("consent, by channel (art. 6(1)(a); art. L34-5 CPCE)"),
            customers,
            (identity, _("consents with their words")),
        ),
        "profiling": (
            _("consent (art. 6(1)(a))"),
            customers,
            (identity, _("value, influence, relationship, computed from the above")),
        ),
        "listening": (
            _(
                "legitimate interest in what is said of the company (art. 6(1)(f)), with information and objection"
            ),
            _("authors of public posts"),
            (_("handle, public post, its mood and subject"),),
        ),
        "security": (
            _("legitimate interest in a safe installation (art. 6(1)(f))"),
            _("staff and visitors"),
            (_("log-ins, audit log"),),
        ),
        "legal_duty": (
            _("legal duty (art. 6(1)(c))"),
            _("everybody whose data are kept"),
            (_("requests by right, their answers, proofs of consent and objection"),),
        ),
    }
    return known.get(code, (_("as the purpose says"), customers, (identity,)))
