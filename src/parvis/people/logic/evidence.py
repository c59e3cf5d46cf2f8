"""Why a handle is taken for a person: exact, stated evidence only.

A machine links by an address that the person gave, compared as a whole; a human links by what they know.
Nothing is inferred from names or habits. The sentences that answer "why do we know this?" stand in
templates/people/_why.html, one for each code. Probabilities are stated, not estimated: how far such evidence
is trusted, so that later, weaker evidence can be set beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

# Art. 6(1) GDPR.
CONTRACT, LEGITIMATE_INTEREST, CONSENT = "contract", "legitimate_interest", "consent"
LEGAL_BASES = (CONTRACT, LEGITIMATE_INTEREST, CONSENT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One kind of evidence. is_exact: a machine may link by it without asking."""

    code: str
    probability: float
    legal_basis: str
    is_exact: bool


EVIDENCE = {
    one.code: one
    for one in (
        # The sender of a mail, the caller: the address is the one the person gave us.
        Evidence("same_email_given", 0.99, CONTRACT, True),
        Evidence("same_phone_given", 0.98, CONTRACT, True),
        # Typed into a public form, so anybody may have typed it.
        Evidence("form_email", 0.95, CONTRACT, True),
        # A code that went to an address they gave came back from the handle, or stood in its profile.
        Evidence("code_sent_back", 0.999, CONSENT, True),
        Evidence("code_in_profile", 0.999, CONSENT, True),
        # They logged in with the network, from a link that went to an address they gave.
        Evidence("network_log_in", 0.999, CONSENT, True),
        # Their own site and the profile name each other (rel=me); an agent asked for the comparison.
        Evidence("site_and_profile", 0.98, CONSENT, False),
        # An order number in a private message, confirmed by the agent who read it.
        Evidence("order_quoted", 0.97, CONTRACT, False),
        # Quoted in a private message and confirmed by the agent who read it.
        Evidence("number_quoted", 0.99, CONTRACT, False),
        # The person proved or said it themselves, and an agent noted it.
        Evidence("person_said", 0.99, CONSENT, False),
        Evidence("agent_decided", 0.97, LEGITIMATE_INTEREST, False),
        # Two records were set side by side, field by field, and a colleague found one human in them.
        Evidence("records_compared", 0.97, LEGITIMATE_INTEREST, False),
        # The record was made from this handle.
        Evidence("record_created", 0.99, CONTRACT, False),
    )
}
# Why a link ended that was right: from then on the handle is somebody else's.
CHANGED_OWNER = "changed_owner"
CHOICES_OF_AGENTS = ("person_said", "number_quoted", "order_quoted", "agent_decided")


class UnknownEvidence(ValueError):
    """The code is none of EVIDENCE."""


def evidence(code: str) -> Evidence:
    """Raises UnknownEvidence."""
    try:
        return EVIDENCE[code]
    except KeyError:
        raise UnknownEvidence(code) from None


def evidence_of_address(channel: str) -> str:
    """The code that holds when a handle of this channel equals an address which a person gave."""
    if channel == "email":
        return "same_email_given"
    return "same_phone_given" if channel in ("phone", "sms", "whatsapp") else "form_email"
