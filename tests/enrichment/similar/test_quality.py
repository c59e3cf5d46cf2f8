"""The own questions: what docs/method/similar.md states may not be lost unseen."""

import csv
from pathlib import Path

import pytest

from parvis.enrichment.logic.similar.index import SimilarIndex

ASKED = Path(__file__).parents[2] / "payloads" / "similar" / "asked.tsv"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_half_of_the_way_without_a_shared_word(language: str) -> None:
    with ASKED.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["language"] == language]
    index: SimilarIndex[str] = SimilarIndex()
    index.add_all((row["number"], row["question"], "") for row in rows)
    places = []
    for row in rows:
        for asked in (row["asked"], row["asked too"]):
            places.append([found.id for found in index.search(asked, top=len(rows))].index(row["number"]) + 1)
    assert len(places) == 128
    assert sum(1 / place for place in places) / len(places) > 0.53  # 0.56 in both; BM25 0.12 and 0.15
