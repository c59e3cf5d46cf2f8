"""Proposing a place by hand, and looking at one: what stands there, and what of it a query finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from parvis.channels.actions.discover import look_at
from parvis.channels.logic.items import InboundItem
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.foundation.audit import Actor, record
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.labelling.reads.labels import labels_for
from parvis.listening.logic.places import BLUESKY, MASTODON, REDDIT, YOUTUBE, address_to_look_at, place_of
from parvis.listening.logic.posts import WANTED, post_of, words_of_item
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.logic.text_groups import text_group
from parvis.listening.logic.yields import SeenPost, yield_of
from parvis.listening.models import Place
from parvis.listening.reads.intake import intake_now
from parvis.people.logic.handles import handle_key

MOST_SEEN = 500
_CHANNELS = {MASTODON: "mastodon", BLUESKY: "bluesky", REDDIT: "reddit", YOUTUBE: "youtube"}


def propose_place(address: str, *, by: Actor, now: datetime) -> Place:
    """A place that somebody typed, looked at soon. One that was refused is proposed again. Raises ListeningRefused."""
    typed = address.strip()
    named = place_of(typed if "://" in typed else f"https://{typed}")
    if named is None:
        raise ListeningRefused("place-unfit")
    place, is_new = Place.objects.get_or_create(
        kind=named.kind,
        key=named.key,
        defaults={
            # The page itself may be the feed; where a network has a feed at a known address, it is that one.
            "address": named.address if named.kind == "site" else address_to_look_at(named.kind, named.key),
            "first_named_at": now,
            "last_named_at": now,
        },
    )
    if place.state == Place.REFUSED:
        Place.objects.filter(pk=place.pk).update(state=Place.PROPOSED, decided_at=now, decided_by_id=by.id)
        record("place.proposed", place, by=by, now=now, name=place.key)
    elif is_new:
        record("place.proposed", place, by=by, now=now, name=place.key)
    ask_for_look(place, now=now)
    return Place.objects.get(pk=place.pk)


def ask_for_look(place: Place, *, now: datetime) -> bool:
    """A worker looks at it. False where one was asked already and has not answered for less than ten minutes."""
    waiting = Q(look_asked_at__gt=now - timedelta(minutes=10)) & (
        Q(looked_at=None) | Q(looked_at__lt=F("look_asked_at"))
    )
    with transaction.atomic():
        asked = Place.objects.filter(pk=place.pk).exclude(waiting).update(look_asked_at=now)
        if asked:
            enqueue("listening.look_at_place", place_id=place.pk)
    return bool(asked)


def look_at_place(place_id: int, *, now: datetime) -> None:
    """Ask the place itself: which connection would listen there, what it says, and what of it a query finds."""
    place = Place.objects.filter(pk=place_id).first()
    if place is None:
        return
    try:
        found = look_at(place.address, now=now)
    except ConnectorError as error:
        Place.objects.filter(pk=place_id).update(looked_at=now, look_error=error.code[:40])
    else:
        seen = judged(
            found.items[-MOST_SEEN:], channel=channel_of(place, found.kind), connection_id=place.connection_id
        )
        Place.objects.filter(pk=place_id).update(
            looked_at=now,
            look_error="",
            found_kind=found.kind,
            found_settings=found.settings,
            title=found.title[:200],
            seen=[[one.published_at.isoformat(), one.is_found, one.is_heard] for one in seen],
            worth=yield_of(seen, now=now).worth,
        )
    announce("places", audience="staff")


def channel_of(place: Place, kind: str) -> str:
    return _CHANNELS.get(place.kind, "community" if kind in ("discourse", "nodebb") else "rss")


def judged(items: Sequence[InboundItem], *, channel: str, connection_id: int | None = None) -> list[SeenPost]:
    """Of each post: whether a query finds it (without queries: always), and whether another source brought it."""
    intake = intake_now()
    labels = labels_for(
        [words_of_item(item) for item in items], languages=settings.INSTALLATION_LANGUAGES, wanted=WANTED
    )
    posts = [
        post_of(place, item, channel=channel, labels=label)
        for place, (item, label) in enumerate(zip(items, labels, strict=True))
    ]
    excluded = [
        bool(intake.exclusions)
        and intake.exclusions.reason(
            site=item.site,
            channel=channel,
            handle_key=handle_key(channel, item.author.handle),
            title=item.title,
            text=item.text,
        )
        is not None
        for item in items
    ]
    groups = [text_group(item.title, item.text) for item in items]
    heard_groups, heard_ids = _heard(
        [group for group in groups if group is not None], [item.external_id for item in items], connection_id
    )
    return [
        SeenPost(
            item.published_at,
            is_found=not is_out and (bool(found) or not intake.versions),
            is_heard=group in heard_groups or item.external_id in heard_ids,
        )
        for item, found, group, is_out in zip(items, intake.match(posts), groups, excluded, strict=True)
    ]


def _heard(groups: list[int], ids: list[str], connection_id: int | None) -> tuple[set[int], set[str]]:
    """What says the same among the mentions, and entries that another connection had."""
    others = list(Connection.objects.exclude(pk=connection_id or 0).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT text_group FROM listening_copy WHERE text_group = ANY(%s)", [groups])
        same = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT external_id FROM channels_receipt WHERE connection_id = ANY(%s) AND external_id = ANY(%s)",
            [others, [one for one in ids if "://" in one]],  # a number is an id of its own server only
        )
        return same, {row[0] for row in cursor.fetchall()}
