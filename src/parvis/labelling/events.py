"""What happened to labels. Ids only: whoever owns the text reads the rest."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class LabelCorrected(Event):
    """A person put a label right, or took that back; the owner of the text shows it.

    model_version is "human" for a person's word; after a withdrawal it names the model that speaks again.
    """

    kind: str
    text_id: int
    label: str
    value: str
    probability: float | None
    model_version: str


@dataclass(frozen=True, slots=True)
class AdapterActivated(Event):
    """Texts are labelled through another adapter from now on; 0: by the shipped model alone."""

    adapter_id: int
