"""What a person allows and takes back: the ledger with its proof, and beside it what the ledger says now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.foundation.secrets import derived_key
from parvis.people.actions.refusals import forget_refusal, remember_refusal
from parvis.people.events import ConsentChanged
from parvis.people.logic.errors import BasisRefused, ObjectedBefore
from parvis.people.logic.proofs import Sealed, details_hash, seal
from parvis.people.logic.purposes import CONSENT, MEANS
from parvis.people.models import Consent, CurrentConsent, Person
from parvis.people.reads.proofs import SEALED_WITH, sealed_row
from parvis.people.reads.purposes import RuleInForce, asked_facts, rules_in_force

# For these a person's word counts; the others rest on the contract or a legal duty.
PURPOSES_ON_CONSENT = ("satisfaction", "prospecting", "profiling", "research", "contacts")


def give_consent(
    person: Person,
    *,
    purpose: str,
    channel: str = "",
    wording: str,
    wording_version: str,
    language: str,
    proof: dict[str, Any] | None = None,
    basis: str = CONSENT,
    agreed_id: int | None = None,
    form: str = "",
    act: str = "",
    address: str = "",
    agent: str = "",
    at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Consent:
    """Note that the person agreed, with the exact words they agreed to. An empty channel means every channel.

    basis: or that they were told of a basis which the officer allows (logic/purposes.py), with the words they were
    told in. at: when it was said, where that is earlier than now. address and agent: already minimised.
    The burden of proof is the company's (art. 7(1) GDPR), so words without text are refused (ValueError).
    Raises UnknownPurpose; BasisRefused; ObjectedBefore.
    """
    if not wording.strip():
        raise ValueError("a consent names the words that were agreed to")
    if (at or now) > now + timedelta(minutes=5):
        raise ValueError("a consent cannot be given in the future")
    return _note(
        person, True, purpose, channel, by=by, now=now, at=at or now, basis=basis, agreed_id=agreed_id,
        form=form, act=act, address=address, agent=agent,
        wording=wording, wording_version=wording_version, language=language, proof=proof or {},
    )  # fmt: skip


def withdraw_consent(
    person: Person,
    *,
    purpose: str,
    channel: str = "",
    proof: dict[str, Any] | None = None,
    form: str = "",
    act: str = "",
    address: str = "",
    agent: str = "",
    at: datetime | None = None,
    by: Actor,
    now: datetime,
) -> Consent:
    """Note that the person no longer agrees: as easy as giving (art. 7(3) GDPR), so nothing else is asked.

    It is an objection (art. 21) as well: where the purpose rests on an interest, it ends that too.
    """
    return _note(
        person, False, purpose, channel, by=by, now=now, at=at or now, form=form, act=act, address=address,
        agent=agent, wording="", wording_version="", language=person.language, proof=proof or {},
    )  # fmt: skip


def _note(
    person: Person, is_given: bool, purpose: str, channel: str, *,
    basis: str = CONSENT, at: datetime, by: Actor, now: datetime, **said: Any,
) -> Consent:  # fmt: skip
    codes = spoken_of(purpose, channel)
    valid_until = end_of(codes, basis=basis, at=at, rules=rules_in_force()) if is_given else None
    with transaction.atomic():
        # One word after the other: the projection must be that of the last row, and a seal needs the one before.
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        about = CurrentConsent.objects.filter(person=person, purpose=purpose)
        if basis != CONSENT and about.filter(channel__in=("", channel), is_given=False).exists():
            raise ObjectedBefore
        consent = Consent(
            person=person, purpose=purpose, channel=channel, is_given=is_given, basis=basis, at=at, noted_at=now,
            valid_until=valid_until, **said,
        )  # fmt: skip
        ledger = Consent.objects.filter(person=person).order_by("-pk")
        seal_consent(consent, before=ledger.values_list("seal", flat=True).first() or "")
        consent.save(force_insert=True)
        if not about.filter(channel__in=("", channel), consent__at__gt=at).exists():
            _project(consent)
            if is_given:
                forget_refusal(person, purpose=purpose, channel=channel, at=at)
            else:
                remember_refusal(person, purpose=purpose, channel=channel, now=now)
        verb = "consent.given" if is_given else "consent.withdrawn"
        # The seal stands in the chained log too: a ledger whose end was cut off disagrees with it.
        record(verb, person, by=by, now=now, purpose=purpose, channel=channel, proof=consent.seal[:16])
        publish(ConsentChanged(person.pk, purpose, channel, is_given), by=by)
        return consent


def spoken_of(purpose: str, channel: str) -> list[str]:
    """The codes that this word speaks of. Raises UnknownPurpose."""
    code = f"{purpose}.{channel}" if channel else purpose
    facts = [fact for fact in asked_facts() if fact.purpose == purpose]
    found = [f.code for f in facts if f.code == code or (not channel and f.channel in MEANS)]
    if not found or purpose not in settings.PURPOSES:
        raise UnknownPurpose(code)
    return found


def end_of(
    codes: Iterable[str], *, basis: str, at: datetime, rules: Mapping[str, RuleInForce]
) -> datetime:
    """Until when it holds. Raises BasisRefused for a basis that is not allowed for each of the codes."""
    if basis != CONSENT and not all(basis in rules[code].noted_bases for code in codes):
        raise BasisRefused(basis)
    months = min(rules[code].valid_months for code in codes)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    # The last days of a month end with the 28th: never a day longer than said.
    return at.replace(year=year, month=month + 1, day=min(at.day, 28))


def seal_consent(consent: Consent, *, before: str) -> None:
    """before: the seal of the row before it in the ledger of this record; empty where it is the first."""
    key = derived_key(SEALED_WITH)
    row: Sealed = sealed_row(consent)
    consent.details_hash = details_hash(row, key=key)
    consent.seal = seal(row, before=before, details=consent.details_hash, key=key)


def _project(consent: Consent) -> None:
    about = CurrentConsent.objects.filter(person_id=consent.person_id, purpose=consent.purpose)
    if not consent.channel:
        earlier = about.exclude(channel="").exclude(consent__at__gt=consent.at)
        if not consent.is_given:
            # Where the declared purpose may delete nothing, it still ends them.
            earlier.update(is_given=False)
        earlier.delete()
    CurrentConsent.objects.update_or_create(
        person_id=consent.person_id,
        purpose=consent.purpose,
        channel=consent.channel,
        defaults={
            "is_given": consent.is_given, "consent": consent, "basis": consent.basis,
            "valid_until": consent.valid_until,
        },
    )  # fmt: skip
