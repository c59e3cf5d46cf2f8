"""The model while it is being trained: its arrays, and the form they are stored in."""

import hashlib
import json
import sys
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from parvis.enrichment.logic.features import TABLE_SIZE
from parvis.enrichment.logic.model import COLUMNS, FEATURES, REST, SENTIMENT, SENTIMENTS, Floats
from parvis.enrichment.logic.network import Network
from parvis.enrichment.training.heads import Doubles, Head

RECIPE = "labels-fr-en-4"
LANGUAGES = ("fr", "en")


def say(name: str, figures: object) -> None:
    sys.stdout.write(f"{name} {json.dumps(figures)}\n")
    sys.stdout.flush()


@dataclass
class Draft:
    """The arrays of the model while its heads are being fitted."""

    rows: dict[str, Doubles]
    featured: Doubles
    from_sentiment: Doubles
    scale: Doubles
    bias: Doubles
    raw_bias: Doubles  # of the heads before calibration
    report: dict[str, object]
    network: Network | None = None

    def put(self, code: str, columns: slice, head: Head, *, scale: Doubles, shift: Doubles) -> None:
        """Final logits are scale · (score + head's bias) + shift."""
        place = LANGUAGES.index(code)
        size = head.weights.shape[0]
        hashed = size >= TABLE_SIZE
        if hashed:
            self.rows[code][:, columns] = head.weights[:TABLE_SIZE]
        rest = head.weights[TABLE_SIZE if hashed else 0 :]
        self.featured[place][:, columns] = rest[:FEATURES]
        if len(rest) > FEATURES:
            moved = slice(columns.start - REST.start, columns.stop - REST.start)
            self.from_sentiment[place][:, moved] = rest[FEATURES:]
        self.scale[place][columns] = scale
        self.raw_bias[place][columns] = head.bias
        self.bias[place][columns] = scale * head.bias + shift

    def head(self, code: str, columns: slice) -> Head:
        """The head as it was put; of heads that do not see the sentiment."""
        place = LANGUAGES.index(code)
        weights = np.vstack([self.rows[code][:, columns], self.featured[place][:, columns]])
        return Head(weights, self.raw_bias[place][columns])

    def told(self, name: str, figures: object) -> None:
        self.report[name] = figures
        say(name, figures)

    def seen_sentiment(self, code: str, hashed: sparse.csr_matrix, counted: Doubles | Floats) -> Doubles:
        """The sentiment's logits as the other labels see them."""
        place = LANGUAGES.index(code)
        raw = np.asarray(
            hashed @ self.rows[code][:, SENTIMENT] + counted @ self.featured[place][:, SENTIMENT]
        )
        return np.asarray(raw - raw.mean(axis=1, keepdims=True))


def empty_draft() -> Draft:
    count = len(COLUMNS)
    return Draft(
        rows={code: np.zeros((TABLE_SIZE, count)) for code in LANGUAGES},
        featured=np.zeros((len(LANGUAGES), FEATURES, count)),
        from_sentiment=np.zeros((len(LANGUAGES), len(SENTIMENTS), count - REST.start)),
        scale=np.ones((len(LANGUAGES), count)),
        bias=np.zeros((len(LANGUAGES), count)),
        raw_bias=np.zeros((len(LANGUAGES), count)),
        report={},
    )


def arrays_of(draft: Draft) -> dict[str, NDArray[np.generic]]:
    """What is stored: eight-bit rows with one step a column, the rest in single precision."""
    steps = np.stack([np.maximum(np.abs(draft.rows[code]).max(axis=0), 1e-9) / 127 for code in LANGUAGES])
    arrays: dict[str, NDArray[np.generic]] = {
        f"rows_{code}": np.round(draft.rows[code] / steps[place]).astype(np.int8)
        for place, code in enumerate(LANGUAGES)
    }
    arrays["row_steps"] = steps.astype(np.float32)
    for name in ("featured", "from_sentiment", "scale", "bias"):
        arrays[name] = getattr(draft, name).astype(np.float32)
    if draft.network is not None:
        words = draft.network.words
        step = np.maximum(np.abs(words).max(axis=0), 1e-9) / 127
        arrays["network_words"] = np.round(words / step).astype(np.int8)
        arrays["network_step"] = step.astype(np.float32)
        for name in ("window", "window_bias", "out", "out_bias"):
            arrays[f"network_{name}"] = getattr(draft.network, name)
    arrays["languages"] = np.array(LANGUAGES)
    return versioned(arrays)


def versioned(arrays: dict[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    """With the version that follows from all the others."""
    named = sorted(name for name in arrays if name != "version")
    digest = hashlib.sha256(b"".join(arrays[name].tobytes() for name in named)).hexdigest()
    return {**arrays, "version": np.array(f"{RECIPE}+{digest[:8]}")}
