"""Markets, and the share of voice in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Day, Id, Name, examples
from parvis.foundation.logic.intervals import Estimate
from parvis.listening.actions.markets import remove_market, save_market
from parvis.listening.api.endpoints import ENDPOINTS, FIGURES, MANAGE
from parvis.listening.api.queries import period_of
from parvis.listening.models import Market
from parvis.listening.reads.figures import share_of_voice
from parvis.listening.reads.queries import get_market, listed_markets

_PROBLEMS = {
    "market-empty": (409, "A market has at least two brands."),
    "market-name-taken": (409, "Another market has this name."),
    "unknown-query": (409, "One of the queries does not exist."),
}


class MarketGiven(Body):
    """query_ids: the brands, in the order in which they are shown; ours: which of them are our own."""

    name: Name
    query_ids: Annotated[list[Id], Field(max_length=50)]
    ours: Annotated[list[Id], Field(max_length=50)] = []

    model_config = examples({"name": "Electric bicycles", "query_ids": [1, 2, 3], "ours": [1]})


class MarketOut(Answer):
    id: int
    name: str
    query_ids: list[int]
    ours: list[int]


class MarketList(Answer):
    items: list[MarketOut]


class ShareOut(Answer):
    """A share or an index with its 95 % interval, null where the data allows none; n is what it rests on."""

    value: float
    low: float | None
    high: float | None
    n: int


class BrandOut(Answer):
    query_id: int
    name: str
    is_ours: bool
    mentions: int
    negative: int
    neutral: int
    positive: int
    not_analysed: int
    engagement: int
    authors: ShareOut = Field(description="Distinct authors; by sketches, standard error 1.6 %.")
    share_of_mentions: ShareOut | None
    share_of_authors: ShareOut | None
    share_of_engagement: ShareOut | None
    net_sentiment: ShareOut | None = Field(description="In points, over all analysed mentions.")
    net_sentiment_over_polar: float | None = Field(description="Over positive and negative ones only.")
    notoriety: ShareOut | None = Field(description="Authors over the median of the market's brands.")
    notoriety_percentile: float | None
    over_time: list[int | None] = Field(description="Null: nothing was heard at all, a gap.")


class ShareOfVoiceOut(Answer):
    """once: copies of a text were counted with their first only. gaps: days without any data."""

    market_id: int
    name: str
    once: bool
    days: int
    gaps: int
    brands: list[BrandOut]


@ENDPOINTS.get("/markets", **FIGURES)
def list_markets(caller: Caller) -> MarketList:
    """Every declared market."""
    return MarketList(items=[_market(one) for one in listed_markets(caller.user)])


@ENDPOINTS.post("/markets", status=201, problems=_PROBLEMS, **MANAGE)
def create_market(caller: Caller, given: MarketGiven) -> MarketOut:
    """Declare which brands are compared."""
    return _market(
        save_market(
            None, name=given.name, query_ids=given.query_ids, ours=given.ours, by=caller.actor, now=caller.now
        )
    )


@ENDPOINTS.put("/markets/{market_id}", problems=_PROBLEMS, **MANAGE)
def replace_market(caller: Caller, market_id: Id, given: MarketGiven) -> MarketOut:
    """Change its name and its brands."""
    found = get_market(caller.user, market_id)
    return _market(
        save_market(
            found,
            name=given.name,
            query_ids=given.query_ids,
            ours=given.ours,
            by=caller.actor,
            now=caller.now,
        )
    )


@ENDPOINTS.delete("/markets/{market_id}", **MANAGE)
def delete_market(caller: Caller, market_id: Id) -> None:
    """Compare no more; the queries stay."""
    remove_market(get_market(caller.user, market_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/markets/{market_id}/share-of-voice", **FIGURES)
def get_share_of_voice(
    caller: Caller, market_id: Id, first: Day | None = None, last: Day | None = None, once: bool | None = None
) -> ShareOfVoiceOut:
    """Each brand's share of what is said in the market, by mentions, distinct authors and engagement."""
    told = share_of_voice(caller.user, get_market(caller.user, market_id), period_of(first, last), once=once)
    return ShareOfVoiceOut(
        market_id=told.market_id,
        name=told.name,
        once=told.once,
        days=told.coverage.days,
        gaps=told.coverage.gaps,
        brands=[
            BrandOut(
                query_id=one.query_id,
                name=one.name,
                is_ours=one.is_ours,
                mentions=one.counts.total,
                negative=one.counts.negative,
                neutral=one.counts.neutral,
                positive=one.counts.positive,
                not_analysed=one.counts.not_analysed,
                engagement=one.engagement,
                authors=ShareOut.model_validate(one.authors.estimate),
                share_of_mentions=_share(one.share_of_mentions),
                share_of_authors=_share(one.share_of_authors),
                share_of_engagement=_share(one.share_of_engagement),
                net_sentiment=ShareOut.model_validate(one.net) if one.net else None,
                net_sentiment_over_polar=one.net.over_polar if one.net else None,
                notoriety=_share(one.notoriety.index),
                notoriety_percentile=one.notoriety.percentile,
                over_time=list(one.over_time),
            )
            for one in told.brands
        ],
    )


def _share(estimate: Estimate | None) -> ShareOut | None:
    return ShareOut.model_validate(estimate) if estimate else None


def _market(one: Market) -> MarketOut:
    brands = list(one.brands.all())
    return MarketOut(
        id=one.pk,
        name=one.name,
        query_ids=[brand.query_id for brand in brands],
        ours=[brand.query_id for brand in brands if brand.is_ours],
    )
