"""What identities said in public, for the record of the person they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.accounts.models import User
from parvis.people.logic.timeline import EVERYTHING, Choice, TimelineEntry, tells

# In SQL: a model of thirty columns over as many partitions takes longer to ask for than to answer.
_NEWEST = """
    SELECT m.id, m.published_at, m.channel, m.title, m.text, i.is_ours, coalesce(nullif(i.display_name, ''), i.handle),
        m.sentiment, m.language
    FROM unnest(%(ids)s::bigint[]) AS asked(id) JOIN people_identity i ON i.id = asked.id CROSS JOIN LATERAL (
        SELECT * FROM listening_mention m WHERE m.identity_id = asked.id{conditions}
        ORDER BY m.published_at DESC, m.id DESC LIMIT %(most)s) m
    ORDER BY m.published_at DESC, m.id DESC LIMIT %(most)s"""


@tells("mention", narrows=True)
def mentions_of_identities(
    identity_ids: Sequence[int],
    *,
    viewer: User,
    before: datetime | None,
    most: int,
    choice: Choice = EVERYTHING,
) -> list[TimelineEntry]:
    """Newest first; `before` is the time of the oldest entry already shown.

    Nothing for a viewer who may neither read mentions nor answer for data protection.
    """
    if not identity_ids or not (viewer.may("mentions.view") or viewer.may("privacy.manage")):
        return []
    conditions, values = _looked_for(choice, before=before)
    with connection.cursor() as cursor:
        cursor.execute(
            _NEWEST.format(conditions=conditions), {"ids": list(identity_ids), "most": most, **values}
        )
        rows = cursor.fetchall()
    return [
        TimelineEntry(
            at=at,
            channel=channel,
            kind="mention",
            text=f"{title}\n{text}" if title else text,
            by_us=is_ours,
            author_name=author,
            url_name="mention",
            url_args=(pk,),
            sentiment=sentiment,
            language=language,
            ref=f"mention:{pk}",
        )
        for pk, at, channel, title, text, is_ours, author, sentiment, language in rows
    ]


def _looked_for(choice: Choice, *, before: datetime | None) -> tuple[str, dict[str, Any]]:
    """What a filter asks of a mention, and the values it names."""
    asked: dict[str, tuple[str, Any]] = {}
    if before is not None:
        asked["before"] = "m.published_at < %(before)s", before
    if choice.since is not None:
        asked["since"] = "m.published_at >= %(since)s", choice.since
    if choice.channel:
        asked["channel"] = "m.channel = %(channel)s", choice.channel
    if choice.sentiment:
        asked["sentiment"] = "m.sentiment = %(sentiment)s", choice.sentiment.replace("none", "")
    if choice.said_by:
        asked["ours"] = "i.is_ours = %(ours)s", choice.said_by == "us"
    conditions = "".join(f" AND {condition}" for condition, _ in asked.values())
    return conditions, {name: value for name, (_, value) in asked.items()}
