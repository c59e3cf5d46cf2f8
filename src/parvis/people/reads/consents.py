"""What a person allows now, for each purpose that needs their word, and everything they ever said about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.people.logic.strictest import strictest
from parvis.people.models import Consent, CurrentConsent
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.held import held, with_keys


@dataclass(frozen=True, slots=True)
class ConsentState:
    """The word that holds for one purpose on one channel (empty: every channel)."""

    purpose: str
    channel: str
    is_given: bool
    consent: Consent


def consent_states(person_id: int) -> list[ConsentState]:
    """Of all records of this human the most restrictive word, by purpose and channel."""
    ids = record_ids(person_id)
    rows: Iterable[CurrentConsent] | None = with_keys(
        held(ids, "allowed", CurrentConsent), "consent", "consent"
    )
    if rows is None:
        rows = CurrentConsent.objects.filter(person_id__in=ids).select_related("consent")
    words: dict[int, dict[tuple[str, str], CurrentConsent]] = {pk: {} for pk in ids}
    for row in sorted(rows, key=lambda row: row.pk):
        words[row.person_id][row.purpose, row.channel] = row
    strict = strictest([{about: row.is_given for about, row in words[pk].items()} for pk in ids])
    states = []
    for (purpose, channel), (number, is_given) in strict.items():
        said = words[ids[number]]
        consent = (said.get((purpose, channel)) or said[purpose, ""]).consent
        states.append(ConsentState(purpose, channel, is_given, consent))
    return states


def consent_ledger(person_id: int, *, most: int = 50) -> list[Consent]:
    """Every word about consent, newest first."""
    return list(Consent.objects.filter(person_id__in=record_ids(person_id)).order_by("-at", "-pk")[:most])
