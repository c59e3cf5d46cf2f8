"""What people keeps about persons, column by column, and how it is found, handed over and erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.personal_data import PersonalData
from parvis.people.actions.erase import ERASED, erase_identities, erase_person
from parvis.people.models import (
    ChoicesLink,
    Claim,
    Consent,
    ContactPoint,
    CurrentConsent,
    CurrentLink,
    CurrentPersonLink,
    HeardHash,
    Identity,
    IdentityLink,
    MatchKey,
    NetworkQuestion,
    OptOut,
    Person,
    PersonLink,
    RecordFile,
    SuggestedJoin,
)
from parvis.people.reads.canonical import record_ids_of
from parvis.people.reads.personal_words import KEPT, TITLES, portable
from parvis.people.reads.record_rows import TABLES as RECORD_TABLES
from parvis.people.reads.record_rows import record_rows
from parvis.people.reads.rights_rows import TABLES as RIGHTS_TABLES
from parvis.people.reads.rights_rows import rights_rows

# Hashes tell their bearer nothing.
HIDDEN = (
    "key",
    "value_hash",
    "details_hash",
    "seal",
    "token_hash",
    "code_hash",
    "state_hash",
    "browser_hash",
    "sealed",
)

TABLES = {
    "people_person": "customer_number, given_name, family_name, language, city: to know who turns to us and "
    "answer in their language; is_restricted, is_withheld: to keep art. 18 GDPR; joined_id: which "
    "records are one human's; owner: which colleague looks after them; created_at, created_by_id, origin: where the "
    "record comes from.",
    "people_contact_point": "kind, value: to answer and to recognise; value_hash: the same, compared without being "
    "readable; is_verified, created_at: how sure the address is.",
    "people_identity": "channel, handle, handle_key, display_name: to answer on the channel somebody speaks on; "
    "followers: how far a public word carries; first_seen_at, last_seen_at: how long the contact lasts.",
    "people_heard_hash": "value_hash, heard_at: a keyed hash of a handle heard in public whose name has gone, so that "
    "figures of a year count a voice that comes back once; deleted by an objection and by an erasure.",
    "people_identity_link": "identity, person, evidence, evidence_detail, probability, legal_basis, decided_by_*: "
    "why a handle is taken for a person, so that it can be explained and taken back.",
    "people_current_link": "identity, person: what the ledger of links says now.",
    "people_person_link": "older, newer, evidence, evidence_detail, probability, legal_basis, decided_by_*: why two "
    "records are taken for one person's, so that it can be explained and taken back.",
    "people_current_person_link": "older, newer: what the ledger of joins says now.",
    "people_suggested_join": "older, newer, probability, reasons: two records that may be one person's, to be looked "
    "at by a colleague; deleted when refused.",
    "people_match_key": "key: keyed hashes of the name and addresses, to find such records without reading all.",
    "people_consent": "purpose, channel, is_given, basis, wording, form, act, address, agent, proof, at: the proof of "
    "consent that art. 7(1) GDPR asks for, the network of the address and the browser's name alone; details_hash, "
    "seal: that nobody changed it.",
    "people_current_consent": "purpose, channel, is_given, basis, valid_until: what the ledger of consents says now.",
    "people_opt_out": "value_hash, purpose, channel, since: an address that is not to be written to, as a keyed hash; "
    "it stays when the record is erased, so that the refusal goes on being honoured.",
    "people_claim": "person, identity, way, state: a proof that a handle is theirs, under way or done.",
    "people_network_question": "person, network, asked_at: a log-in at a network that is under way, to show that an "
    "account is theirs; gone within a day.",
    "people_journey_place": "step, since: where somebody stands on the customer's way, counted each night.",
    "people_choices_link": "generation: which links to their choices still open.",
    **RECORD_TABLES,
    **RIGHTS_TABLES,
}


def find(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    with purpose("legal_duty"):
        return {model._meta.db_table: rows.count() for model, rows in _rows(identity_ids, person_ids)}


def export(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row as plain values; keyed hashes are left out, they tell their bearer nothing."""
    with purpose("legal_duty"):
        return {
            model._meta.db_table: [
                {name: value for name, value in row.items() if name not in HIDDEN}
                for row in rows.order_by("pk").values()
            ]
            for model, rows in _rows(identity_ids, person_ids)
        }


def erase(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    """The persons of these handles are emptied with all their handles; handles without a person on their own."""
    done: dict[str, int] = dict.fromkeys(TABLES, 0)
    with purpose("legal_duty"):
        named = Person.objects.filter(pk__in=_person_ids(identity_ids, person_ids)).exclude(origin=ERASED)
        for person in named.order_by("pk"):
            _add(done, erase_person(person, by=SYSTEM, now=utc_now()))
        left = Identity.objects.filter(pk__in=identity_ids).exclude(handle_key__startswith="erased-")
        _add(done, erase_identities(list(left.values_list("pk", flat=True))))
        anonymous = HeardHash.objects.filter(identity_id__in=identity_ids)
        _add(done, {"people_heard_hash": anonymous.delete()[0]})
    return done


def _person_ids(identity_ids: Sequence[int], person_ids: Sequence[int]) -> list[int]:
    """Every record of the humans named and of those behind these handles."""
    linked = CurrentLink.objects.filter(identity_id__in=identity_ids).values_list("person_id", flat=True)
    return sorted({pk for ids in record_ids_of([*person_ids, *linked]).values() for pk in ids})


def _rows(identity_ids: Sequence[int], person_ids: Sequence[int]) -> list[tuple[type[Model], QuerySet[Any]]]:
    persons = _person_ids(identity_ids, person_ids)
    handles = CurrentLink.objects.filter(person_id__in=persons).values_list("identity_id", flat=True)
    hashes = ContactPoint.objects.filter(person_id__in=persons).values("value_hash")
    return [
        (Person, Person.objects.filter(pk__in=persons)),
        (ContactPoint, ContactPoint.objects.filter(person_id__in=persons)),
        (Identity, Identity.objects.filter(pk__in={*identity_ids, *handles})),
        (HeardHash, HeardHash.objects.filter(identity_id__in={*identity_ids, *handles})),
        (IdentityLink, IdentityLink.objects.filter(person_id__in=persons)),
        (CurrentLink, CurrentLink.objects.filter(person_id__in=persons)),
        (PersonLink, PersonLink.objects.filter(Q(older_id__in=persons) | Q(newer_id__in=persons))),
        (
            CurrentPersonLink,
            CurrentPersonLink.objects.filter(Q(older_id__in=persons) | Q(newer_id__in=persons)),
        ),
        (SuggestedJoin, SuggestedJoin.objects.filter(Q(older_id__in=persons) | Q(newer_id__in=persons))),
        (MatchKey, MatchKey.objects.filter(person_id__in=persons)),
        (Claim, Claim.objects.filter(person_id__in=persons)),
        (NetworkQuestion, NetworkQuestion.objects.filter(person_id__in=persons)),
        (Consent, Consent.objects.filter(person_id__in=persons)),
        (CurrentConsent, CurrentConsent.objects.filter(person_id__in=persons)),
        (OptOut, OptOut.objects.filter(value_hash__in=hashes)),
        (ChoicesLink, ChoicesLink.objects.filter(person_id__in=persons)),
        *record_rows(persons),
        *rights_rows(persons),
    ]


def _add(done: dict[str, int], more: dict[str, int]) -> None:
    for table, count in more.items():
        done[table] = done.get(table, 0) + count


def files(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> list[tuple[str, str]]:
    """The papers that lie on the record."""
    with purpose("legal_duty"):
        persons = _person_ids(identity_ids, person_ids)
        kept = RecordFile.objects.filter(person_id__in=persons).order_by("pk")
        return list(kept.values_list("name", "stored_name"))


DECLARATION = PersonalData(
    tables=TABLES,
    find=find,
    export=export,
    erase=erase,
    portable=portable,
    files=files,
    titles=TITLES,
    kept=KEPT,
)
