"""The label as a control: what is read in a text, and in one click what is right."""

from __future__ import annotations

from typing import Any

from parvis.foundation.web.components.labels import SENTIMENTS
from parvis.labelling.logic.texts import HUMAN, SENTIMENT, VALUES


def control_of(
    kind: str,
    text_id: int,
    sentiment: str,
    probability: float | None,
    model_version: str,
    *,
    may_correct: bool,
    is_short: bool = False,
    origin: str = "",
) -> dict[str, Any]:
    """What the template of one control needs."""
    is_human = model_version == HUMAN
    return {
        "kind": kind,
        "text_id": text_id,
        "sentiment": sentiment,
        "probability": None if is_human else probability,
        "model_version": "" if is_human else model_version,
        "is_human": is_human,
        "may_correct": may_correct,
        "is_short": is_short,
        "origin": origin,
        "choices": choices(sentiment),
    }


def choices(chosen: str = "") -> list[dict[str, Any]]:
    """The values in the order of the keys 1, 2, 3."""
    return [
        {
            "value": value,
            "word": SENTIMENTS[value].word,
            "icon": SENTIMENTS[value].icon,
            "key": number,
            "is_chosen": value == chosen,
        }
        for number, value in enumerate(VALUES[SENTIMENT], start=1)
    ]
