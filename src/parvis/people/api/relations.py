"""How the relation with a person goes, and the journey of all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.foundation.clock import utc_now
from parvis.people.actions.journey import MOST_STEPS, StepsRefused, WantedStep, set_steps
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.journey import journey_figures, way_of
from parvis.people.reads.relation import relation_of

STEPS_REFUSED = {"steps-refused": (422, "The steps do not fit together; `reason` says how.")}
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class HealthPart(Answer):
    """One part of relationship health: a fact with its unit, and its rank (100 is best) where it was compared."""

    key: str
    value: float
    n: int
    low: float | None
    high: float | None
    rank: float | None
    weight: float


class ChannelScore(Answer):
    """The chance of an answer within a week of our writing, with its 95 % interval."""

    channel: str
    score: float
    low: float
    high: float
    attempts: float
    answers: float
    begun: float


class JourneyArrival(Answer):
    step: str
    at: datetime


class PersonRelation(Answer):
    """figure: 0 to 100, the weighted mean of the ranks; null where too little is known or comparing is not allowed."""

    figure: float | None
    may_profile: bool
    compared: int
    parts: list[HealthPart]
    missing: list[str]
    channels: list[ChannelScore]
    journey: list[JourneyArrival]


class JourneyStepIn(Body):
    name_en: Name
    name_fr: Name
    signs: Annotated[list[str], Field(max_length=20)] = []


class JourneySteps(Body):
    steps: Annotated[list[JourneyStepIn], Field(min_length=1, max_length=MOST_STEPS)]

    model_config = examples(
        {"steps": [{"name_en": "buys", "name_fr": "achète", "signs": ["bought", "bought_again"]}]}
    )


class JourneyStepOut(Answer):
    """persons: who stand there now; the moods: of what was said by whoever stood there."""

    code: str
    name_en: str
    name_fr: str
    signs: list[str]
    persons: int | None
    arrived_in_month: int | None
    negative: int | None
    neutral: int | None
    positive: int | None
    not_analysed: int | None


class CustomersJourney(Answer):
    steps: list[JourneyStepOut]


@ENDPOINTS.get("/people/{person_id}/relation", permission="people.view", purpose=purpose_of)
def get_person_relation(caller: Caller, person_id: Id) -> PersonRelation:
    """How the relation goes, by declared parts; where the person answers; their steps on the journey."""
    person, now = person_for(caller.user, person_id), utc_now()
    relation = relation_of(person.pk, now=now)
    return PersonRelation(
        figure=relation.figure,
        may_profile=relation.may_profile,
        compared=relation.compared,
        parts=[
            HealthPart(
                key=part.key, value=part.now.value, n=part.now.n, low=part.now.low, high=part.now.high,
                rank=part.rank, weight=part.weight,
            )
            for part in relation.parts
        ],
        missing=relation.missing,
        channels=[ChannelScore.model_validate(one) for one in relation.channels],
        journey=[JourneyArrival.model_validate(one) for one in way_of(person.pk, now=now)],
    )  # fmt: skip


@ENDPOINTS.get("/journey", permission="people.view", purpose=purpose_of)
def get_journey(caller: Caller) -> CustomersJourney:
    """How many customers stand at each step of the journey, and in which mood they spoke there."""
    return _journey()


@ENDPOINTS.put("/journey", permission="people.manage", purpose="service", problems=STEPS_REFUSED)
def replace_journey(caller: Caller, wanted: JourneySteps) -> CustomersJourney:
    """Replace the steps; everybody is counted anew within minutes. Each sign belongs to one step."""
    steps = [WantedStep(step.name_en, step.name_fr, tuple(step.signs)) for step in wanted.steps]
    try:
        set_steps(steps, by=caller.actor, now=utc_now())
    except StepsRefused as refused:
        raise Problem(
            422, "steps-refused", STEPS_REFUSED["steps-refused"][1], reason=refused.reason
        ) from refused
    return _journey()


def _journey() -> CustomersJourney:
    counted = ("persons", "arrived_in_month", "negative", "neutral", "positive", "not_analysed")
    return CustomersJourney(
        steps=[
            JourneyStepOut(
                code=one.step.code, name_en=one.step.name_en, name_fr=one.step.name_fr, signs=list(one.step.signs),
                **{name: getattr(one.figure, name) if one.figure else None for name in counted},
            )
            for one in journey_figures()
        ]
    )  # fmt: skip
