"""The steps of the journey as the house wants them; everybody is placed anew by a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.jobs import enqueue_once
from parvis.people.logic.journey import SIGNS
from parvis.people.models import JourneyStep

MOST_STEPS = 10
PLACE_JOB = "people.place_on_journey"


class StepsRefused(Exception):
    """reason: "none", "too-many", "name", "sign-twice" or "unknown-sign"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WantedStep:
    name_en: str
    name_fr: str
    signs: tuple[str, ...]


def set_steps(steps: Sequence[WantedStep], *, by: Actor, now: datetime) -> None:
    """Replace the steps. Raises StepsRefused."""
    if not steps:
        raise StepsRefused("none")
    if len(steps) > MOST_STEPS:
        raise StepsRefused("too-many")
    if any(not step.name_en.strip() or not step.name_fr.strip() for step in steps):
        raise StepsRefused("name")
    given = [sign for step in steps for sign in step.signs]
    if not set(given) <= set(SIGNS):
        raise StepsRefused("unknown-sign")
    if len(set(given)) < len(given):
        raise StepsRefused("sign-twice")
    with transaction.atomic():
        before = list(JourneyStep.objects.values_list("name_en", flat=True))
        JourneyStep.objects.all().delete()
        JourneyStep.objects.bulk_create(
            JourneyStep(
                code=f"step-{number}", name_en=step.name_en.strip()[:60], name_fr=step.name_fr.strip()[:60],
                position=number, signs=list(step.signs),
            )
            for number, step in enumerate(steps, 1)
        )  # fmt: skip
        after = [step.name_en for step in steps]
        record("journey.changed", by=by, now=now, **changed({"steps": before}, {"steps": after}))
        enqueue_once(PLACE_JOB, lock=PLACE_JOB)
