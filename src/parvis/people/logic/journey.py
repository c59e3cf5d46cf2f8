"""The customer's journey: which steps of the way a person has come to, by what they did. Pure.

The house configures its steps: each names the signs that bring somebody to it. A person stands where their
latest sign put them; of two signs in one moment the later step counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parvis.people.logic.touches import BOUGHT, MENTIONED, SAID, Touch

USES_AFTER = timedelta(days=14)
# Sign → what has to have happened, in the order in which a way is gone.
SIGNS = (
    "spoke_of_us",
    "asked_before_buying",
    "bought",
    "uses",
    "asked",
    "bought_again",
    "praised",
    "brought_somebody",
)
DEFAULT_STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("discovers", ("spoke_of_us",)),
    ("considers", ("asked_before_buying",)),
    ("buys", ("bought",)),
    ("uses", ("uses",)),
    ("asks", ("asked",)),
    ("renews", ("bought_again",)),
    ("recommends", ("praised", "brought_somebody")),
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """That a person came to a step."""

    step: str
    at: datetime


def signs_of(
    touches: Sequence[Touch], *, brought: Iterable[datetime] = (), now: datetime
) -> list[tuple[datetime, str]]:
    """(when, sign), ascending. touches: ascending; brought: when somebody came who names them as their referrer."""
    found: list[tuple[datetime, str]] = [(at, "brought_somebody") for at in brought if at <= now]
    bought: list[datetime] = []
    uses_from: datetime | None = None
    for touch in touches:
        if touch.at > now:
            break
        if uses_from is not None and uses_from <= touch.at:
            found.append((uses_from, "uses"))
            uses_from = None
        if touch.kind == BOUGHT:
            is_another_day = bool(bought) and touch.at.date() != bought[-1].date()
            found.append((touch.at, "bought_again" if is_another_day else "bought"))
            bought.append(touch.at)
            uses_from = touch.at + USES_AFTER
        elif touch.kind == MENTIONED and not bought:
            found.append((touch.at, "spoke_of_us"))
        elif touch.kind == SAID:
            found.append((touch.at, "asked" if bought else "asked_before_buying"))
        if (
            touch.kind == MENTIONED
            and bought
            and (touch.sentiment == "positive" or "praise" in touch.intents)
        ):
            found.append((touch.at, "praised"))
    if uses_from is not None and uses_from <= now:
        found.append((uses_from, "uses"))
    return sorted(found)


def way(signs: Sequence[tuple[datetime, str]], steps: Sequence[tuple[str, Sequence[str]]]) -> list[Arrival]:
    """The steps in the order they were come to; a step that is come to again in a row stands once."""
    step_of: Mapping[str, int] = {sign: n for n, (_, wanted) in enumerate(steps) for sign in wanted}
    arrivals: list[Arrival] = []
    ordered = sorted((at, step_of[sign]) for at, sign in signs if sign in step_of)
    for at, number in ordered:
        code = steps[number][0]
        if not arrivals or arrivals[-1].step != code:
            arrivals.append(Arrival(code, at))
    return arrivals


def felt_at(touches: Sequence[Touch], arrivals: Sequence[Arrival]) -> dict[str, dict[str, int]]:
    """step → mood → how often something was said in that mood while standing there; "" is not analysed."""
    felt: dict[str, dict[str, int]] = {}
    stands = 0
    for touch in touches:
        if touch.kind not in (SAID, MENTIONED):
            continue
        while stands < len(arrivals) and arrivals[stands].at <= touch.at:
            stands += 1
        if stands:
            moods = felt.setdefault(arrivals[stands - 1].step, {})
            moods[touch.sentiment] = moods.get(touch.sentiment, 0) + 1
    return felt
