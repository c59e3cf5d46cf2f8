"""The steps of the house, a person's way over them, and how all persons stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, pgettext

from parvis.people.logic.journey import DEFAULT_STEPS, Arrival, signs_of, way
from parvis.people.models import JourneyFigure, JourneyPlace, JourneyStep
from parvis.people.reads.held import held
from parvis.people.reads.touches import brought_by, touches_of


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    name_en: str
    name_fr: str
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepFigures:
    """persons: who stand there; the moods: of what was said by whoever stood there."""

    step: Step
    figure: JourneyFigure | None

    @property
    def said(self) -> int:
        one = self.figure
        return one.negative + one.neutral + one.positive + one.not_analysed if one else 0


_NAMES = {
    "discovers": ("discovers", "découvre"),
    "considers": ("considers", "envisage"),
    "buys": ("buys", "achète"),
    "uses": ("uses", "utilise"),
    "asks": ("asks", "demande de l’aide"),
    "renews": ("renews", "rachète"),
    "recommends": ("recommends", "recommande"),
}


def steps_of_house(written: Iterable[JourneyStep] | None = None) -> list[Step]:
    """Those the house wrote down, else the usual seven. written: its rows, where they are known already."""
    rows = (
        JourneyStep.objects.all()
        if written is None
        else sorted(written, key=lambda one: (one.position, one.pk))
    )
    own = [Step(step.code, step.name_en, step.name_fr, tuple(step.signs)) for step in rows]
    return own or [Step(code, *_NAMES[code], signs) for code, signs in DEFAULT_STEPS]


def step_name(step: Step) -> str:
    """In the reader's language."""
    return step.name_fr if get_language() == "fr" else step.name_en


def way_of(person_id: int, *, now: datetime) -> list[Arrival]:
    """The steps a person came to, oldest first; computed from what is known now."""
    touches, brought = touches_of([person_id])[person_id], brought_by([person_id])[person_id]
    return way(
        signs_of(touches, brought=brought, now=now), [(step.code, step.signs) for step in steps_of_house()]
    )


def place_of(person_id: int) -> str:
    """The name of the step where a person stood last night, in the reader's language; empty: nowhere yet."""
    places: Iterable[JourneyPlace] | None = held((person_id,), "place", JourneyPlace)
    if places is None:
        places = JourneyPlace.objects.filter(person_id=person_id)
    code = next((place.step for place in places), "")
    names = {step.code: step_name(step) for step in steps_of_house(held((person_id,), "step", JourneyStep))}
    return names.get(code, "")


def journey_figures() -> list[StepFigures]:
    """Each step with what was counted last night, in the order of the way."""
    figures = {figure.step: figure for figure in JourneyFigure.objects.all()}
    return [StepFigures(step, figures.get(step.code)) for step in steps_of_house()]


def sign_words() -> dict[str, str]:
    """What brings somebody to a step, for those who configure it."""
    return {
        "spoke_of_us": pgettext("sign of a step", "spoke of us in public before buying"),
        "asked_before_buying": pgettext("sign of a step", "wrote to us before buying"),
        "bought": pgettext("sign of a step", "bought for the first time"),
        "uses": pgettext("sign of a step", "two weeks have passed since a purchase"),
        "asked": pgettext("sign of a step", "wrote to us after buying"),
        "bought_again": pgettext("sign of a step", "bought again on another day"),
        "praised": pgettext("sign of a step", "praised us in public after buying"),
        "brought_somebody": pgettext("sign of a step", "brought somebody who became a customer"),
    }
