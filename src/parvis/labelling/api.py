"""Labels put right, and what Parvis learns from it, for programs."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal

from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.foundation.jobs import enqueue_once
from parvis.foundation.logic.intervals import Estimate
from parvis.labelling.actions.adapters import activate_adapter, use_shipped_model
from parvis.labelling.actions.correct import correct_label, withdraw_correction
from parvis.labelling.actions.relabel import start_relabelling
from parvis.labelling.actions.sample import draw_sample, judge_sample_item
from parvis.labelling.logic.texts import SENTIMENT
from parvis.labelling.models import Adapter, SampleItem
from parvis.labelling.reads.cards import sample_cards
from parvis.labelling.reads.quality import Part, sample_quality
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


class Drawn(Answer):
    texts: int


class SampleText(Answer):
    """A drawn text that waits for its label. What the machine says is not told: it would be repeated."""

    id: int
    kind: Literal["mention", "message"]
    text_id: int
    language: str
    text: str


class SampleTexts(Answer):
    items: list[SampleText]


class SampleWord(Body):
    """null: nobody can tell, and the text is left out."""

    value: Literal["negative", "neutral", "positive"] | None

    model_config = examples({"value": "neutral"})


class SampleJudged(Answer):
    id: int
    value: str | None


class MeasuredShare(Answer):
    """A share from 0 to 1 with its 95 % interval; null where there is too little for one."""

    value: float
    low: float | None
    high: float | None


class QualityPart(Answer):
    name: str
    labelled: int
    accuracy: MeasuredShare | None
    macro_f1: MeasuredShare | None


class QualityOut(Answer):
    """confusion: rows are what people said (negative, neutral, positive), columns what the machine said."""

    drawn: int
    labelled: int
    accuracy: MeasuredShare | None
    macro_f1: MeasuredShare | None
    confusion: list[list[int]]
    languages: list[QualityPart]
    sources: list[QualityPart]


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


@ENDPOINTS.post("/labels/sample", permission="labels.manage", purpose="service")
def draw_label_sample(caller: Caller) -> Drawn:
    """Draw a hundred further texts by chance, to be labelled by people, from which quality is measured."""
    return Drawn(texts=draw_sample(now=caller.now, seed=secrets.randbits(32)))


@ENDPOINTS.get("/labels/sample", **CORRECT)
def list_label_sample(caller: Caller) -> SampleTexts:
    """Drawn texts that wait for their label, twenty at most, as far as the account may read them."""
    return SampleTexts(
        items=[
            SampleText(id=item.pk, kind=text.kind, text_id=text.id, language=text.language, text=text.text)  # type: ignore[arg-type]
            for item, text in sample_cards(caller.user)
        ]
    )


@ENDPOINTS.put("/labels/sample/{item_id}", **CORRECT)
def judge_label_sample(caller: Caller, item_id: Id, given: SampleWord) -> SampleJudged:
    """Say what a drawn text is, as a person who read it. Nothing is learned from it: it measures."""
    item = SampleItem.objects.filter(pk=item_id).first()
    if item is None:
        raise not_found()
    text = get_text(caller.user, item.kind, item.text_id)
    judge_sample_item(item, text, value=given.value or "", by=caller.user, now=caller.now)
    return SampleJudged(id=item.pk, value=given.value)


@ENDPOINTS.get("/labels/quality", permission="labels.correct", purpose="listening")
def read_label_quality(caller: Caller) -> QualityOut:
    """How good the sentiments in force are, measured on the house's own sample."""
    sample = sample_quality()
    whole = sample.whole
    return QualityOut(
        drawn=sample.drawn,
        labelled=sample.labelled,
        accuracy=_figure(whole.accuracy if whole else None),
        macro_f1=_figure(whole.macro_f1 if whole else None),
        confusion=[list(row) for row in whole.confusion] if whole else [],
        languages=[_part(part) for part in sample.languages],
        sources=[_part(part) for part in sample.sources],
    )


def _figure(estimate: Estimate | None) -> MeasuredShare | None:
    return None if estimate is None else MeasuredShare(value=estimate.value, low=estimate.low, high=estimate.high)


def _part(part: Part) -> QualityPart:
    quality = part.quality
    return QualityPart(
        name=part.name,
        labelled=part.n,
        accuracy=_figure(quality.accuracy if quality else None),
        macro_f1=_figure(quality.macro_f1 if quality else None),
    )


def _corrected(caller: Caller, kind: Literal["mention", "message"], text_id: int, value: str) -> LabelOut:
    correct_label(
        get_text(caller.user, kind, text_id), label=SENTIMENT, to=value, by=caller.user, now=caller.now
    )
    text = get_text(caller.user, kind, text_id)
    return LabelOut(
        kind=kind,
        text_id=text.id,
        sentiment=text.sentiment,
        sentiment_probability=text.sentiment_probability,
        model_version=text.model_version,
    )
