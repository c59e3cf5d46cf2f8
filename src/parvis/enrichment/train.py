"""Train every head: `python -m parvis.enrichment.train --data DIR` (what `make train` runs).

Deterministic: same data and versions, same weights. Needs the extra `train`; nothing of it is imported at
run time. Only weights leave: no training text is stored. Validation parts never train; every figure printed
from folds is of texts that the fold's head did not see.
"""

import argparse
import hashlib
import io
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from parvis.enrichment.logic.features import TABLE_SIZE
from parvis.enrichment.logic.model import (
    COLUMNS,
    EMOTION,
    EMOTIONAL,
    FEATURES,
    HATEFUL,
    INTENT,
    INTENTS,
    OFFENSIVE,
    REST,
    SENTIMENT,
    SENTIMENTS,
    Floats,
)
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.heads import (
    Doubles,
    Head,
    calibration_error,
    confusion,
    equal_weights,
    fit_head,
    fit_platt,
    fit_temperature,
    folds,
    macro,
    one_hot,
)
from parvis.enrichment.training.matrix import feature_matrices

RECIPE = "labels-fr-en-2"
LANGUAGES = ("fr", "en")
WEIGHTS = Path(__file__).parent / "weights" / "labels.npz"
NEUTRAL_FOR_EMOTION = 3_000  # posts of no emotion beside the 3,256 of one
WEAK_NEGATIVES = 600  # posts on other matters, taken to be no complaint and no threat to leave
FEW = 20  # texts that hold, under which a language borrows the calibration of both
ALLOWED_ERROR = 0.03  # of calibration, for the sake of the decision at one half
CALM_SHIFT = 1.1  # log odds towards an emotion: "none" is said when it is three times as likely
SEED = 7


def _say(name: str, figures: object) -> None:
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
    report: dict[str, object]

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
        self.bias[place][columns] = scale * head.bias + shift

    def told(self, name: str, figures: object) -> None:
        self.report[name] = figures
        _say(name, figures)

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
        report={},
    )


def side_by_side(*parts: sparse.csr_matrix | Doubles | Floats) -> sparse.csr_matrix:
    return sparse.hstack([sparse.csr_matrix(part) for part in parts]).tocsr()


def _spread(values: list[float]) -> list[float]:
    return [round(float(np.mean(values)), 1), round(float(np.std(values)), 1)]


def one_of_many(
    features: sparse.csr_matrix,
    labels: NDArray[np.int64],
    classes: int,
    *,
    count: int,
    seeds: tuple[int, ...],
    strength: float = 1.0,
) -> tuple[Head, float, dict[str, object]]:
    """Head, temperature and fold figures where exactly one class holds; classes weighed equally."""
    weights, targets = equal_weights(labels), one_hot(labels, classes)
    f1s, recalls, temperatures, errors = [], [], [], []
    table = np.zeros((classes, classes), dtype=int)
    for seed in seeds:
        scores = np.zeros((len(labels), classes))
        for inside, outside in folds(labels, count=count, seed=seed):
            head = fit_head(features[inside], targets[inside], weights=weights[inside], strength=strength)
            scores[outside] = head.scores(features[outside])
            f1, recall = macro(labels[outside], scores[outside].argmax(axis=1), classes)
            f1s.append(f1)
            recalls.append(recall)
        temperatures.append(fit_temperature(scores, labels, weights))
        scaled = np.exp(scores / temperatures[-1] - (scores / temperatures[-1]).max(axis=1, keepdims=True))
        chances = scaled / scaled.sum(axis=1, keepdims=True)
        errors.append(calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels))
        table += np.array(confusion(labels, scores.argmax(axis=1), classes))
    figures: dict[str, object] = {
        "rows": len(labels),
        "macro_f1": _spread(f1s),
        "macro_recall": _spread(recalls),
        "calibration_error": round(float(np.mean(errors)), 3),
        "confusion": (table // len(seeds)).tolist(),
    }
    head = fit_head(features, targets, weights=weights, strength=strength)
    return head, float(np.mean(temperatures)), figures


@dataclass(frozen=True, slots=True)
class Folded:
    """A label that holds or not: its head, and what the folds said of texts they had not seen."""

    head: Head
    labels: NDArray[np.int64]
    scores: list[Doubles]  # one array a seed
    parts: list[list[NDArray[np.int64]]]  # rows outside each fold, one list a seed

    def calibrated(
        self, asked: NDArray[np.bool_] | None = None
    ) -> tuple[Doubles, Doubles, dict[str, object]]:
        """Scale, shift and figures, taken from the rows asked for; the others only trained."""
        rows = np.ones(len(self.labels), dtype=bool) if asked is None else asked
        labels = self.labels[rows]
        f1s, errors, areas, fits = [], [], [], []
        table = np.zeros((2, 2), dtype=int)
        for scores, parts in zip(self.scores, self.parts, strict=True):
            slope, shift = fit_platt(scores[rows], labels)
            shift += _moved(slope * scores[rows] + shift, labels)
            fits.append((slope, shift))
            chances = 1 / (1 + np.exp(-(slope * scores + shift)))
            said = (chances >= 0.5).astype(int)
            f1s += [macro(self.labels[part[rows[part]]], said[part[rows[part]]], 2)[0] for part in parts]
            errors.append(calibration_error(np.maximum(chances, 1 - chances)[rows], said[rows] == labels))
            areas.append(_area(scores[rows], labels))
            table += np.array(confusion(labels, said[rows], 2))
        figures: dict[str, object] = {
            "rows": len(labels),
            "hold": int(labels.sum()),
            "macro_f1": _spread(f1s),
            "area": round(float(np.mean(areas)), 3),
            "calibration_error": round(float(np.mean(errors)), 3),
            "confusion": (table // len(self.scores)).tolist(),
        }
        slopes, shifts = zip(*fits, strict=True)
        return np.array([np.mean(slopes)]), np.array([np.mean(shifts)]), figures


def holds_or_not(
    features: sparse.csr_matrix,
    labels: NDArray[np.int64],
    *,
    count: int,
    seeds: tuple[int, ...],
    strength: float = 1.0,
) -> Folded:
    targets = labels.astype(float)[:, None]
    all_scores, all_parts = [], []
    for seed in seeds:
        scores = np.zeros(len(labels))
        parts = []
        for inside, outside in folds(labels, count=count, seed=seed):
            head = fit_head(features[inside], targets[inside], strength=strength)
            scores[outside] = head.scores(features[outside])[:, 0]
            parts.append(outside)
        all_scores.append(scores)
        all_parts.append(parts)
    return Folded(fit_head(features, targets, strength=strength), labels, all_scores, all_parts)


def _moved(scores: Doubles, labels: NDArray[np.int64]) -> float:
    """Log odds to add so that "holds from one half" has the best macro-F1 that calibration allows.

    Where few texts hold, a calibrated probability seldom reaches one half and most of them are missed.
    """
    best, chosen = 0.0, 0.0
    for moved in np.arange(-0.3, 0.75, 0.05):
        chances = 1 / (1 + np.exp(-(scores + moved)))
        said = (chances >= 0.5).astype(int)
        error = calibration_error(np.maximum(chances, 1 - chances), said == labels)
        f1, _ = macro(labels, said, 2)
        if f1 > best and (error <= ALLOWED_ERROR or abs(moved) < 1e-6):
            best, chosen = f1, float(moved)
    return chosen


def _area(scores: Doubles, labels: NDArray[np.int64]) -> float:
    """Chance that a text that holds scores above one that does not (area under the curve)."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    good = int(labels.sum())
    if good in (0, len(labels)):
        return 0.5
    return float((ranks[labels == 1].sum() - good * (good + 1) / 2) / (good * (len(labels) - good)))


def _split(rows: sets.Rows) -> tuple[list[str], NDArray[np.int64]]:
    return [text for text, _ in rows], np.array([label for _, label in rows])


def train_sentiment(draft: Draft, data: Path) -> None:
    rows_of = sets.sentiment(data)
    for code, count, seeds in (("fr", 5, (0, 1, 2)), ("en", 3, (0,))):
        texts, labels = _split(rows_of[code])
        head, temperature, figures = one_of_many(
            side_by_side(*feature_matrices(texts)), labels, 3, count=count, seeds=seeds
        )
        draft.put(code, SENTIMENT, head, scale=np.full(3, 1 / temperature), shift=np.zeros(3))
        draft.told(f"sentiment {code}", figures)


def train_emotion(draft: Draft, data: Path) -> None:
    """English from its own words; French through cues and sentiment, whose columns the languages share."""
    texts, labels = _split(sets.emotion(data))
    hashed, counted = feature_matrices(texts)
    seen = draft.seen_sentiment("en", hashed, counted)
    calm_texts = [text for text, label in sets.sentiment(data)["en"] if label == SENTIMENTS.index("neutral")]
    calm_texts = [
        text for text, _ in sets.drawn([(text, 0) for text in calm_texts], NEUTRAL_FOR_EMOTION, seed=SEED)
    ]
    calm_hashed, calm_counted = feature_matrices(calm_texts)
    calm_seen = draft.seen_sentiment("en", calm_hashed, calm_counted)
    any_labels = np.concatenate([np.ones(len(texts), int), np.zeros(len(calm_texts), int)])
    for code, parts, calm_parts in (
        ("en", (hashed, counted), (calm_hashed, calm_counted)),
        ("fr", (counted, seen), (calm_counted, calm_seen)),
    ):
        features = side_by_side(*parts)
        head, temperature, figures = one_of_many(features, labels, 4, count=4, seeds=(0, 1), strength=3.0)
        draft.put(code, EMOTION, head, scale=np.full(4, 1 / temperature), shift=np.zeros(4))
        name = (
            "emotion en"
            if code == "en"
            else "emotion, shared columns alone (measured on English, used for French)"
        )
        draft.told(name, figures)
        both = sparse.vstack([features, side_by_side(*calm_parts)]).tocsr()
        folded = holds_or_not(both, any_labels, count=3, seeds=(0,))
        scale, shift, figures = folded.calibrated()
        if code == "fr":
            scale, shift = _french_calm(draft, folded.head, data)
        else:
            shift = shift + CALM_SHIFT
        draft.put(code, slice(EMOTIONAL, EMOTIONAL + 1), folded.head, scale=scale, shift=shift)
        draft.told(f"any emotion {code}", figures)


def _french_calm(draft: Draft, head: Head, data: Path) -> tuple[Doubles, Doubles]:
    """Scale and shift of "emotional" on French posts: what takes no side is taken for calm.

    No French post here is labelled with an emotion, and cues are met at another rate than in English.
    """
    texts, labels = _split(sets.sentiment(data)["fr"])
    hashed, counted = feature_matrices(texts)
    features = side_by_side(counted, draft.seen_sentiment("fr", hashed, counted))
    takes_side = (labels != SENTIMENTS.index("neutral")).astype(int)
    slope, shift = fit_platt(head.scores(features)[:, 0], takes_side)
    return np.array([slope]), np.array([shift])


def train_toxicity(draft: Draft, data: Path) -> None:
    texts, labels = _split(sets.offensive(data))
    folded = holds_or_not(side_by_side(*feature_matrices(texts)), labels, count=4, seeds=(0, 1))
    scale, shift, figures = folded.calibrated()
    draft.put("en", slice(OFFENSIVE, OFFENSIVE + 1), folded.head, scale=scale, shift=shift)
    draft.told("offensive en", figures)
    calm = {
        "en": [text for text, label in zip(texts, labels, strict=True) if label == 0][:4_000],
        "fr": [text for text, _ in sets.sentiment(data)["fr"]],
    }
    for code in LANGUAGES:
        rows = sets.hostile(data, code)
        features = side_by_side(*feature_matrices([text for text, _ in rows] + calm[code]))
        collected = np.arange(features.shape[0]) < len(rows)
        for name, column, holds in (
            ("offensive", OFFENSIVE, [int(kinds != "normal") for _, kinds in rows]),
            ("hateful", HATEFUL, [int("hateful" in kinds.split("_")) for _, kinds in rows]),
        ):
            if (name, code) == ("offensive", "en"):
                continue  # its own set is larger and closer to what is met
            labels = np.concatenate([np.array(holds), np.zeros(len(calm[code]), int)])
            folded = holds_or_not(features, labels, count=3, seeds=(0, 1))
            # The set was collected by slurs: calibrated on it alone, every text would be suspect.
            scale, shift, figures = folded.calibrated()
            draft.put(code, slice(column, column + 1), folded.head, scale=scale, shift=shift)
            draft.told(f"{name} {code}", figures)
            draft.told(f"{name} {code}, within the set collected by slurs", folded.calibrated(collected)[2])


def train_intents(draft: Draft, data: Path) -> None:
    """All intents from the project's labels in both languages; the English complaint from its own, larger set."""
    labelled = sets.labelled_intents(data)
    texts, owners, truths = [], [], []
    for code in LANGUAGES:
        quiet = [row for row in sets.sentiment(data)[code] if row[1] != SENTIMENTS.index("negative")]
        weak = [(text, [-1] * len(INTENTS)) for text, _ in sets.drawn(quiet, WEAK_NEGATIVES // 2, seed=SEED)]
        for text, holds in labelled[code] + weak:
            texts.append(text)
            owners.append(code)
            truths.append(holds)
    hashed, counted = feature_matrices(texts)
    owner, truth = np.array(owners), np.array(truths)
    seen = np.zeros((len(texts), len(SENTIMENTS)))
    for code in LANGUAGES:
        mine = np.flatnonzero(owner == code)
        seen[mine] = draft.seen_sentiment(code, hashed[mine], counted[mine])
    features = side_by_side(hashed, counted, seen)
    for place, name in enumerate(INTENTS):
        column = INTENT.start + place
        # Posts on other matters, taken to be no complaint and no threat to leave; of the rest they may be any.
        used = np.flatnonzero((truth[:, place] >= 0) | (name in ("complaint", "threat_to_leave")))
        own = truth[used, place] >= 0
        folded = holds_or_not(features[used], np.maximum(truth[used, place], 0), count=4, seeds=(0, 1))
        for code in LANGUAGES:
            asked = own & (owner[used] == code)
            scale, shift, figures = folded.calibrated(asked)
            if folded.labels[asked].sum() < FEW:  # too few in this language to calibrate on alone
                scale, shift, _ = folded.calibrated(own)
            draft.put(code, slice(column, column + 1), folded.head, scale=scale, shift=shift)
            draft.told(f"{name} {code}", figures)
    texts, labels = _split(sets.complaints(data))
    folded = holds_or_not(
        side_by_side(*feature_matrices(texts)), labels, count=5, seeds=(0, 1, 2), strength=8.0
    )
    scale, shift, figures = folded.calibrated()
    column = INTENT.start + INTENTS.index("complaint")
    draft.from_sentiment[LANGUAGES.index("en")][:, column - REST.start] = 0
    draft.put("en", slice(column, column + 1), folded.head, scale=scale, shift=shift)
    draft.told("complaint en, its own set", figures)


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
    arrays["languages"] = np.array(LANGUAGES)
    digest = hashlib.sha256(b"".join(arrays[name].tobytes() for name in sorted(arrays))).hexdigest()
    arrays["version"] = np.array(f"{RECIPE}+{digest[:8]}")
    return arrays


def store(arrays: dict[str, NDArray[np.generic]], path: Path) -> None:
    """An .npz whose bytes depend on its content alone (numpy's own writer stamps the time)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.asarray(arrays[name]), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                buffer.getvalue(),
                zipfile.ZIP_DEFLATED,
                9,
            )


def train(data: Path, path: Path = WEIGHTS) -> dict[str, object]:
    """Fit, calibrate, store; returns the report."""
    draft = empty_draft()
    train_sentiment(draft, data)
    train_emotion(draft, data)
    train_toxicity(draft, data)
    train_intents(draft, data)
    arrays = arrays_of(draft)
    path.parent.mkdir(exist_ok=True)
    store(arrays, path)
    from parvis.enrichment.training.held_out import measure

    for name, figures in measure(data, arrays).items():
        draft.told(name, figures)
    report = {**draft.report, "version": str(arrays["version"])}
    path.with_name("calibration.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return report


NEEDED = (
    "tweeteval/sentiment_train_rebuilt.tsv.gz",
    "tweeteval/emotion_train.tsv.gz",
    "tweeteval/offensive_train.tsv.gz",
    "umsab/train.tsv.gz",
    "complaints/complaints_dev.csv.gz",
    "mlma_hate/fr_dev.csv.gz",
    "free_telecom_fr/tweets_dev.csv.gz",
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m parvis.enrichment.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds tweeteval/, umsab/, …")
    parser.add_argument(
        "--to", type=Path, default=WEIGHTS, metavar="FILE", help="the package's own unless given"
    )
    options = parser.parse_args(arguments)
    for needed in NEEDED:
        if not (options.data / needed).is_file():
            sys.stderr.write(f"Missing: {options.data / needed}\n")
            return 2
    _say("model", train(options.data, options.to)["version"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
