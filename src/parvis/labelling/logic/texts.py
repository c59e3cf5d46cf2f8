"""What labelling knows of the texts that other capabilities own: a kind, an id, and what stands beside it.

An owner offers one TextSource in the plug list LABELLED_TEXTS. Labelling keeps no copy of any text: it asks
here for the words when it learns, measures, or labels anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SENTIMENT = "sentiment"
VALUES = {SENTIMENT: ("negative", "neutral", "positive")}
HUMAN = "human"  # the model version of a label that a person gave


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text as its owner holds it. `source` names where it came from, as people call it."""

    kind: str
    id: int
    text: str
    language: str
    source: str
    sentiment: str
    sentiment_probability: float | None
    model_version: str
    at: datetime
    url: str = ""

    @property
    def is_human(self) -> bool:
        return self.model_version == HUMAN


@dataclass(frozen=True, slots=True)
class NewLabel:
    """What a machine says of a text now."""

    id: int
    sentiment: str
    sentiment_probability: float | None
    model_version: str


@dataclass(frozen=True, slots=True)
class TextSource:
    """How one kind of text is reached. Only texts that the machine labels are offered.

    visible: those of the ids that the account may read · texts: the same without an account, for jobs ·
    newest: the most recent analysed ones, for choosing what to ask · after: in order of id, for going
    through all · last_id: where that ends · relabel: write what a machine says, never over a person's word;
    returns how many rows changed.
    """

    kind: str
    name: Any
    visible: Callable[[Any, Sequence[int]], list[LabelledText]]
    texts: Callable[[Sequence[int]], list[LabelledText]]
    newest: Callable[[int], list[LabelledText]]
    after: Callable[[int, int], list[LabelledText]]
    last_id: Callable[[], int]
    relabel: Callable[[Sequence[NewLabel]], int]
