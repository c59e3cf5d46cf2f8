"""A handle that changes owner and a number that is given anew: each owner keeps the words of their time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.contact_points import add_contact_point, remove_contact_point
from parvis.people.actions.links import end_link, link_by_contact_point, link_identity
from parvis.people.models import CurrentLink, Person
from parvis.people.reads.behind import identity_ids_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.timeline import timeline
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.conversations import make_conversation, make_message
from tests.factories.people import make_identity, make_person

pytestmark = pytest.mark.django_db
CLERK = Actor("user", 7, "Nadia")


def words(person: Person) -> list[str]:
    page = timeline(
        identity_ids_of(person.pk), person_ids=record_ids(person.pk), viewer=make_user(roles=("administrator",)),
        sources=None,
    )  # fmt: skip
    return [entry.text for entry in page.entries if entry.kind == "message"]


def test_a_handle_that_changes_owner_parts_what_was_said_at_that_moment() -> None:
    with purpose("service"):
        first, second, third = make_person(), make_person(), make_person()
        handle = make_identity("boutique", channel="twitter")
        talk = make_conversation(identity=handle, messages=0)
        link_identity(handle, person=first, by=CLERK, now=NOON)
        for day, text in enumerate(("one", "two", "three", "four")):
            make_message(talk, text, at=NOON + timedelta(days=day))
        end_link(handle, by=CLERK, now=NOON + timedelta(days=1, hours=1), changed_owner=True)
        assert words(first) == ["two", "one"]
        link_identity(handle, person=second, by=CLERK, now=NOON + timedelta(days=2))
        assert (words(first), words(second)) == (["two", "one"], ["four", "three"])
        end_link(handle, by=CLERK, now=NOON + timedelta(days=2, hours=1), changed_owner=True)
        link_identity(handle, person=third, by=CLERK, now=NOON + timedelta(days=3))
        assert (words(second), words(third)) == (["three"], ["four"])
    with purpose("legal_duty"):  # the next owner does not inherit the words of somebody who is hidden
        Person.objects.filter(pk=second.pk).update(is_restricted=True)
    with purpose("service"):
        assert words(third) == ["four"]


def test_a_recycled_number_leads_to_whoever_has_it_now() -> None:
    with purpose("service"):
        before, after = make_person(), make_person()
        number = make_identity("+33612345678", channel="sms")
        talk = make_conversation(identity=number, messages=0)
        point = add_contact_point(before, kind="phone", value="06 12 34 56 78", by=CLERK, now=NOON)
        assert CurrentLink.objects.get(identity=number).person_id == before.pk
        make_message(talk, "mine", at=NOON + timedelta(days=1))
        remove_contact_point(point, by=CLERK, now=NOON + timedelta(days=2), changed_owner=True)
        add_contact_point(
            after, kind="phone", value="+33 6 12 34 56 78", by=CLERK, now=NOON + timedelta(days=3)
        )
        make_message(talk, "theirs", at=NOON + timedelta(days=4))
        assert CurrentLink.objects.get(identity=number).person_id == after.pk
        assert (words(before), words(after)) == (["mine"], ["theirs"])


def test_an_address_of_a_family_links_nobody() -> None:
    with purpose("service"):
        mother, father = make_person(), make_person()
        for one in (mother, father):
            add_contact_point(
                one, kind="email", value="famille@example.org", address_may_be_shared=True, by=CLERK, now=NOON
            )
        shared = make_identity("famille@example.org", channel="email")
        assert link_by_contact_point([shared.pk], now=NOON) == {}
