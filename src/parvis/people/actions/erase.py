"""Erasing a person: the record is emptied, not deleted, because ledgers and conversations refer to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.people.actions.erase_record import erase_record
from parvis.people.actions.joins import hold_joins, part_from_all
from parvis.people.actions.links import end_link
from parvis.people.actions.refusals import remember_all_refusals
from parvis.people.models import (
    ChoicesLink,
    Claim,
    ContactPoint,
    CurrentConsent,
    CurrentLink,
    HeardHash,
    Identity,
    MatchKey,
    NetworkQuestion,
    Person,
    SuggestedJoin,
)

ERASED = "erased"


def erase_person(person: Person, *, by: Actor, now: datetime) -> dict[str, int]:
    """Forget who this record is of. Returns how many rows of each table were deleted or made anonymous.

    Its joins with other records end: they are the human's own to erase, one after the other, as personal_data
    does; an emptied record that stayed joined would withhold them.
    The handles are ended and made anonymous with the record; what they said is each capability's own to erase.
    The rows of the ledgers stay as proof without their details. The record is restricted from then on.
    """
    with purpose("legal_duty"), transaction.atomic():
        hold_joins()
        part_from_all(person, by=by, now=now)
        held = Person.objects.select_for_update().get(pk=person.pk)
        identity_ids = list(CurrentLink.objects.filter(person=held).values_list("identity_id", flat=True))
        for identity in Identity.objects.filter(pk__in=identity_ids).order_by("pk"):
            end_link(identity, by=by, now=now)
        done = erase_identities(identity_ids)
        # Before the addresses go: rows of files are found by them.
        done |= erase_record([held.pk])
        remember_all_refusals(held, now=now)
        done["people_contact_point"] = ContactPoint.objects.filter(person=held).delete()[0]
        done["people_current_consent"] = CurrentConsent.objects.filter(person=held).delete()[0]
        done["people_suggested_join"] = SuggestedJoin.objects.filter(Q(older=held) | Q(newer=held)).delete()[
            0
        ]
        done["people_match_key"] = MatchKey.objects.filter(person=held).delete()[0]
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_empty_ledgers(%s)", [held.pk])
            (done["people_identity_link"],) = cursor.fetchone()
            cursor.execute("SELECT people_empty_consents(%s)", [held.pk])
        done["people_network_question"] = NetworkQuestion.objects.filter(person=held).delete()[0]
        done["people_claim"] = Claim.objects.filter(person=held).delete()[0]
        done["people_choices_link"] = ChoicesLink.objects.filter(person=held).delete()[0]
        done["people_person"] = Person.objects.filter(pk=held.pk).update(
            customer_number=None,
            given_name="",
            family_name="",
            language="",
            city="",
            is_restricted=True,
            origin=ERASED,
        )
        record("person.erased", held, by=by, now=now)
        return done


def erase_identities(identity_ids: Sequence[int]) -> dict[str, int]:
    """Make handles anonymous, without what they could be known again by; the company's own stay."""
    hashes = HeardHash.objects.filter(identity_id__in=identity_ids).delete()[0]
    anonymous = Concat(Value(f"{ERASED}-"), Cast(F("pk"), CharField()), output_field=CharField())
    changed = Identity.objects.filter(pk__in=identity_ids, is_ours=False).update(
        handle=anonymous, handle_key=anonymous, display_name="", followers=None
    )
    return {"people_identity": changed, "people_heard_hash": hashes}
