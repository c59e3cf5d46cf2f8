"""Where a saved query finds what it looks for, in the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parvis.listening.logic.marks import pieces
from parvis.listening.logic.posts import stored_post
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.parse import parse
from parvis.listening.models import Mention, Query
from parvis.listening.reads.intake import named_texts
from parvis.listening.reads.mentions import CHARACTERS_SHOWN, Row


def marked_by_query(rows: Sequence[Row], query: Query) -> list[Row]:
    """The same rows, marked where the query as it stands now finds something in the words that are shown.

    A query that names one which was removed marks nothing; what it found before is still listed.
    """
    try:
        node = parse(query.text, named=named_texts())
    except QueryError:
        return list(rows)
    matcher = Matcher()
    matcher.add(query.pk, node)
    found = []
    for row in rows:
        spans = matcher.spans(query.pk, stored_post(_fields(row.mention)))
        inside = [(start, end) for field, start, end in spans if field == "text"]
        found.append(replace(row, pieces=pieces(row.mention.text[:CHARACTERS_SHOWN], inside)))
    return found


def _fields(mention: Mention) -> tuple[object, ...]:
    author = mention.identity
    return (
        mention.pk, mention.text, mention.title, author.handle if author else "", author.display_name if author else "",
        mention.url, mention.channel, mention.language, mention.country, mention.followers, mention.engagement,
        mention.is_repost, mention.sentiment, mention.intents, mention.published_at,
    )  # fmt: skip
