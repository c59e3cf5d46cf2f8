"""A new address on a record meets what was refused under it before (actions/refusals.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor
from parvis.people.actions.consents import withdraw_consent
from parvis.people.actions.refusals import remember_addresses
from parvis.people.models import ContactPoint, CurrentConsent, OptOut, Person


def keep_refusals_of(person_ids: Sequence[int], *, by: Actor, now: datetime) -> int:
    """The same for many records at once, of a file: one look-up, and work only where a refusal is met."""
    met = ContactPoint.objects.filter(
        person_id__in=person_ids, value_hash__in=OptOut.objects.values("value_hash")
    ).values("person_id")
    return sum(keep_refusals(one, by=by, now=now) for one in Person.objects.filter(pk__in=met).order_by("pk"))


def keep_refusals(person: Person, *, by: Actor, now: datetime) -> int:
    """A new address on a record: what it had refused before counts for the record, what the record refused counts
    for the address. Returns how many refusals the record was met by."""
    with transaction.atomic():
        points = list(ContactPoint.objects.filter(person=person).values_list("kind", "value_hash"))
        known = list(
            CurrentConsent.objects.filter(person=person).values_list(
                "purpose", "channel", "is_given", "consent__at"
            )
        )
        refused = OptOut.objects.filter(value_hash__in=[value for _, value in points]).order_by(
            "purpose", "channel"
        )
        count = 0
        for purpose, channel, since in refused.values_list("purpose", "channel", "since"):
            # A word of the person that is newer than the refusal stands above it.
            if any(p == purpose and c in ("", channel) and at >= since for p, c, _, at in known):
                continue
            withdraw_consent(person, purpose=purpose, channel=channel, act="kept_refusal", by=by, now=now)
            known.append((purpose, channel, False, now))
            count += 1
        for purpose, channel, is_given, _ in known:
            if not is_given:
                remember_addresses(points, purpose=purpose, channel=channel, now=now)
        return count
