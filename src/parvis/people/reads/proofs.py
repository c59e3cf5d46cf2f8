"""The ledger of consents beside its seals: whether what stands there is what was written."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.secrets import derived_key
from parvis.people.logic.proofs import Kept, Sealed, verdicts
from parvis.people.models import Consent

SEALED_WITH = "consents"


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the ledger and what its seal says of it."""

    consent: Consent
    verdict: str


def sealed_row(consent: Consent) -> Sealed:
    return Sealed(
        person_id=consent.person_id, purpose=consent.purpose, channel=consent.channel, is_given=consent.is_given,
        basis=consent.basis, wording=consent.wording, wording_version=consent.wording_version,
        language=consent.language, at=consent.at, form=consent.form, act=consent.act,
        valid_until=consent.valid_until,
        details={"proof": consent.proof, "address": consent.address, "agent": consent.agent},
    )  # fmt: skip


def proofs_of(person_id: int) -> list[Proof]:
    """Every word of the person, the newest first, each checked against the seals of all before it."""
    rows = list(Consent.objects.filter(person_id=person_id).order_by("pk"))
    kept = [Kept(sealed_row(row), row.details_hash, row.seal) for row in rows]
    found = [
        Proof(row, verdict)
        for row, verdict in zip(rows, verdicts(kept, key=derived_key(SEALED_WITH)), strict=True)
    ]
    return sorted(found, key=lambda one: (one.consent.at, one.consent.pk), reverse=True)
