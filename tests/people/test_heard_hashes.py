"""Handles heard in public: no name is left after their period, and a voice that comes back is not counted twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from parvis.channels.logic.items import Author
from parvis.channels.models import Connection
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.erasures import run_erasure, start_erasure
from parvis.people.actions.heard_hashes import heard_hash, named_by_themselves
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.restriction import object_for
from parvis.people.actions.retention import run_rule, set_period
from parvis.people.models import Erasure, HeardHash, Identity
from parvis.people.personal_data import DECLARATION
from parvis.people.reads.retention import rule_named
from parvis.people.retention import HANDLES, HASHES
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.people import make_identity
from tests.factories.rights import make_request

pytestmark = pytest.mark.django_db
PLANTED = "lea.quemener"
AFTER = NOON + timedelta(days=91)


@pytest.fixture
def feed() -> Connection:
    return make_connection("file", channel="mastodon", name="Fediverse")


def speak(feed: Connection, handle: str = PLANTED, *, days: int = 0) -> int:
    """The number under which the words are kept."""
    at = NOON + timedelta(days=days)
    author = Author(handle, display_name="Léa Q.")
    hear(
        feed,
        make_item("In public.", external_id=f"post {days} {len(handle)}", author=author, published_at=at),
        now=at,
    )
    return Identity.objects.get(channel="mastodon", handle=handle).pk


def fall_silent() -> None:
    run_rule(rule_named(HANDLES), is_confirmed=True, now=AFTER)


def places_of(handle: str) -> set[str]:
    """Every table that holds this text anywhere, but for what was heard, whose words are listening's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{handle}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_no_raw_handle_is_left_and_the_number_is_the_same_on_return(feed: Connection) -> None:
    number = speak(feed)
    assert "people_identity" in places_of(PLANTED)
    fall_silent()
    with purpose("legal_duty"):
        # The batch as it came has a period of its own, shorter than this one.
        assert places_of(PLANTED) <= {"channels_batch"}
    assert Identity.objects.get(pk=number).handle == f"erased-{number}"
    assert HeardHash.objects.get().heard_at == NOON
    assert speak(feed, days=120) == number
    back = Identity.objects.get(pk=number)
    assert (back.handle, back.handle_key, back.display_name) == (PLANTED, PLANTED, "Léa Q.")
    assert back.first_seen_at == NOON and not HeardHash.objects.exists()
    # A third voice is a third number, and the hash tells channels apart.
    assert speak(feed, "somebody.else", days=121) != number
    assert heard_hash("mastodon", PLANTED) != heard_hash("bluesky", PLANTED)


def test_the_hash_is_another_one_in_every_installation(settings: Any) -> None:
    here = heard_hash("mastodon", PLANTED)
    settings.FIELD_KEY = "the key of another house"
    assert heard_hash("mastodon", PLANTED) != here and PLANTED not in here


def test_an_erasure_takes_the_hash_too(feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    erasure = start_erasure(
        identity_ids=[number], person_ids=[], why=Erasure.RIGHT, in_background=False, by=SYSTEM, now=AFTER
    )
    run_erasure(erasure.pk, now=AFTER)
    assert not HeardHash.objects.exists()
    assert speak(feed, days=120) != number


def test_whoever_objects_by_their_handle_is_found_without_it_and_heard_no_more(feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    named = named_by_themselves("Mastodon", f"@{PLANTED} ")
    assert named is not None and named.pk == number
    object_for([], [number], purposes=["listening"], by=SYSTEM, now=AFTER)
    fall_silent()
    HeardHash.objects.filter(identity_id=number).delete()
    hear(
        feed, make_item("Again.", external_id="again", author=Author(PLANTED), published_at=AFTER), now=AFTER
    )
    assert not Identity.objects.filter(handle=PLANTED).exists()


def test_an_objection_takes_the_hash_of_a_handle_whose_name_has_gone(feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    object_for([], [number], purposes=["listening"], by=SYSTEM, now=AFTER)
    assert not HeardHash.objects.exists()


def test_the_hash_ends_with_its_period_and_none_is_made_where_that_is_short(feed: Connection) -> None:
    speak(feed)
    fall_silent()
    hashes = rule_named(HASHES)
    run_rule(hashes, is_confirmed=True, now=NOON + timedelta(days=hashes.days))
    assert HeardHash.objects.count() == 1
    run_rule(hashes, is_confirmed=True, now=NOON + timedelta(days=hashes.days + 1))
    assert not HeardHash.objects.exists()
    set_period(hashes, days=90, by=SYSTEM, now=NOON)
    speak(feed, "another")
    fall_silent()
    assert not Identity.objects.filter(handle="another").exists() and not HeardHash.objects.exists()


def test_a_handle_that_was_written_meanwhile_keeps_its_new_number(feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    other = make_identity(PLANTED, channel="mastodon")
    assert remember_identities([SeenIdentity("mastodon", PLANTED, AFTER)], now=AFTER) == {
        ("mastodon", PLANTED): other.pk
    }
    assert other.pk != number and not HeardHash.objects.exists()


def test_what_is_kept_is_found_and_handed_over_without_the_hash(feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    assert DECLARATION.find([number], [])["people_heard_hash"] == 1
    (row,) = DECLARATION.export([number], [])["people_heard_hash"]
    assert set(row) == {"identity_id", "heard_at"}


def test_the_desk_finds_a_handle_as_it_is_named(client: Client, feed: Connection) -> None:
    number = speak(feed)
    fall_silent()
    officer = make_user(roles=("data_protection_officer",))
    client.force_login(officer)
    with purpose("legal_duty"):
        asked = make_request("erasure", requester_name="Léa")
    url = reverse("rights-act", args=[asked.pk])
    client.post(url, {"act": "add", "kind": "handle", "number": f"mastodon: @{PLANTED}"})
    with purpose("legal_duty"):
        assert list(asked.handles.values_list("identity_id", flat=True)) == [number]
    answer = client.post(url, {"act": "add", "kind": "handle", "number": "mastodon: @nobody"}, follow=True)
    assert "No handle is known by this." in answer.content.decode()
