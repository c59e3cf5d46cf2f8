"""Addresses that are not to be written to: kept as hashes, so that a refusal outlives the record it was said to.

CNIL: a refusal is kept at least three years, with no more data than it takes to honour it. Whoever appears again
under the same address, by an import or a form, is met by their own refusal, until they say otherwise themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from parvis.foundation.access import purpose as declared
from parvis.foundation.audit import Actor, record
from parvis.people.logic.contact_points import EMAIL, PHONE
from parvis.people.models import ContactPoint, CurrentConsent, OptOut, Person

KEPT_AT_LEAST = timedelta(days=3 * 366)
# Which addresses a refusal by this channel is about; one by every channel is about all of these.
CHANNELS_OF_KIND = {EMAIL: ("email",), PHONE: ("sms", "phone")}
_WITH_MEANS = ("prospecting", "satisfaction")


def remember_refusal(person: Person, *, purpose: str, channel: str, now: datetime) -> None:
    """Beside the ledger: the person's addresses, as hashes, with what they refused."""
    points = ContactPoint.objects.filter(person=person).values_list("kind", "value_hash")
    remember_addresses(points, purpose=purpose, channel=channel, now=now)


def forget_refusal(person: Person, *, purpose: str, channel: str, at: datetime) -> None:
    """They changed their mind at that moment: the newest word counts. Needs service or a legal duty."""
    hashes = list(ContactPoint.objects.filter(person=person).values_list("value_hash", flat=True))
    about = OptOut.objects.filter(value_hash__in=hashes, purpose=purpose, since__lte=at)
    (about.filter(channel__in=("", channel)) if channel else about).delete()


def remember_all_refusals(person: Person, *, now: datetime) -> None:
    """Before the addresses go with an erasure: what was refused under them stays refused."""
    points = list(ContactPoint.objects.filter(person=person).values_list("kind", "value_hash"))
    refused = CurrentConsent.objects.filter(person=person, is_given=False)
    for purpose, channel in refused.values_list("purpose", "channel"):
        remember_addresses(points, purpose=purpose, channel=channel, now=now)


def remember_addresses(
    points: Iterable[tuple[str, str]], *, purpose: str, channel: str, now: datetime
) -> None:
    rows = []
    for kind, value_hash in points:
        means = CHANNELS_OF_KIND.get(kind, ())
        if channel and channel not in means:
            continue
        # Written for each means, so that one of them may be allowed again alone.
        for one in [channel] if channel else (means if purpose in _WITH_MEANS else ("",)):
            rows.append(OptOut(kind=kind, value_hash=value_hash, purpose=purpose, channel=one, since=now))
    OptOut.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["since"],
        unique_fields=["value_hash", "kind", "purpose", "channel"],
    )  # fmt: skip


def forget_old_refusals(*, before: datetime, by: Actor, now: datetime) -> int:
    """Forget refusals of long ago; never one that is younger than the three years they are kept at least."""
    with declared("legal_duty"):
        gone = OptOut.objects.filter(since__lt=min(before, now - KEPT_AT_LEAST)).delete()[0]
        if gone:
            record("refusals.forgotten", by=by, now=now, count=gone)
        return gone
