"""Noting which places the newest mentions name, and counting each hour who named them."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from parvis.foundation.installation import fact, state_fact
from parvis.listening.logic.exclusions import exclusions_of
from parvis.listening.logic.places import SITE, Named, address_to_look_at, places_in
from parvis.listening.logic.yields import MONTH, worth_of_links
from parvis.listening.models import Exclusion, Place, PlaceNamed

CURSOR_FACT = "listening.places"
# An hour reads at most so many, the newest: of a firehose a part shows the same places.
MOST_MENTIONS = 50_000
MOST_AT_ONCE = 5_000
# What a batch writes is seen once it is committed; so long a transaction may take.
SETTLED = timedelta(minutes=5)
MOST_PLACES = 20_000
NAMED_KEPT_A_PLACE = 300


def note_places(*, now: datetime) -> int:
    """Read what came in since, and propose what it names. Returns how many mentions were read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(id), 0) FROM listening_mention WHERE received_at >= %s", [now - MONTH]
        )
        newest = int(cursor.fetchone()[0])
    after = max(int(fact(CURSOR_FACT, 0)), newest - MOST_MENTIONS)
    read = 0
    while True:
        with transaction.atomic():
            rows = _rows_after(after, before=now - SETTLED)
            if not rows:
                break
            after, read = rows[-1][0], read + len(rows)
            _note(rows, now=now)
            state_fact(CURSOR_FACT, after)
    return read


def _rows_after(after: int, *, before: datetime) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, published_at, identity_id, text FROM listening_mention
            WHERE id > %s AND received_at <= %s ORDER BY id LIMIT %s
            """,
            [after, before, MOST_AT_ONCE],
        )
        return list(cursor.fetchall())


def _note(rows: list[Any], *, now: datetime) -> None:
    named: dict[tuple[str, str], list[tuple[Any, Named]]] = {}
    for row in rows:
        for one in places_in(row[3]):
            named.setdefault((one.kind, one.key), []).append((row, one))
    if not named:
        return
    Place.objects.bulk_create(
        [
            Place(
                kind=kind,
                key=key,
                address=address_to_look_at(kind, key),
                first_named_at=now,
                last_named_at=now,
            )
            for kind, key in named
        ],
        ignore_conflicts=True,
    )
    known = {(one.kind, one.key): one for one in Place.objects.filter(key__in=[key for _, key in named])}
    Place.objects.filter(pk__in=[known[key].pk for key in named]).update(last_named_at=now)
    PlaceNamed.objects.bulk_create(
        [
            PlaceNamed(
                place=known[key],
                mention_id=mention_id,
                published_at=published_at,
                identity_id=identity_id,
                page=page_key(one),
            )
            for key, found in named.items()
            for (mention_id, published_at, identity_id, _), one in found[:NAMED_KEPT_A_PLACE]
        ],
        ignore_conflicts=True,
    )


def page_key(one: Named) -> int:
    """The same page linked with other parameters is the same page."""
    page = one.address.split("#")[0].split("?")[0].rstrip("/").lower() or one.key
    return int.from_bytes(
        blake2b(page.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def count_places(*, now: datetime) -> None:
    """Who named each place, what of it is heard anyhow, and what it is worth; forgets what nobody names any more."""
    today = timezone.localdate(now, timezone=timezone.get_default_timezone())
    with transaction.atomic(), connection.cursor() as cursor:
        # Only what is still there counts: whoever takes a post back takes its links back.
        cursor.execute(
            """
            DELETE FROM listening_place_named AS n WHERE n.published_at < %s OR NOT EXISTS (
                SELECT FROM listening_mention AS m WHERE m.id = n.mention_id AND m.published_at = n.published_at)
            """,
            [now - MONTH],
        )
        cursor.execute(_COUNTS, {"day": today - MONTH, "since": now - MONTH})
        counts = {row[0]: row[1:] for row in cursor.fetchall()}
    stale = Place.objects.filter(state=Place.PROPOSED, look_asked_at=None).exclude(pk__in=list(counts))
    stale.filter(last_named_at__lt=now - MONTH).delete()
    changed = []
    for place in Place.objects.filter(state=Place.PROPOSED).defer("seen"):
        place.authors, place.pages, place.heard = counts.get(place.pk, (0, 0, 0))
        if place.looked_at is None or place.look_error:
            place.worth = worth_of_links(authors=place.authors, pages=place.pages, heard=place.heard)
        changed.append(place)
    Place.objects.bulk_update(changed, ["authors", "pages", "heard", "worth"], batch_size=1_000)
    _drop_the_least()


# Mentions that no query finds name nothing of interest; where nothing is asked for, every mention is wanted.
_COUNTS = """
    SELECT n.place_id, count(DISTINCT coalesce(n.identity_id, -n.mention_id)), count(DISTINCT n.page),
           max(CASE p.kind
               WHEN 'site' THEN (SELECT coalesce(sum(t.mentions), 0) FROM listening_tally AS t
                    WHERE t.query_id = 0 AND t.kind = 'site' AND t.day >= %(day)s
                      AND t.value IN (p.key, 'www.' || p.key))
               WHEN 'mastodon' THEN (SELECT count(*) FROM listening_mention AS m JOIN people_identity AS i
                    ON i.id = m.identity_id WHERE i.channel = 'mastodon' AND i.handle_key = p.key
                      AND m.published_at >= %(since)s)
               WHEN 'bluesky' THEN (SELECT count(*) FROM listening_mention AS m JOIN people_identity AS i
                    ON i.id = m.identity_id WHERE i.channel = 'bluesky' AND i.handle_key = p.key
                      AND m.published_at >= %(since)s)
               ELSE 0 END)
    FROM listening_place_named AS n JOIN listening_place AS p ON p.id = n.place_id
    WHERE p.state = 'proposed' AND (
        EXISTS (SELECT FROM listening_match AS k WHERE k.mention_id = n.mention_id AND k.published_at = n.published_at)
        OR NOT EXISTS (SELECT FROM listening_query WHERE removed_at IS NULL AND is_active))
    GROUP BY 1
"""


def _drop_the_least() -> None:
    proposed = Place.objects.filter(state=Place.PROPOSED, look_asked_at=None)
    if (over := proposed.count() - MOST_PLACES) > 0:
        least = proposed.order_by("worth", "last_named_at").values_list("pk", flat=True)[:over]
        Place.objects.filter(pk__in=list(least)).delete()


def is_excluded(place: Place) -> bool:
    """Whether its site is left out by a rule."""
    rows = Exclusion.objects.filter(kind=Exclusion.SITE).values_list("kind", "channel", "value")
    host = place.key if place.kind == SITE else place.key.rpartition("@")[2]
    found = exclusions_of(rows).reason(site=host, channel="", handle_key="", title="", text="")
    return found is not None
