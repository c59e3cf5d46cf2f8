"""What ships: size, calibration, and its quality on held-out data where that is at hand."""

import json
import os
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from parvis.enrichment.logic.labels import label_texts
from parvis.enrichment.logic.sentiment import sentiment_model

WEIGHTS = resources.files("parvis.enrichment") / "weights"
DATA = Path(os.environ.get("PARVIS_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


def test_weights_and_report_are_of_one_version() -> None:
    report = json.loads((WEIGHTS / "calibration.json").read_text("utf-8"))
    assert report["version"] == sentiment_model().version


def test_weights_are_small_and_calibrated() -> None:
    with resources.as_file(WEIGHTS / "sentiment.npz") as path:
        assert path.stat().st_size < 10_000_000
    model = sentiment_model()
    assert model.languages == ("fr", "en")
    assert np.isfinite(model.rows).all()
    assert ((model.temperature > 0.5) & (model.temperature < 2.5)).all()


def read_validation(file: str, language: str) -> tuple[list[str], list[str]]:
    path = DATA / file
    if not path.is_file():
        pytest.skip(f"{file} is absent from {DATA}")
    from parvis.enrichment.train import read_rows

    rows = read_rows(path, language=language)
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
    pytest.importorskip("sklearn", reason="the extra 'train' is not installed")
    texts, expected = read_validation(file, filter_by)
    labels = label_texts(texts)
    recalls = []
    for name in ("negative", "neutral", "positive"):
        of_class = [label for label, truth in zip(labels, expected, strict=True) if truth == name]
        recalls.append(sum(label.sentiment == name for label in of_class) / len(of_class))
    assert 100 * sum(recalls) / 3 >= least
    assert sum(label.language == code for label in labels) / len(labels) >= 0.985
