from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.models import AuditEntry, StoredEvent
from parvis.people.actions.contact_points import add_contact_point, remove_contact_point
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import end_link, link_by_contact_point, link_identity
from parvis.people.actions.persons import create_person
from parvis.people.logic.errors import AddressKnown, IdentityLinked, NotAnAddress, NotLinked, OwnAccount
from parvis.people.logic.replay import LinkRow, current_links
from parvis.people.models import CurrentLink, Identity, IdentityLink, Person
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.people import make_contact_point, make_identity, make_person

CLERK = Actor("user", 7, "Nadia")


@pytest.fixture
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def links_of_ledger() -> dict[int, tuple[int, int]]:
    return current_links(
        LinkRow(*row)
        for row in IdentityLink.objects.order_by("id").values_list(
            "id", "identity_id", "person_id", "ends_id"
        )
    )


def links_now() -> dict[int, tuple[int, int]]:
    return {
        i: (p, link) for i, p, link in CurrentLink.objects.values_list("identity_id", "person_id", "link_id")
    }


def test_linking_writes_ledger_projection_audit_and_event(service: None) -> None:
    person, identity = make_person(), make_identity()
    made = link_identity(identity, person=person, detail={"note": "at the desk"}, by=CLERK, now=NOON)
    assert (made.act, made.evidence, made.probability, made.legal_basis, made.decided_by_name, made.at) == (
        "made", "agent_decided", 0.97, "legitimate_interest", "Nadia", NOON,
    )  # fmt: skip
    assert links_now() == {identity.pk: (person.pk, made.pk)} == links_of_ledger()
    entry = AuditEntry.objects.get(verb="identity.linked")
    assert (entry.actor_id, entry.object_id, entry.detail["person_id"]) == (7, str(identity.pk), person.pk)
    event = StoredEvent.objects.get(name="parvis.people.events.LinksMade")
    assert event.payload == {"identity_ids": [identity.pk], "person_ids": [person.pk]}


def test_linking_twice_to_the_same_person_says_it_once(service: None) -> None:
    person, identity = make_person(), make_identity()
    first = link_identity(identity, person=person, by=CLERK, now=NOON)
    assert link_identity(identity, person=person, by=CLERK, now=NOON) == first
    assert IdentityLink.objects.count() == 1


def test_a_linked_handle_is_refused_with_the_name_of_its_person(service: None) -> None:
    owner, other, identity = make_person(given_name="Léa", family_name="Roux"), make_person(), make_identity()
    link_identity(identity, person=owner, by=CLERK, now=NOON)
    with pytest.raises(IdentityLinked) as refused:
        link_identity(identity, person=other, by=CLERK, now=NOON)
    assert (refused.value.person_id, refused.value.name) == (owner.pk, "Léa Roux")
    assert links_now()[identity.pk][0] == owner.pk


def test_a_handle_of_a_restricted_record_is_refused_without_a_name(db: None) -> None:
    with purpose("legal_duty"):
        hidden, identity = make_person(is_restricted=True), make_identity()
        link_identity(identity, person=hidden, by=CLERK, now=NOON)
    with purpose("service"):
        with pytest.raises(IdentityLinked) as refused:
            link_identity(identity, person=make_person(), by=CLERK, now=NOON)
        assert refused.value.person_id is None
    with purpose("legal_duty"):
        assert IdentityLink.objects.count() == 1


def test_our_own_account_is_nobodys(service: None) -> None:
    with pytest.raises(OwnAccount):
        link_identity(make_identity(is_ours=True), person=make_person(), by=CLERK, now=NOON)


def test_ending_gives_both_histories_back(service: None) -> None:
    person, identity = make_person(), make_identity()
    made = link_identity(identity, person=person, by=CLERK, now=NOON)
    ended = end_link(identity, by=CLERK, now=NOON + timedelta(hours=1), reason="Her brother's account")
    assert (ended.act, ended.ends_id, ended.person_id, ended.evidence_detail) == (
        "ended", made.pk, person.pk, {"reason": "Her brother's account"},
    )  # fmt: skip
    assert links_now() == {} == links_of_ledger()
    assert list(IdentityLink.objects.order_by("id").values_list("act", flat=True)) == ["made", "ended"]
    assert StoredEvent.objects.filter(name="parvis.people.events.LinkEnded").count() == 1
    with pytest.raises(NotLinked):
        end_link(identity, by=CLERK, now=NOON)
    # The decision may be taken again by a human, as a new link.
    again = link_identity(identity, person=person, by=CLERK, now=NOON)
    assert links_now() == {identity.pk: (person.pk, again.pk)} == links_of_ledger()


@pytest.mark.parametrize(
    ("channel", "handle", "kind", "given_as", "evidence"),
    [
        ("email", "Lea@Exemple.fr", "email", "lea@exemple.FR", "same_email_given"),
        ("form", "lea@exemple.fr", "email", "lea@exemple.fr", "form_email"),
        ("sms", "+33612345678", "phone", "06 12 34 56 78", "same_phone_given"),
        ("phone", "06.12.34.56.78", "phone", "+33612345678", "same_phone_given"),
    ],
)
def test_a_given_address_recognises_its_handle(
    service: None, channel: str, handle: str, kind: str, given_as: str, evidence: str
) -> None:
    person, identity = make_person(), make_identity(handle, channel=channel)
    make_contact_point(person, given_as, kind=kind)
    assert link_by_contact_point([identity.pk], now=NOON) == {identity.pk: person.pk}
    made = IdentityLink.objects.get()
    assert (made.evidence, made.decided_by_kind, made.decided_by_id, made.at) == (
        evidence,
        "system",
        None,
        NOON,
    )
    assert links_now() == {identity.pk: (person.pk, made.pk)}
    assert link_by_contact_point([identity.pk], now=NOON) == {}


def test_giving_an_address_recognises_who_already_spoke_from_it(service: None) -> None:
    mail = make_identity("lea@exemple.fr", channel="email")
    text = make_identity("0612345678", channel="sms")
    person = make_person()
    add_contact_point(person, kind="email", value="LEA@exemple.fr", by=CLERK, now=NOON)
    add_contact_point(person, kind="phone", value="+33 6 12 34 56 78", by=CLERK, now=NOON)
    assert {i: p for i, (p, _) in links_now().items()} == {mail.pk: person.pk, text.pk: person.pk}


def test_what_is_not_exact_recognises_nobody(service: None) -> None:
    one, other = make_person(), make_person()
    for person in (one, other):  # a shared address is nobody's alone
        make_contact_point(person, "family@exemple.fr")
    make_contact_point(one, "lea@exemple.fr")
    unsure = [
        make_identity("family@exemple.fr", channel="email"),
        make_identity("lea@exemple.fr", channel="twitter"),  # a public handle is no address that was given
        make_identity("lea+1@exemple.fr", channel="email"),
        make_identity("not an address", channel="email"),
        make_identity("info@ours.fr", channel="email", is_ours=True),
    ]
    assert link_by_contact_point([identity.pk for identity in unsure], now=NOON) == {}
    assert link_by_contact_point([], now=NOON) == {}
    assert link_by_contact_point([0, -5, 10**12], now=NOON) == {}
    assert links_now() == {}


def test_an_address_shared_with_a_hidden_record_is_not_one_persons(db: None) -> None:
    with purpose("legal_duty"):
        make_contact_point(make_person(is_restricted=True), "family@exemple.fr")
        alone = make_person(is_restricted=True)
        make_contact_point(alone, "alone@exemple.fr")
    with purpose("service"):
        make_contact_point(make_person(), "family@exemple.fr")
        shared = make_identity("family@exemple.fr", channel="email")
        restricted = make_identity("alone@exemple.fr", channel="email")
        assert link_by_contact_point([shared.pk, restricted.pk], now=NOON) == {}


def test_it_declares_its_own_purpose(db: None) -> None:
    with purpose("service"):
        person = make_person()
        make_contact_point(person, "lea@exemple.fr")
        identity = make_identity("lea@exemple.fr", channel="email")
    assert link_by_contact_point([identity.pk], now=NOON) == {identity.pk: person.pk}
    assert not Person.objects.exists()


def test_a_pair_that_a_human_took_apart_is_not_joined_again_by_a_machine(service: None) -> None:
    person, other = make_person(), make_person()
    point = make_contact_point(person, "lea@exemple.fr")
    identity = make_identity("lea@exemple.fr", channel="email")
    link_by_contact_point([identity.pk], now=NOON)
    end_link(identity, by=CLERK, now=NOON)
    assert link_by_contact_point([identity.pk], now=NOON) == {}
    # Another pair has not been refused.
    remove_contact_point(point, by=CLERK, now=NOON)
    add_contact_point(other, kind="email", value="lea@exemple.fr", by=CLERK, now=NOON)
    assert links_now()[identity.pk][0] == other.pk


def test_a_batch_costs_a_constant_number_of_statements(service: None) -> None:
    def cost(n: int, start: int) -> int:
        people = [make_person() for _ in range(n)]
        for number, person in enumerate(people):
            make_contact_point(person, f"p{start + number}@exemple.fr")
        ids = [make_identity(f"p{start + number}@exemple.fr", channel="email").pk for number in range(n)]
        with CaptureQueriesContext(connection) as queries:
            assert len(link_by_contact_point(ids, now=NOON)) == n
        return len(queries)

    assert cost(1, 0) == cost(30, 100)


def test_a_mention_or_a_message_never_makes_a_person(db: None) -> None:
    public, mailbox = make_connection("file"), make_connection("file", channel="email")
    hear(public, make_item(author="somebody"), make_item(author="lea@exemple.fr"))
    remember_identities([SeenIdentity("email", "lea@exemple.fr", NOON, "Léa Roux")], now=NOON)
    link_by_contact_point(Identity.objects.values_list("pk", flat=True), now=NOON)
    assert Identity.objects.count() >= 1 and mailbox.pk
    with purpose("legal_duty"):
        assert Person.objects.count() == 0 == IdentityLink.objects.count()


def test_addresses_of_others_are_pointed_at_before_they_are_shared(service: None) -> None:
    one, other = make_person(), make_person()
    add_contact_point(one, kind="email", value="family@exemple.fr", by=CLERK, now=NOON)
    with pytest.raises(AddressKnown) as refused:
        add_contact_point(other, kind="email", value="FAMILY@exemple.fr", by=CLERK, now=NOON)
    assert refused.value.person_ids == (one.pk,)
    add_contact_point(
        other, kind="email", value="family@exemple.fr", address_may_be_shared=True, by=CLERK, now=NOON
    )
    add_contact_point(
        other, kind="email", value="family@exemple.fr", by=CLERK, now=NOON, address_may_be_shared=True
    )
    assert other.contact_points.count() == 1
    with pytest.raises(NotAnAddress):
        add_contact_point(other, kind="phone", value="3615", by=CLERK, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_link_one_handle_at_once_one_wins() -> None:
    with purpose("service"):
        persons = [make_person(family_name="One"), make_person(family_name="Two")]
        identity = make_identity()
    start, outcomes = Barrier(2), {}

    def clerk(number: int) -> None:
        start.wait()
        try:
            with purpose("service"):
                outcomes[number] = link_identity(identity, person=persons[number], by=CLERK, now=NOON)
        except IdentityLinked as refused:
            outcomes[number] = refused
        finally:
            connections.close_all()

    threads = [Thread(target=clerk, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [number for number, outcome in outcomes.items() if isinstance(outcome, IdentityLink)]
    refused = outcomes[1 - winner]
    assert refused.person_id == persons[winner].pk
    with purpose("service"):
        assert links_now() == links_of_ledger()
        assert IdentityLink.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_clerk_and_a_job_who_link_at_once_make_one_link() -> None:
    with purpose("service"):
        person = make_person()
        make_contact_point(person, "lea@exemple.fr")
        other = make_person()
        identity = make_identity("lea@exemple.fr", channel="email")
    start, outcomes = Barrier(2), []

    def clerk() -> None:
        start.wait()
        try:
            with purpose("service"):
                link_identity(identity, person=other, by=CLERK, now=NOON)
                outcomes.append("clerk")
        except IdentityLinked:
            pass
        finally:
            connections.close_all()

    def job() -> None:
        start.wait()
        if link_by_contact_point([identity.pk], now=NOON):
            outcomes.append("job")
        connections.close_all()

    threads = [Thread(target=clerk), Thread(target=job)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    with purpose("service"):
        assert len(links_now()) == 1 == IdentityLink.objects.count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["link", "end", "machine", "forget"]), st.integers(0, 2), st.integers(0, 2)
        ),
        max_size=14,
    )
)
def test_after_any_sequence_the_current_view_equals_the_replayed_ledger(db: None, steps: list) -> None:
    with purpose("service"):
        persons = [make_person() for _ in range(3)]
        identities = [make_identity(f"{pk}@exemple.fr", channel="email") for pk in {p.pk for p in persons}]
        points = {}
        taken_apart: set[tuple[int, int]] = set()
        for act, which, whose in steps:
            identity, person = identities[which], persons[whose]
            held = links_now().get(identity.pk)
            if act == "link":
                try:
                    link_identity(identity, person=person, by=CLERK, now=NOON)
                except IdentityLinked as refused:
                    assert held is not None and held[0] == refused.person_id != person.pk
            elif act == "end":
                try:
                    taken_apart.add((identity.pk, end_link(identity, by=CLERK, now=NOON).person_id))
                except NotLinked:
                    assert held is None
            elif act == "machine":
                if (identity.pk, person.pk) not in points:
                    points[identity.pk, person.pk] = make_contact_point(person, identity.handle)
                before = links_now()
                new = link_by_contact_point([identity.pk], now=NOON)
                assert not set(new) & set(before)
                assert not set(new.items()) & taken_apart
            elif point := points.pop((identity.pk, person.pk), None):
                remove_contact_point(point, by=CLERK, now=NOON)
            assert links_now() == links_of_ledger()
        # Nothing is ever lost from the ledger: each end names its own start.
        ended = IdentityLink.objects.filter(act="ended")
        assert all(row.ends.act == "made" and row.ends.identity_id == row.identity_id for row in ended)


def test_a_person_is_made_with_the_handle_they_spoke_from(service: None) -> None:
    identity = make_identity("lea@exemple.fr", channel="email")
    person = create_person(identity, given_name="Léa", emails=["lea@exemple.fr"], by=CLERK, now=NOON)
    assert links_now()[identity.pk][0] == person.pk
    assert IdentityLink.objects.get().evidence == "record_created"
