"""Labels put right, and what Parvis learns from it, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.foundation.jobs import enqueue_once
from parvis.labelling.actions.adapters import activate_adapter, use_shipped_model
from parvis.labelling.actions.correct import correct_label, withdraw_correction
from parvis.labelling.actions.relabel import start_relabelling
from parvis.labelling.logic.texts import SENTIMENT
from parvis.labelling.models import Adapter
from parvis.labelling.reads.sources import get_text

ENDPOINTS = Endpoints(
    "Labels", explain="What the machine read in a text put right by people, and what is learned from that."
)
CORRECT = {"permission": "labels.correct", "purpose": "service"}
DECIDE = {"permission": "labels.manage", "purpose": "listening"}


class SentimentWanted(Body):
    value: Literal["negative", "neutral", "positive"]

    model_config = examples({"value": "negative"})


class LabelOut(Answer):
    kind: Literal["mention", "message"]
    text_id: int
    sentiment: str
    sentiment_probability: float | None
    model_version: str


class AdapterOut(Answer):
    """What was learned from corrections, measured on some that were held out."""

    id: int
    base_version: str
    corrections: int
    f1_before: float
    f1_after: float
    gain_low: float
    gain_high: float
    reference_change: float
    verdict: str
    is_active: bool
    trained_at: datetime


class AdapterList(Answer):
    items: list[AdapterOut]


class Begun(Answer):
    """Of work in the background. is_new: it was not waiting already."""

    is_new: bool


@ENDPOINTS.put("/mentions/{mention_id}/sentiment", **CORRECT)
def correct_mention_sentiment(caller: Caller, mention_id: Id, given: SentimentWanted) -> LabelOut:
    """Say what stands in a mention; saying what stands there already confirms it."""
    return _corrected(caller, "mention", mention_id, given.value)


@ENDPOINTS.delete("/mentions/{mention_id}/sentiment", **CORRECT)
def withdraw_mention_correction(caller: Caller, mention_id: Id) -> None:
    """Take a person's word back: the machine speaks again."""
    withdraw_correction(
        get_text(caller.user, "mention", mention_id), label=SENTIMENT, by=caller.user, now=caller.now
    )


@ENDPOINTS.put("/messages/{message_id}/sentiment", **CORRECT)
def correct_message_sentiment(caller: Caller, message_id: Id, given: SentimentWanted) -> LabelOut:
    """The same for a message of a customer."""
    return _corrected(caller, "message", message_id, given.value)


@ENDPOINTS.delete("/messages/{message_id}/sentiment", **CORRECT)
def withdraw_message_correction(caller: Caller, message_id: Id) -> None:
    """Take a person's word back: the machine speaks again."""
    withdraw_correction(
        get_text(caller.user, "message", message_id), label=SENTIMENT, by=caller.user, now=caller.now
    )


@ENDPOINTS.get("/labels/adapters", permission="labels.correct")
def list_adapters(caller: Caller) -> AdapterList:
    """What was learned so far, the newest first, fifty at most."""
    found = Adapter.objects.defer("weights").order_by("-trained_at", "-pk")[:50]
    return AdapterList(items=[AdapterOut.model_validate(one) for one in found])


@ENDPOINTS.post("/labels/train", permission="labels.manage", status=202)
def train_labels(caller: Caller) -> Begun:
    """Learn from the corrections, in the background."""
    return Begun(is_new=enqueue_once("labelling.train", lock="labelling.train"))


@ENDPOINTS.post("/labels/relabel", status=202, **DECIDE)
def relabel_stored_texts(caller: Caller) -> Begun:
    """Label what is stored by what is in force now, in the background, in place of a pass that still runs."""
    return Begun(is_new=bool(start_relabelling(now=caller.now)))


@ENDPOINTS.post("/labels/adapters/{adapter_id}/activate", **DECIDE)
def activate_one_adapter(caller: Caller, adapter_id: Id) -> AdapterOut:
    """Label by what was learned then; stored texts follow in the background."""
    found = Adapter.objects.defer("weights").filter(pk=adapter_id).first()
    if found is None:
        raise not_found()
    activate_adapter(found, by=caller.actor, now=caller.now)
    return AdapterOut.model_validate(Adapter.objects.defer("weights").get(pk=found.pk))


@ENDPOINTS.post("/labels/use-shipped-model", **DECIDE)
def label_by_shipped_model(caller: Caller) -> Begun:
    """Put aside what was learned; stored texts follow in the background."""
    return Begun(is_new=use_shipped_model(by=caller.actor, now=caller.now))


def _corrected(caller: Caller, kind: Literal["mention", "message"], text_id: int, value: str) -> LabelOut:
    correct_label(get_text(caller.user, kind, text_id), label=SENTIMENT, to=value, by=caller.user, now=caller.now)
    text = get_text(caller.user, kind, text_id)
    return LabelOut(
        kind=kind,
        text_id=text.id,
        sentiment=text.sentiment,
        sentiment_probability=text.sentiment_probability,
        model_version=text.model_version,
    )
