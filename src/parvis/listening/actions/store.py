"""Storing mentions: a batch is sifted, labelled, matched and copied into the table in one transaction.

Of a connection that keeps only what matches, matching comes first and only what it finds is labelled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from parvis.channels.actions.receive import mark_taken
from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Batch, Connection
from parvis.channels.reads.batches import items_of
from parvis.enrichment.logic.labels import Labels
from parvis.foundation.database import copy_rows, next_ids
from parvis.foundation.events import publish
from parvis.foundation.live import announce
from parvis.labelling.reads.labels import labels_for
from parvis.listening.actions.copies import claim_groups
from parvis.listening.actions.drops import Drop, write_drops
from parvis.listening.events import MentionsStored
from parvis.listening.logic.posts import WANTED, intents_held, post_of, words_of_item
from parvis.listening.models import Mention
from parvis.listening.reads.intake import Intake, intake_now
from parvis.listening.reads.stamp import hold_stamp
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.logic.handles import handle_key
from parvis.people.reads.tombstones import erased_handles, hold_off_erasures

COLUMNS = (
    "id", "connection_id", "external_id", "identity_id", "channel", "title", "text", "url", "site", "brand",
    "country", "published_at", "received_at", "followers", "engagement", "is_repost", "language",
    "language_probability", "sentiment", "sentiment_probability", "model_version", "emotion", "emotion_probability",
    "intents", "offensive_probability", "text_group", "is_repeat",
)  # fmt: skip
# A change of queries between matching and storing is rare; twice in a row means that something else is wrong.
MOST_TRIES = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A post that is going to be a mention."""

    item: InboundItem
    key: str  # of its author's handle
    labels: Labels
    queries: Sequence[int]


def store_mentions(batch_id: int, *, now: datetime) -> int:
    """Label, match and store a batch of public items. Returns how many mentions were written (0 when taken before).

    The slow part happens before the transaction opens and needs no lock. Where a query changed meanwhile, it
    is done again: what is stored was matched by what holds when it is stored.
    """
    for _ in range(MOST_TRIES):
        batch = Batch.objects.select_related("connection").get(pk=batch_id)
        items = items_of(batch)
        intake = intake_now()
        kept, drops = sift(items, source=batch.connection, intake=intake)
        ensure_months({one.item.published_at.date().replace(day=1) for one in kept})
        with transaction.atomic():
            if hold_stamp() == intake.stamp:
                return _write(batch_id, kept, drops, intake=intake, now=now)
    raise RuntimeError("the queries change faster than a batch can be matched")


def sift(
    items: Sequence[InboundItem], *, source: Connection, intake: Intake
) -> tuple[list[Kept], list[Drop]]:
    """What is kept, labelled and matched, and what is not, with the reason."""
    channel = source.channel
    drops: list[Drop] = []
    chosen = list(range(len(items)))
    if intake.exclusions:
        chosen = []
        for place, item in enumerate(items):
            found = intake.exclusions.reason(
                site=item.site,
                channel=channel,
                handle_key=handle_key(channel, item.author.handle),
                title=item.title,
                text=item.text,
            )
            if found is None:
                chosen.append(place)
            else:
                drops.append(Drop(item, *found))
    only_matches = source.pk in intake.only_matches
    if only_matches:
        posts = [post_of(place, items[place], channel=channel) for place in chosen]
        may = intake.may_match(posts)
        drops += [
            Drop(items[place], "no_match")
            for place, is_wanted in zip(chosen, may, strict=True)
            if not is_wanted
        ]
        chosen = [place for place, is_wanted in zip(chosen, may, strict=True) if is_wanted]
    labels = labels_for(
        [words_of_item(items[place]) for place in chosen],
        languages=settings.INSTALLATION_LANGUAGES,
        wanted=WANTED,
    )
    posts = [
        post_of(place, items[place], channel=channel, labels=label)
        for place, label in zip(chosen, labels, strict=True)
    ]
    kept = []
    for place, label, queries in zip(chosen, labels, intake.match(posts), strict=True):
        if only_matches and not queries:
            drops.append(Drop(items[place], "no_match"))
        else:
            kept.append(Kept(items[place], handle_key(channel, items[place].author.handle), label, queries))
    return kept, drops


def _write(
    batch_id: int, kept: Sequence[Kept], drops: Sequence[Drop], *, intake: Intake, now: datetime
) -> int:
    # Not the connection's row: whoever writes to it while a month's table is made would wait for us, and we for them.
    batch = Batch.objects.select_for_update(of=("self",)).select_related("connection").get(pk=batch_id)
    if batch.payload is None:
        return 0
    # A post that was taken back meanwhile is no longer in its batch.
    waiting = {plain["external_id"] for plain in batch.payload}
    if len(waiting) < len(kept) + len(drops):
        kept = [one for one in kept if one.item.external_id in waiting]
    mark_taken(batch, now=now)
    return write(batch, kept, drops, intake=intake, now=now)


def write(batch: Batch, kept: Sequence[Kept], drops: Sequence[Drop], *, intake: Intake, now: datetime) -> int:
    """Into the tables what was sifted, inside the caller's transaction, which holds the stamp of `intake`."""
    channel = batch.connection.channel
    kept, drops = _without_erased(kept, drops, channel=channel)
    identities = remember_identities(
        (
            SeenIdentity(
                channel,
                one.item.author.handle,
                one.item.published_at,
                one.item.author.display_name,
                one.item.author.followers,
                is_ours=one.item.outbound,
            )
            for one in kept
        ),
        now=now,
    )
    authors = [identities.get((channel, one.key)) for one in kept]
    if intake.rules.author_cap:
        kept, authors, capped = _capped(kept, authors, most=intake.rules.author_cap)
        drops = [*drops, *capped]
    ids = next_ids(Mention, len(kept))
    times = [one.item.published_at for one in kept]
    texts = [(one.item.title, one.item.text) for one in kept]
    groups, repeats = claim_groups(texts, ids, times, day=now.date())
    copy_rows("listening_mention", COLUMNS, _rows(batch, kept, ids, authors, groups, repeats, now=now))
    copy_rows(
        "listening_match",
        ("query_id", "published_at", "mention_id", "version"),
        (
            (query_id, one.item.published_at, mention_id, intake.versions[query_id])
            for one, mention_id in zip(kept, ids, strict=True)
            for query_id in one.queries
        ),
    )
    write_drops(batch.connection, drops, now=now)
    _note_batch(batch, ids, times, now=now)
    publish(MentionsStored(batch_id=batch.pk, mention_ids=ids))
    announce("mentions", audience="staff")
    return len(kept)


def _without_erased(
    kept: Sequence[Kept], drops: Sequence[Drop], *, channel: str
) -> tuple[Sequence[Kept], Sequence[Drop]]:
    """Without what brings an erased person back: no sample of it is kept either.

    What is here for the first time was perhaps said before the erasure: an export read again, another source.
    """
    hold_off_erasures()
    erased = erased_handles(
        {(channel, one.key) for one in kept}
        | {(channel, handle_key(channel, one.item.author.handle)) for one in drops}
    )
    if not erased:
        return kept, drops

    def is_wanted(item: InboundItem, key: str) -> bool:
        found = erased.get((channel, key))
        return found is None or not (found.bars_collection or found.took(item.published_at))

    return (
        [one for one in kept if is_wanted(one.item, one.key)],
        [one for one in drops if is_wanted(one.item, handle_key(channel, one.item.author.handle))],
    )


def _rows(
    batch: Batch,
    kept: Sequence[Kept],
    ids: Sequence[int],
    authors: Sequence[int | None],
    groups: Sequence[int | None],
    repeats: set[int],
    *,
    now: datetime,
) -> Iterator[tuple[object, ...]]:
    channel = batch.connection.channel
    for one, mention_id, identity_id, group in zip(kept, ids, authors, groups, strict=True):
        item, label = one.item, one.labels
        yield (
            mention_id,
            batch.connection_id,
            item.external_id,
            identity_id,
            channel,
            item.title,
            item.text,
            item.url,
            item.site[:200],
            item.recipient_handle[:200],
            item.country[:2],
            item.published_at,
            now,
            item.author.followers,
            item.engagement,
            item.is_repost,
            label.language,
            label.language_probability,
            label.sentiment,
            label.sentiment_probability,
            label.model_version,
            label.emotion,
            label.emotion_scores.get(label.emotion),
            intents_held(label.intents),
            label.offensive,
            group,
            mention_id in repeats,
        )


def ensure_months(months: set[date]) -> None:
    with connection.cursor() as cursor:
        for month in sorted(months):
            cursor.execute("SELECT listening_ensure_month(%s)", [month])


def _capped(
    kept: Sequence[Kept], authors: Sequence[int | None], *, most: int
) -> tuple[list[Kept], list[int | None], list[Drop]]:
    """At most so many posts of one author a day (UTC), those that were stored before included."""
    named = sorted({author for author in authors if author is not None})
    if not named:
        return list(kept), list(authors), []
    days = sorted({one.item.published_at.date() for one in kept})
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT identity_id, (published_at AT TIME ZONE 'UTC')::date, count(*) FROM listening_mention
            WHERE identity_id = ANY(%s) AND published_at >= %s::date::timestamp AT TIME ZONE 'UTC'
              AND published_at < (%s::date + 1)::timestamp AT TIME ZONE 'UTC'
            GROUP BY 1, 2
            """,
            [named, days[0], days[-1]],
        )
        counts = Counter({(author, day): count for author, day, count in cursor.fetchall()})
    left: list[Kept] = []
    left_authors: list[int | None] = []
    drops: list[Drop] = []
    for one, author in zip(kept, authors, strict=True):
        place = (author, one.item.published_at.date())
        if author is not None and not one.item.outbound:
            counts[place] += 1
            if counts[place] > most:
                drops.append(Drop(one.item, "author_cap", one.key))
                continue
        left.append(one)
        left_authors.append(author)
    return left, left_authors, drops


def _note_batch(batch: Batch, ids: Sequence[int], times: Sequence[datetime], *, now: datetime) -> None:
    """By what a deletion finds these mentions; and that this connection was heard today."""
    with connection.cursor() as cursor:
        if ids:
            cursor.execute(
                "INSERT INTO listening_stored_batch VALUES (%s, %s, %s, %s, %s)",
                [batch.pk, min(ids), max(ids), min(times), max(times)],
            )
        cursor.execute(
            "INSERT INTO listening_heard_day (day, connection_id) VALUES (listening_day(%s), %s) "
            "ON CONFLICT DO NOTHING",
            [now, batch.connection_id],
        )
