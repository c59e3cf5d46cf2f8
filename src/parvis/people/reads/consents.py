"""What a person allows now, for each purpose that needs their word, and everything they ever said about it."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.people.models import Consent, CurrentConsent


@dataclass(frozen=True, slots=True)
class ConsentState:
    """The word that holds for one purpose on one channel (empty: every channel)."""

    purpose: str
    channel: str
    is_given: bool
    consent: Consent


def consent_states(person_id: int) -> list[ConsentState]:
    rows = (
        CurrentConsent.objects.filter(person_id=person_id)
        .select_related("consent")
        .order_by("purpose", "channel")
    )
    return [ConsentState(row.purpose, row.channel, row.is_given, row.consent) for row in rows]


def consent_ledger(person_id: int, *, most: int = 50) -> list[Consent]:
    """Every word about consent, newest first."""
    return list(Consent.objects.filter(person_id=person_id).order_by("-at", "-pk")[:most])
