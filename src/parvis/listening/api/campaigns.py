"""Campaigns: what was done, and what it moved."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Day, Id, Line, Name, examples
from parvis.listening.actions.campaigns import ask_campaign, remove_campaign, save_campaign
from parvis.listening.api.endpoints import ALERTS, ENDPOINTS, FIGURES
from parvis.listening.models import Campaign
from parvis.listening.reads.campaigns import get_campaign, listed_campaigns, newest_result

Figure = Literal["volume", "negative_share", "net_sentiment", "share_of_voice"]
_PROBLEMS = {
    "campaign-days": (409, "It lasts 1 to 366 days and looks back 21 to 365 days."),
    "campaign-name-taken": (409, "Another campaign has this name."),
    "campaign-market": (409, "A share of voice needs a market and a query that is one of its brands."),
    "campaign-controls": (409, "Controls are at most ten other queries."),
    "unknown-query": (409, "One of the queries does not exist."),
}


class Marker(Body):
    day: Day
    label: Line


class CampaignGiven(Body):
    """query_id null: everything that is heard. control_ids: queries that it cannot have moved."""

    name: Name
    first: Day
    last: Day
    query_id: Id | None = None
    measure: Figure = "volume"
    market_id: Id | None = None
    days_before: Annotated[int, Field(ge=21, le=365)] = 90
    control_ids: Annotated[list[Id], Field(max_length=10)] = []
    markers: Annotated[list[Marker], Field(max_length=20)] = []

    model_config = examples({"name": "Spring", "first": "2026-03-02", "last": "2026-03-15", "query_id": 1})


class CampaignOut(Answer):
    """answer: null until it was computed; cannot_tell with its reasons in the answer itself."""

    id: int
    name: str
    first: date
    last: date
    query_id: int | None
    measure: Figure
    market_id: int | None
    days_before: int
    control_ids: list[int]
    markers: list[dict[str, str]]
    answer: Literal["raised", "lowered", "none_seen", "cannot_tell"] | None


class CampaignList(Answer):
    items: list[CampaignOut]


class CampaignAnswer(Answer):
    """versions: query id → version it was computed on. found: average, total and relative effect with intervals,
    days, placebo dates, the gate, suspects, and the reasons where it cannot be told. is_outdated: the campaign was
    changed since.
    """

    at: datetime
    answer: Literal["raised", "lowered", "none_seen", "cannot_tell"]
    is_outdated: bool
    asked: dict[str, Any]
    versions: dict[str, int]
    found: dict[str, Any]


class CampaignAnswered(Answer):
    """result: null until it was computed."""

    result: CampaignAnswer | None


@ENDPOINTS.get("/campaigns", **FIGURES)
def list_campaigns(caller: Caller) -> CampaignList:
    """Every campaign, the newest first, with its answer."""
    return CampaignList(
        items=[
            _campaign(one, result.answer if result else None) for one, result in listed_campaigns(caller.user)
        ]
    )


@ENDPOINTS.post("/campaigns", status=201, problems=_PROBLEMS, **ALERTS)
def create_campaign(caller: Caller, given: CampaignGiven) -> CampaignOut:
    """Enter a campaign; what it moved is computed in a job."""
    return _campaign(save_campaign(None, **_given(given), by=caller.actor, now=caller.now), None)


@ENDPOINTS.put("/campaigns/{campaign_id}", problems=_PROBLEMS, **ALERTS)
def replace_campaign(caller: Caller, campaign_id: Id, given: CampaignGiven) -> CampaignOut:
    """Change it; it is computed anew."""
    found = get_campaign(caller.user, campaign_id)
    return _campaign(save_campaign(found, **_given(given), by=caller.actor, now=caller.now), None)


@ENDPOINTS.delete("/campaigns/{campaign_id}", **ALERTS)
def delete_campaign(caller: Caller, campaign_id: Id) -> None:
    """Take it away with its answers."""
    remove_campaign(get_campaign(caller.user, campaign_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/campaigns/{campaign_id}/answer", **FIGURES)
def get_campaign_answer(caller: Caller, campaign_id: Id) -> CampaignAnswered:
    """What it moved, with its interval, and how far that can be told."""
    campaign = get_campaign(caller.user, campaign_id)
    result = newest_result(campaign)
    if result is None:
        return CampaignAnswered(result=None)
    return CampaignAnswered(
        result=CampaignAnswer.model_validate(
            {
                **{name: getattr(result, name) for name in ("at", "answer", "asked", "versions", "found")},
                "is_outdated": result.at < campaign.changed_at,
            }
        )
    )


@ENDPOINTS.post("/campaigns/{campaign_id}/compute", status=202, **ALERTS)
def compute_campaign_again(caller: Caller, campaign_id: Id) -> None:
    """Compute it anew, on the queries as they are now."""
    ask_campaign(get_campaign(caller.user, campaign_id), now=caller.now)


def _given(given: CampaignGiven) -> dict[str, Any]:
    return {**given.model_dump(), "markers": [(one.day, one.label) for one in given.markers]}


def _campaign(campaign: Campaign, answer: str | None) -> CampaignOut:
    names = [name for name in CampaignOut.model_fields if name != "answer"]
    return CampaignOut.model_validate({**{name: getattr(campaign, name) for name in names}, "answer": answer})
