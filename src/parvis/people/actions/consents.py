"""What a person allows and takes back: the ledger with its proof, and beside it what the ledger says now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.events import ConsentChanged
from parvis.people.models import Consent, CurrentConsent, Person

# For these a person's word is the basis; the others rest on the contract, a legal duty or a balanced interest.
PURPOSES_ON_CONSENT = ("satisfaction", "prospecting", "profiling")


def give_consent(
    person: Person,
    *,
    purpose: str,
    channel: str = "",
    wording: str,
    wording_version: str,
    language: str,
    proof: dict[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Consent:
    """Note that the person agreed, with the exact words they agreed to. An empty channel means every channel.

    The burden of proof is the company's (art. 7(1) GDPR), so words without text are refused (ValueError).
    """
    if not wording.strip():
        raise ValueError("a consent names the words that were agreed to")
    return _note(
        person, True, purpose, channel, by=by, now=now,
        wording=wording, wording_version=wording_version, language=language, proof=proof or {},
    )  # fmt: skip


def withdraw_consent(
    person: Person,
    *,
    purpose: str,
    channel: str = "",
    proof: dict[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Consent:
    """Note that the person no longer agrees: as easy as giving (art. 7(3) GDPR), so nothing else is asked."""
    return _note(
        person, False, purpose, channel, by=by, now=now,
        wording="", wording_version="", language=person.language, proof=proof or {},
    )  # fmt: skip


def _note(
    person: Person, is_given: bool, purpose: str, channel: str, *, by: Actor, now: datetime, **words: Any
) -> Consent:
    if purpose not in settings.PURPOSES or purpose not in PURPOSES_ON_CONSENT:
        raise UnknownPurpose(purpose)
    with transaction.atomic():
        # One word after the other: the projection must be that of the last row.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        consent = Consent.objects.create(
            person=person, purpose=purpose, channel=channel, is_given=is_given, at=now, **words
        )
        about = CurrentConsent.objects.filter(person=person, purpose=purpose)
        if not channel:
            about.exclude(channel="").delete()
        CurrentConsent.objects.update_or_create(
            person=person,
            purpose=purpose,
            channel=channel,
            defaults={"is_given": is_given, "consent": consent},
        )
        verb = "consent.given" if is_given else "consent.withdrawn"
        record(verb, person, by=by, now=now, purpose=purpose, channel=channel)
        publish(ConsentChanged(person.pk, purpose, channel, is_given), by=by)
        return consent
