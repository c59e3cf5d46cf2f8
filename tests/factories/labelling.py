"""Sample items and adapters for tests."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

import numpy as np

from parvis.enrichment.logic.labels import label_texts
from parvis.labelling.logic.adapter import CLASSES, Weights, packed
from parvis.labelling.logic.hashed import ROWS
from parvis.labelling.logic.scores import COLUMNS
from parvis.labelling.models import Adapter, SampleItem
from parvis.listening.models import Mention
from tests.factories.channels import NOON

_numbers = count(1)


def make_sample_item(mention: Mention, *, truth: str = "", at: datetime = NOON, **fields: Any) -> SampleItem:
    return SampleItem.objects.create(
        **{
            "kind": "mention",
            "text_id": mention.pk,
            "language": mention.language,
            "source": mention.connection.name,
            "weight": 1,
            "predicted": mention.sentiment,
            "predicted_by": mention.model_version,
            "truth": truth,
            "drawn_at": at,
            "at": at if truth else None,
            **fields,
        }
    )


@cache
def pushing_weights(bias: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> bytes:
    """An adapter that adds the same to every text: easy to tell from the shipped model."""
    return packed(
        Weights(
            rows=np.zeros((ROWS, CLASSES), dtype=np.float16),
            shipped=np.zeros((COLUMNS, CLASSES), dtype=np.float32),
            bias=np.array(bias, dtype=np.float32),
            gate_rows=np.zeros(ROWS, dtype=np.float16),
            gate_bias=10.0,
        )
    )


def make_adapter(*, bias: tuple[float, float, float] = (0.0, 0.0, 0.0), **fields: Any) -> Adapter:
    return Adapter.objects.create(
        **{
            "weights": pushing_weights(bias),
            "base_version": label_texts([""])[0].model_version,
            "last_correction_id": next(_numbers),
            "corrections": 120,
            "f1_before": 0.61,
            "f1_after": 0.66,
            "gain_low": 0.02,
            "gain_high": 0.08,
            "reference_change": -0.001,
            "verdict": Adapter.BETTER,
            "trained_at": NOON,
            **fields,
        }
    )
