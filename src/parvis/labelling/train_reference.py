"""Make weights/reference.npz: python -m parvis.labelling.train_reference --data folder

From the training parts of tweeteval (sentiment) and umsab (English, French), which may train what ships. To be
run again when the shipped model changes, because what it reads is stored beside the words.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from pathlib import Path

import numpy as np

from parvis.enrichment.logic.labels import label_texts
from parvis.labelling.logic.hashed import WORDS, hashed_texts
from parvis.labelling.logic.scores import CLASSES, READ, scores_of

ENGLISH_TEXTS, FRENCH_TEXTS = 2_200, 1_300
TARGET = Path(__file__).parent / "weights" / "reference.npz"


def read_texts(data: Path) -> list[tuple[str, str]]:
    """Text and label, in the order of a fixed shuffle."""
    chance = np.random.default_rng(20)
    english = [(r["text"], r["label"]) for r in _table(data / "tweeteval" / "sentiment_train_rebuilt.tsv.gz")]
    umsab = _table(data / "umsab" / "train.tsv.gz")
    english += [(r["text"], r["label"]) for r in umsab if r["lang"] == "english"]
    french = [(r["text"], r["label"]) for r in umsab if r["lang"] == "french"]
    drawn = [english[i] for i in chance.permutation(len(english))[:ENGLISH_TEXTS]]
    return drawn + [french[i] for i in chance.permutation(len(french))[:FRENCH_TEXTS]]


def _table(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    pairs = [(text, label) for text, label in read_texts(options.data) if label in CLASSES]
    labels = label_texts([text for text, _ in pairs], wanted=READ)
    kept = [place for place, label in enumerate(labels) if label.sentiment]
    words = hashed_texts([pairs[place][0] for place in kept], kinds=WORDS)
    sizes = np.bincount(words.owner, minlength=words.texts)
    # Sorted within a text: what is left of the order of words is nothing.
    order = np.lexsort((words.row, words.owner))
    np.savez_compressed(
        TARGET,
        row=words.row[order].astype(np.uint32),
        sizes=sizes.astype(np.uint16),
        scores=scores_of([labels[place] for place in kept]).astype(np.float16),
        truth=np.array([CLASSES.index(pairs[place][1]) for place in kept], dtype=np.uint8),
        base_version=np.array(labels[kept[0]].model_version),
    )
    sys.stdout.write(
        f"{TARGET.name}: {len(kept)} texts, {TARGET.stat().st_size // 1024} KB, {labels[kept[0]].model_version}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
