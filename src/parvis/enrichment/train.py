"""Train the sentiment heads: `python -m parvis.enrichment.train --data DIR` (what `make train` runs).

Deterministic: same data and versions, same weights. Needs the extra `train`; nothing of it is imported at
run time. Only weights leave: no training text is stored. Sets used: TweetEval sentiment (train) and UMSAB
English and French (train); both validation parts stay unseen and give the figures that are printed.
"""

import argparse
import gzip
import hashlib
import io
import json
import sys
import warnings
import zipfile
from pathlib import Path

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import confusion_matrix, f1_score, recall_score  # type: ignore[import-untyped]
from sklearn.model_selection import StratifiedKFold  # type: ignore[import-untyped]

from parvis.enrichment.logic.features import TABLE_SIZE, hashed_groups, read_batch
from parvis.enrichment.logic.normalise import join_texts
from parvis.enrichment.logic.sentiment import (
    COUNTED,
    KIND_WEIGHTS,
    KINDS,
    SENTIMENTS,
    counted_features,
    sentiment_scores,
    softmax,
    weights_of,
)
from parvis.enrichment.logic.wordlists import count_judgements

RECIPE = "sentiment-fr-en-1"
FOLDS = {"en": 3, "fr": 5}
SEEDS = {"en": (0,), "fr": (0, 1, 2)}
WEIGHTS = Path(__file__).parent / "weights" / "sentiment.npz"
Rows = list[tuple[str, int]]


def read_rows(path: Path, *, language: str = "") -> Rows:
    """(text, class) of a label–text or language–label–text file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as opened:
        lines = [line.rstrip("\n").split("\t") for line in opened][1:]
    return [(line[-1], SENTIMENTS.index(line[-2])) for line in lines if not language or line[0] == language]


def training_rows(data: Path) -> dict[str, Rows]:
    """Training rows by language; a text that is also in a validation part is left out."""
    held = {join_texts([text]).lower() for rows in held_out(data).values() for text, _ in rows}
    english = read_rows(data / "tweeteval/sentiment_train_rebuilt.tsv.gz")
    english += read_rows(data / "umsab/train.tsv.gz", language="english")
    french = read_rows(data / "umsab/train.tsv.gz", language="french")
    unique = {"en": dict(english), "fr": dict(french)}
    return {
        code: [(text, label) for text, label in rows.items() if join_texts([text]).lower() not in held]
        for code, rows in unique.items()
    }


def held_out(data: Path) -> dict[str, Rows]:
    return {
        "TweetEval sentiment, validation": read_rows(data / "tweeteval/sentiment_val.tsv.gz"),
        "UMSAB English, validation": read_rows(data / "umsab/val.tsv.gz", language="english"),
        "UMSAB French, validation": read_rows(data / "umsab/val.tsv.gz", language="french"),
    }


def feature_matrix(rows: Rows) -> sparse.csr_matrix:
    """The same features as at run time, with their weights, as one sparse matrix."""
    blocks = []
    for start in range(0, len(rows), 512):
        batch = read_batch(join_texts([text for text, _ in rows[start : start + 512]]))
        kinds = [sparse.csr_matrix((len(batch.starts), TABLE_SIZE), dtype=np.float32) for _ in KIND_WEIGHTS]
        for group, kind in zip(hashed_groups(batch), KINDS, strict=True):
            sizes = group.ends - group.starts
            edges = np.concatenate(([0], np.cumsum(sizes)))
            at = np.repeat(group.starts - edges[:-1], sizes) + np.arange(edges[-1])
            ones = np.ones(len(at), dtype=np.float32)
            kinds[kind] = kinds[kind] + sparse.csr_matrix(
                (ones, group.rows[at].astype(np.int64), edges), shape=(len(sizes), TABLE_SIZE)
            )
        hashed = sparse.csr_matrix((len(batch.starts), TABLE_SIZE), dtype=np.float32)
        for matrix, weight in zip(kinds, KIND_WEIGHTS, strict=True):
            total = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1)
            hashed = hashed + sparse.diags((weight / np.sqrt(total)).astype(np.float32)) @ matrix
        counted = counted_features(count_judgements(batch), batch.shouted)
        blocks.append(sparse.hstack([hashed, sparse.csr_matrix(counted)]))
    return sparse.vstack(blocks).tocsr().astype(np.float32)


def fit_head(features: sparse.csr_matrix, classes: NDArray[np.int64]) -> LogisticRegression:
    """Multinomial logistic regression, classes weighed equally."""
    # Sixty steps are enough: more change the folds' figures by less than their spread.
    warnings.simplefilter("ignore", ConvergenceWarning)
    return LogisticRegression(C=1.0, class_weight="balanced", max_iter=60, tol=1e-3).fit(features, classes)


def balanced_weights(classes: NDArray[np.int64]) -> NDArray[np.float64]:
    weights = 1.0 / np.bincount(classes, minlength=len(SENTIMENTS))[classes]
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def fit_temperature(scores: NDArray[np.float32], classes: NDArray[np.int64]) -> float:
    """The temperature with the least log loss, classes weighed equally, on a grid of 1 %."""
    weights = balanced_weights(classes)
    grid = np.arange(0.5, 2.5, 0.01)
    losses = []
    for temperature in grid:
        chances = softmax(scores / np.float32(temperature))[np.arange(len(classes)), classes]
        losses.append(float(-(weights * np.log(np.maximum(chances, 1e-9))).sum()))
    return float(grid[int(np.argmin(losses))])


def calibration_error(
    chances: NDArray[np.float32], classes: NDArray[np.int64], *, bins: int = 10, balanced: bool = False
) -> float:
    """Expected calibration error of the chosen label, equal-width bins (Guo et al. 2017)."""
    weights = balanced_weights(classes) if balanced else np.full(len(classes), 1 / len(classes))
    top, right = chances.max(axis=1), chances.argmax(axis=1) == classes
    place = np.minimum((top * bins).astype(int), bins - 1)
    gaps = [abs((weights * (right - top))[place == number].sum()) for number in range(bins)]
    return float(np.sum(gaps))


def cross_validate(code: str, features: sparse.csr_matrix, classes: NDArray[np.int64]) -> dict[str, object]:
    """Temperature and figures from seeded folds of the training part."""
    recalls, f1s, temperatures, errors = [], [], [], []
    for seed in SEEDS[code]:
        scores = np.zeros((len(classes), len(SENTIMENTS)), dtype=np.float32)
        folds = StratifiedKFold(FOLDS[code], shuffle=True, random_state=seed)
        for inside, outside in folds.split(features, classes):
            head = fit_head(features[inside], classes[inside])
            scores[outside] = head.decision_function(features[outside])
            guessed = scores[outside].argmax(axis=1)
            recalls.append(recall_score(classes[outside], guessed, average="macro"))
            f1s.append(f1_score(classes[outside], guessed, average="macro"))
        temperatures.append(fit_temperature(scores, classes))
        errors.append(
            calibration_error(softmax(scores / np.float32(temperatures[-1])), classes, balanced=True)
        )
    return {
        "rows": len(classes),
        "temperature": round(float(np.mean(temperatures)), 3),
        "macro_recall": [round(100 * float(np.mean(recalls)), 1), round(100 * float(np.std(recalls)), 1)],
        "macro_f1": [round(100 * float(np.mean(f1s)), 1), round(100 * float(np.std(f1s)), 1)],
        "calibration_error": round(float(np.mean(errors)), 3),
    }


def _say(name: str, figures: object) -> None:
    sys.stdout.write(f"{name} {json.dumps(figures)}\n")
    sys.stdout.flush()


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


def evaluate(rows: Rows, code: str, arrays: dict[str, NDArray[np.generic]]) -> dict[str, object]:
    """Figures of the stored weights, through the run-time code."""
    model = weights_of(arrays)
    chances = []
    for start in range(0, len(rows), 512):
        batch = read_batch(join_texts([text for text, _ in rows[start : start + 512]]))
        head = np.full(len(batch.starts), model.languages.index(code))
        chances.append(sentiment_scores(batch, count_judgements(batch), head=head, model=model))
    found, classes = np.vstack(chances), np.array([label for _, label in rows])
    guessed = found.argmax(axis=1)
    return {
        "rows": len(rows),
        "macro_recall": round(100 * recall_score(classes, guessed, average="macro"), 1),
        "macro_f1": round(100 * f1_score(classes, guessed, average="macro"), 1),
        "calibration_error": round(calibration_error(found, classes), 3),
        "calibration_error_balanced": round(calibration_error(found, classes, balanced=True), 3),
        "confusion": confusion_matrix(classes, guessed).tolist(),
    }


def train(data: Path, path: Path = WEIGHTS) -> dict[str, object]:
    """Fit, calibrate, store; returns the report."""
    report: dict[str, object] = {}
    columns: dict[str, list[NDArray[np.generic]]] = {"rows": [], "counted": [], "bias": [], "temperature": []}
    languages = ("fr", "en")
    rows_of = training_rows(data)
    for code in languages:
        rows = rows_of[code]
        features, classes = feature_matrix(rows), np.array([label for _, label in rows])
        figures = cross_validate(code, features, classes)
        report[f"cross-validation {code}"] = figures
        head = fit_head(features, classes)
        weights = head.coef_.T
        columns["rows"].append(weights[:TABLE_SIZE].astype(np.float16))
        columns["counted"].append(weights[TABLE_SIZE : TABLE_SIZE + COUNTED].astype(np.float32))
        columns["bias"].append(head.intercept_.astype(np.float32))
        columns["temperature"].append(np.float32(figures["temperature"]))  # type: ignore[arg-type]
        _say(code, figures)
    arrays: dict[str, NDArray[np.generic]] = {name: np.stack(parts) for name, parts in columns.items()}
    arrays["languages"] = np.array(languages)
    digest = hashlib.sha256(b"".join(arrays[name].tobytes() for name in sorted(arrays))).hexdigest()
    arrays["version"] = np.array(f"{RECIPE}+{digest[:8]}")
    for name, rows in held_out(data).items():
        report[name] = evaluate(rows, "fr" if "French" in name else "en", arrays)
        _say(name, report[name])
    report["version"] = str(arrays["version"])
    path.parent.mkdir(exist_ok=True)
    store(arrays, path)
    path.with_name("calibration.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return report


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m parvis.enrichment.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds tweeteval/ and umsab/")
    options = parser.parse_args(arguments)
    for needed in ("tweeteval/sentiment_train_rebuilt.tsv.gz", "umsab/train.tsv.gz"):
        if not (options.data / needed).is_file():
            sys.stderr.write(f"Missing: {options.data / needed}\n")
            return 2
    _say("model", train(options.data)["version"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
