"""What ships: size, calibration, and its quality on held-out data where that is at hand."""

import json
import os
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from parvis.enrichment.logic.labels import label_texts
from parvis.enrichment.logic.model import shipped_model

WEIGHTS = resources.files("parvis.enrichment") / "weights"
DATA = Path(os.environ.get("PARVIS_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


def test_weights_and_report_are_of_one_version() -> None:
    report = json.loads((WEIGHTS / "calibration.json").read_text("utf-8"))
    assert report["version"] == shipped_model().version


def test_weights_are_small_and_finite() -> None:
    assert sum(entry.stat().st_size for entry in Path(str(WEIGHTS)).iterdir()) < 30_000_000
    model = shipped_model()
    assert model.languages == ("fr", "en")
    for array in (model.sentiment_rows, model.rest_rows, model.featured, model.scale, model.bias):
        assert np.isfinite(array).all()
    # No head calibrates by turning its scores round.
    assert (model.scale > 0).all()


def read_validation(file: str, language: str) -> tuple[list[str], list[str]]:
    path = DATA / file
    if not path.is_file():
        pytest.skip(f"{file} is absent from {DATA}")
    from parvis.enrichment.training.data import sentiment_rows

    rows = sentiment_rows(path, language=language)
    names = ("negative", "neutral", "positive")
    return [text for text, _ in rows], [names[label] for _, label in rows]


@pytest.mark.parametrize(
    ("file", "filter_by", "code", "least"),
    [
        ("tweeteval/sentiment_val.tsv.gz", "", "en", 65.5),
        ("umsab/val.tsv.gz", "english", "en", 66.0),
        ("umsab/val.tsv.gz", "french", "fr", 62.5),
    ],
)
def test_quality_on_held_out_posts(file: str, filter_by: str, code: str, least: float) -> None:
    texts, expected = read_validation(file, filter_by)
    labels = label_texts(texts)
    recalls = []
    for name in ("negative", "neutral", "positive"):
        of_class = [label for label, truth in zip(labels, expected, strict=True) if truth == name]
        recalls.append(sum(label.sentiment == name for label in of_class) / len(of_class))
    assert 100 * sum(recalls) / 3 >= least
    assert sum(label.language == code for label in labels) / len(labels) >= 0.985


def test_emotion_and_toxicity_on_held_out_posts() -> None:
    if not (DATA / "tweeteval/emotion_val.tsv.gz").is_file():
        pytest.skip(f"tweeteval is absent from {DATA}")
    from parvis.enrichment.training.data import emotion, offensive

    for rows, least in ((emotion(DATA, "val"), 71), (offensive(DATA, "val"), 73.5)):
        labels = label_texts([text for text, _ in rows], wanted=frozenset({"emotion", "toxicity"}))
        truth = np.array([label for _, label in rows])
        if truth.max() > 1:
            said = np.array(
                [list(one.emotion_scores).index(one.emotion) if one.emotion else 4 for one in labels]
            )
        else:
            said = np.array([int((one.offensive or 0) >= 0.5) for one in labels])
        f1s = [
            2 * ((truth == c) & (said == c)).sum() / ((truth == c).sum() + (said == c).sum())
            for c in range(truth.max() + 1)
        ]
        assert 100 * float(np.mean(f1s)) >= least
