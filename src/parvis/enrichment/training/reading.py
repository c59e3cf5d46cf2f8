"""Texts as the run-time model reads them."""

from collections.abc import Sequence

from parvis.enrichment.logic.features import read_batch
from parvis.enrichment.logic.model import Reading, read_features
from parvis.enrichment.logic.normalise import join_texts
from parvis.enrichment.logic.wordlists import count_judgements


def read_texts(texts: Sequence[str]) -> Reading:
    batch = read_batch(join_texts(texts))
    return read_features(batch, count_judgements(batch))
