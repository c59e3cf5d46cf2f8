"""Purposes as data: what each one rests on, what else it may rest on, how long a word holds.

Sources: art. 6, 7 and 21 GDPR; L34-5 CPCE (e-mail and text messages: opt-in, save for customers told of similar
products and for professionals); L223-1 code de la consommation as of 11 August 2026 (telephone: opt-in, save for
a current contract); CNIL, référentiel "gestion commerciale" (three years). All of it may be configured, and what
is not configured is denied.

A code is what a session, screen or job declares: "prospecting.email". A code without its channel stands for all
of them at once, and shows only those who agreed to every one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CONTRACT, CONSENT, INTEREST, DUTY = "contract", "consent", "legitimate_interest", "legal_duty"
# Noted person by person, where the officer allows it; each ends with the person's objection.
EXISTING_CUSTOMER, PROFESSIONAL = "existing_customer", "professional"
NOTED_BASES = (CONSENT, EXISTING_CUSTOMER, PROFESSIONAL)

# Whoever says "by every means" means these. Networks are no such means: that has to be said by its name.
MEANS = ("email", "sms", "phone", "post")
NETWORK = "network"


@dataclass(frozen=True, slots=True)
class PurposeFact:
    """One declared purpose.

    basis: what it rests on while nothing else is configured; choices: what it may rest on instead.
    exceptions: NOTED_BASES beyond consent that the officer may allow.
    is_off: shows nobody, consent or not, until the officer has switched it on with a written reason.
    valid_months: how long a consent holds; keeps_months: how long the data is kept for it after the last contact.
    """

    code: str
    basis: str
    choices: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    is_off: bool = False
    valid_months: int = 36
    keeps_months: int = 36

    @property
    def purpose(self) -> str:
        return self.code.partition(".")[0]

    @property
    def channel(self) -> str:
        return self.code.partition(".")[2]

    @property
    def is_asked(self) -> bool:
        """Whether a person's word decides: by a consent, or by an objection."""
        return self.basis in (CONSENT, INTEREST)

    @property
    def needs_jurisdiction(self) -> bool:
        """Whether it is switched on for the law of a named country only."""
        return self.code == CONTACTS


CONTACTS = "contacts"

PURPOSES = (
    PurposeFact("service", CONTRACT),
    PurposeFact("moderation", DUTY, keeps_months=12),
    PurposeFact("membership", CONTRACT),
    PurposeFact("satisfaction.email", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact("satisfaction.sms", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact("satisfaction.phone", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact("prospecting.email", CONSENT, exceptions=(EXISTING_CUSTOMER, PROFESSIONAL)),
    PurposeFact("prospecting.sms", CONSENT, exceptions=(EXISTING_CUSTOMER, PROFESSIONAL)),
    PurposeFact("prospecting.phone", CONSENT, exceptions=(EXISTING_CUSTOMER,)),
    PurposeFact("prospecting.post", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact("prospecting.network", CONSENT, is_off=True),
    PurposeFact("profiling", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact("research", CONSENT, choices=(CONSENT, INTEREST)),
    PurposeFact(CONTACTS, CONSENT, is_off=True),
    PurposeFact("security", INTEREST, keeps_months=12),
    PurposeFact("legal_duty", DUTY, keeps_months=60),
)


def asked(facts: Iterable[PurposeFact]) -> list[PurposeFact]:
    """Those for which a person's word counts: what a page of choices shows."""
    fixed = ("service", "moderation", "security", "legal_duty")
    return [fact for fact in facts if fact.is_asked and fact.code not in fixed]


def channels_of_purpose(facts: Iterable[PurposeFact], purpose: str) -> list[str]:
    """The means that "by every means" covers; empty for a purpose that has none."""
    return [f.channel for f in facts if f.purpose == purpose and f.channel in MEANS]
