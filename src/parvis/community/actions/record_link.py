"""Joining the member with their customer record, by the member's own act, and taking it apart again.

The proof: they get codes at an address (so it is theirs), and exactly one customer gave the company that address.
Both are facts that are there already; nothing is guessed, and without the member's wish nothing is looked for.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from parvis.community.logic.errors import MayNot
from parvis.community.models import Member, MemberContact
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import end_link, link_identity
from parvis.people.logic.contact_points import NotAnAddress, normalised
from parvis.people.logic.errors import IdentityLinked, NotLinked
from parvis.people.models import ContactPoint, CurrentLink, Identity, Person
from parvis.people.reads.addresses import address_hash

CHANNEL = "community"


def link_own_record(member: Member, *, now: datetime) -> None:
    """Raises MayNot("record-address" | "record-none" | "record-several" | "record-linked")."""
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        person_id = _own_record(held)
        key = (CHANNEL, str(held.pk))
        ids = remember_identities([SeenIdentity(CHANNEL, str(held.pk), now, display_name=held.name)], now=now)
        with purpose("service"):
            person = Person.objects.filter(pk=person_id).first()
            if person is None:  # withheld: then it is used for nothing, this included
                raise MayNot("record-none")
            identity = Identity.objects.get(pk=ids[key])
            actor = Actor("member", held.pk, "")  # the log keeps no name that leaving could not take out
            try:
                link_identity(identity, person=person, evidence="code_sent_back", by=actor, now=now)
            except IdentityLinked as error:
                raise MayNot("record-linked") from error
        Member.objects.filter(pk=held.pk).update(identity_id=identity.pk)


def unlink_own_record(member: Member, *, now: datetime) -> bool:
    """The link ends; what the company knew through it stays in its ledger as ended. Returns whether there was one."""
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.identity_id is None:
            return False
        with purpose("service"):
            identity = Identity.objects.get(pk=held.identity_id)
            with suppress(NotLinked):  # a colleague ended it before
                end_link(identity, by=Actor("member", held.pk, ""), now=now)
        Member.objects.filter(pk=held.pk).update(identity_id=None)
        return True


def is_linked(member: Member) -> bool:
    """Whether the link still holds: staff may have ended it."""
    if member.identity_id is None:
        return False
    with purpose("service"):
        return CurrentLink.objects.filter(identity=member.identity_id).exists()


def _own_record(member: Member) -> int:
    """The one customer who gave the member's confirmed address. Counted over all records, hidden ones too."""
    with purpose("membership"):
        contact = MemberContact.objects.filter(member=member, is_email_confirmed=True).first()
    if contact is None:
        raise MayNot("record-address")
    try:
        value_hash = address_hash("email", normalised("email", contact.email))
    except NotAnAddress as error:
        raise MayNot("record-address") from error
    with purpose("legal_duty"):
        owners = {
            joined_id or person_id: person_id
            for person_id, joined_id in ContactPoint.objects.filter(kind="email", value_hash=value_hash)
            .order_by("-person_id")
            .values_list("person_id", "person__joined_id")
        }
    if not owners:
        raise MayNot("record-none")
    if len(owners) > 1:
        raise MayNot("record-several")
    return next(iter(owners.values()))
