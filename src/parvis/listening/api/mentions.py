"""What is said publicly, for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Day, Id, Listed, Typed
from parvis.listening.api.endpoints import ENDPOINTS, READ
from parvis.listening.logic.net_sentiment import net_sentiment
from parvis.listening.logic.selection import Selection, selection_asked
from parvis.listening.models import Mention
from parvis.listening.permissions import get_mention
from parvis.listening.reads.counts import counts_of, counts_over_time, facets_of
from parvis.listening.reads.mentions import page_of_mentions

First = Annotated[Day | None, Field(description="First day of the period; default 30 days up to today.")]
Last = Annotated[Day | None, Field(description="Last day of the period, included.")]
SentimentName = Literal["", "negative", "neutral", "positive", "analysed", "none"]


class Author(Answer):
    identity_id: int
    handle: str
    display_name: str


class MentionOut(Answer):
    id: int
    connection_id: int
    source: str
    external_id: str
    author: Author | None
    channel: str
    title: str
    text: str
    url: str
    site: str
    brand: str
    country: str
    published_at: datetime
    received_at: datetime
    followers: int | None
    engagement: int | None
    is_repost: bool
    language: str
    language_probability: float | None
    sentiment: str = Field(description="Empty: not analysed.")
    sentiment_probability: float | None
    model_version: str
    emotion: str = Field(description="Empty: not analysed; none: analysed, and without one.")
    intents: list[str]
    is_repeat: bool = Field(description="Another post said the same before.")


class MentionPageOut(Listed):
    items: list[MentionOut]


class Counts(Answer):
    negative: int
    neutral: int
    positive: int
    not_analysed: int
    total: int


class NetSentiment(Answer):
    """(positive − negative) per hundred analysed posts, with its 95 % interval; n is what it rests on."""

    value: float
    low: float
    high: float
    n: int


class Slice(Answer):
    value: str
    label: str
    counts: Counts


class BucketCounts(Answer):
    first: date
    last: date
    counts: Counts


class MentionCounts(Answer):
    first: date
    last: date
    counts: Counts
    net_sentiment: NetSentiment | None
    over_time: list[BucketCounts]
    by_channel: list[Slice]
    by_source: list[Slice]
    by_brand: list[Slice]
    by_language: list[Slice]


@ENDPOINTS.get("/mentions", **READ)
def list_mentions(
    caller: Caller,
    first: First = None,
    last: Last = None,
    q: Annotated[str, Field(max_length=200)] = "",
    sentiment: SentimentName = "",
    channel: Annotated[str, Field(max_length=40)] = "",
    brand: Annotated[str, Field(max_length=200)] = "",
    language: Annotated[str, Field(max_length=20)] = "",
    connection_id: Id | None = None,
    identity_id: Id | None = None,
    query_id: Id | None = None,
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> MentionPageOut:
    """Posts of a period, the newest first.

    sentiment: analysed means any of the three, none means not analysed. brand, language: none means that none is said.
    """
    selection = _selection(
        first, last, q, sentiment, channel, brand, language, connection_id, identity_id, query_id
    )
    page = page_of_mentions(caller.user, selection, after=key_of(cursor), most=limit)
    return MentionPageOut(
        items=[_mention(row.mention) for row in page.rows], next_cursor=cursor_of(page.next_key)
    )


@ENDPOINTS.get("/mentions/counts", **READ)
def count_mentions(
    caller: Caller,
    first: First = None,
    last: Last = None,
    q: Annotated[str, Field(max_length=200)] = "",
    sentiment: SentimentName = "",
    channel: Annotated[str, Field(max_length=40)] = "",
    brand: Annotated[str, Field(max_length=200)] = "",
    language: Annotated[str, Field(max_length=20)] = "",
    connection_id: Id | None = None,
    identity_id: Id | None = None,
    query_id: Id | None = None,
) -> MentionCounts:
    """How many posts of which sentiment: in all, over time, and by channel, source, brand and language."""
    selection = _selection(
        first, last, q, sentiment, channel, brand, language, connection_id, identity_id, query_id
    )
    counts, facets = counts_of(caller.user, selection), facets_of(caller.user, selection)
    net = net_sentiment(counts)
    return MentionCounts(
        first=selection.period.first,
        last=selection.period.last,
        counts=Counts.model_validate(counts),
        net_sentiment=NetSentiment(value=net.value, low=net.low, high=net.high, n=counts.analysed)
        if net
        else None,
        over_time=[
            BucketCounts(first=bucket.first, last=bucket.last, counts=Counts.model_validate(each))
            for bucket, each in zip(
                selection.period.buckets, counts_over_time(caller.user, selection), strict=True
            )
        ],
        by_channel=[Slice.model_validate(one) for one in facets.channels],
        by_source=[Slice.model_validate(one) for one in facets.sources],
        by_brand=[Slice.model_validate(one) for one in facets.brands],
        by_language=[Slice.model_validate(one) for one in facets.languages],
    )


@ENDPOINTS.get("/mentions/{mention_id}", **READ)
def get_one_mention(caller: Caller, mention_id: Id) -> MentionOut:
    """One post."""
    return _mention(get_mention(caller.user, mention_id))


def _selection(
    first: date | None,
    last: date | None,
    q: str,
    sentiment: str,
    channel: str,
    brand: str,
    language: str,
    connection_id: int | None,
    identity_id: int | None,
    query_id: int | None,
) -> Selection:
    """As the address of the page says it; days are counted in the installation's own zone."""
    given = {
        "from": first.isoformat() if first else "",
        "to": last.isoformat() if last else "",
        "q": q,
        "sentiment": sentiment,
        "channel": channel,
        "brand": brand,
        "language": language,
        "source": str(connection_id or ""),
        "author": str(identity_id or ""),
        "query": str(query_id or ""),
    }
    zone = timezone.get_default_timezone()
    return selection_asked(given, today=timezone.localdate(timezone=zone), zone=zone)


def _mention(one: Mention) -> MentionOut:
    plain = {name: getattr(one, name) for name in MentionOut.model_fields if name not in ("source", "author")}
    author = one.identity
    return MentionOut(
        **plain,
        source=one.connection.name,
        author=Author(identity_id=author.pk, handle=author.handle, display_name=author.display_name)
        if author
        else None,
    )
