"""What is said publicly, for programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Id, Listed, Typed
from parvis.listening.api.endpoints import ENDPOINTS, READ
from parvis.listening.api.filters import by_filters
from parvis.listening.logic.net_sentiment import net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Mention, Query
from parvis.listening.permissions import get_mention
from parvis.listening.reads.counts import counts_of, counts_over_time, facets_of
from parvis.listening.reads.facets import facet_table
from parvis.listening.reads.mentions import page_of_mentions
from parvis.listening.reads.topics import topics_of


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


class FacetValue(Answer):
    value: str
    label: str
    mentions: int


class FacetOut(Answer):
    """name: the filter that takes a value. read: among how many of the newest it was counted, 0: among all."""

    name: str
    read: int
    values: list[FacetValue]


class FacetsOut(Answer):
    items: list[FacetOut]


class TopicOut(Answer):
    """posts and share: of the sample that was read, by the rule of `topic`, reposts and copies left out."""

    topic: str = Field(description="Give it as the filter `topic` to get its posts.")
    name: str
    terms: list[str]
    posts: int
    share: float | None
    share_low: float | None
    share_high: float | None
    counts: Counts


class RisingTerm(Answer):
    phrase: str
    posts: int


class TopicsOut(Answer):
    """rising: terms in more posts of the sample than in that of the period before, surely."""

    read: int
    items: list[TopicOut]
    rising: list[RisingTerm]


# Filters have other names where they take an id.
_PARAMETERS = {"source": "connection_id", "query": "query_id"}


@ENDPOINTS.get("/mentions", **READ)
@by_filters
def list_mentions(
    caller: Caller,
    selection: Selection,
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> MentionPageOut:
    """Posts of a period, the newest first.

    sentiment: analysed means any of the three, none means not analysed. brand, language, site, country: none means
    that none is said.
    """
    page = page_of_mentions(caller.user, selection, after=key_of(cursor), most=limit)
    return MentionPageOut(
        items=[_mention(row.mention) for row in page.rows], next_cursor=cursor_of(page.next_key)
    )


@ENDPOINTS.get("/mentions/counts", **READ)
@by_filters
def count_mentions(caller: Caller, selection: Selection) -> MentionCounts:
    """How many posts of which sentiment: in all, over time, and by channel, source, brand and language."""
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


@ENDPOINTS.get("/mentions/facets", **READ)
@by_filters
def divide_mentions(caller: Caller, selection: Selection) -> FacetsOut:
    """By what posts divide, as beside the list on the screen; each value is one for the filter of its name."""
    table = facet_table(caller.user, selection, queries=list(Query.objects.filter(removed_at=None)))
    return FacetsOut(
        items=[
            FacetOut(
                name=_PARAMETERS.get(name, name),
                read=facet.read,
                values=[FacetValue(value=value, label=label, mentions=n) for value, label, n in facet.values],
            )
            for name, facet in table.facets.items()
        ]
    )


@ENDPOINTS.get("/mentions/topics", **READ)
@by_filters
def list_topics(caller: Caller, selection: Selection) -> TopicsOut:
    """What posts are about: topics of a sample, each with the rule that says which posts are of it."""
    found = topics_of(caller.user, replace(selection, topic=""))
    return TopicsOut(
        read=found.read,
        items=[
            TopicOut(
                topic=one.rule.written,
                name=one.name,
                terms=list(one.terms),
                posts=one.posts,
                share=one.share.value if one.share else None,
                share_low=one.share.low if one.share else None,
                share_high=one.share.high if one.share else None,
                counts=Counts.model_validate(one.counts),
            )
            for one in found.topics
        ],
        rising=[RisingTerm(phrase=term.phrase, posts=term.posts) for term in found.rising],
    )


@ENDPOINTS.get("/mentions/{mention_id}", **READ)
def get_one_mention(caller: Caller, mention_id: Id) -> MentionOut:
    """One post."""
    return _mention(get_mention(caller.user, mention_id))


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
