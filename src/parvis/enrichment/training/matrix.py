"""Texts as the sparse matrix that the run-time model reads: the same features, with their weights."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]

from parvis.enrichment.logic.features import TABLE_SIZE
from parvis.enrichment.logic.model import KIND_WEIGHTS, KINDS, Floats, Reading
from parvis.enrichment.training.reading import read_texts


def hashed_matrix(reading: Reading) -> sparse.csr_matrix:
    count = len(reading.batch.starts)
    kinds = [sparse.csr_matrix((count, TABLE_SIZE), dtype=np.float32) for _ in KIND_WEIGHTS]
    for group, kind in zip(reading.groups, KINDS, strict=True):
        sizes = group.ends - group.starts
        edges = np.concatenate(([0], np.cumsum(sizes)))
        at = np.repeat(group.starts - edges[:-1], sizes) + np.arange(edges[-1])
        ones = np.ones(len(at), dtype=np.float32)
        kinds[kind] = kinds[kind] + sparse.csr_matrix(
            (ones, group.rows[at].astype(np.int64), edges), shape=(count, TABLE_SIZE)
        )
    hashed = sparse.csr_matrix((count, TABLE_SIZE), dtype=np.float32)
    for matrix, weight in zip(kinds, KIND_WEIGHTS, strict=True):
        total = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1)
        hashed = hashed + sparse.diags((weight / np.sqrt(total)).astype(np.float32)) @ matrix
    return hashed


def feature_matrices(texts: Sequence[str]) -> tuple[sparse.csr_matrix, Floats]:
    """(hashed n-grams, counted features) of the texts; columns as in the model."""
    hashed, counted = [], []
    for start in range(0, len(texts), 512):
        reading = read_texts(texts[start : start + 512])
        hashed.append(hashed_matrix(reading))
        counted.append(np.concatenate([reading.judged, reading.cued], axis=1))
    return sparse.vstack(hashed).tocsr().astype(np.float32), np.vstack(counted)
