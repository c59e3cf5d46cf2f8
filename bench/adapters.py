"""What corrections teach: replayed on a domain that the shipped model does not know, in the trainer's own way.

python -m bench.adapters [--data DIR] [--draws N]

Corrections are drawn at random (seeded) from data/airline2015; the rest is what is judged, and nothing was tuned
on the odd lines of the file (docs/method/corrections.md). The original domain is TweetEval's validation part and
UMSAB's in French and English. Marks: 500 corrections gain 5 points of macro-F1 on the rest, 2,000 gain 9, and no
more than 1 point is lost on the original domain.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.labels import label_texts
from parvis.labelling.logic.adapter import CLASSES as COUNT
from parvis.labelling.logic.adapter import Weights, adapted, fitted
from parvis.labelling.logic.hashed import WORDS, Floats, Rows, hashed_texts
from parvis.labelling.logic.measured import confusion_of, macro_f1
from parvis.labelling.logic.reference import shipped_reference
from parvis.labelling.logic.scores import CLASSES, READ, scores_of

MARKS = {500: 5.0, 2_000: 9.0}
MOST_LOST = 1.0


@dataclass(frozen=True)
class Judged:
    """Texts as the adapter reads them, with their true classes."""

    rows: Rows
    words: Rows
    shipped: Floats
    truth: NDArray[np.int64]

    def f1(self, weights: Weights | None = None) -> float:
        scores = (
            self.shipped[:, :COUNT]
            if weights is None
            else adapted(self.rows, self.words, self.shipped, weights)
        )
        said = scores.argmax(axis=1)
        return 100 * macro_f1(confusion_of(self.truth, said, np.ones(len(said))))

    def of(self, chosen: NDArray[np.int64]) -> Judged:
        return Judged(self.rows.of(chosen), self.words.of(chosen), self.shipped[chosen], self.truth[chosen])

    def learned(self) -> Weights:
        return fitted(self.rows, self.words, self.shipped, self.truth, shipped_reference().words)


def judged(pairs: list[tuple[str, str]]) -> Judged:
    texts = [text for text, _label in pairs]
    shipped = scores_of(label_texts(texts, wanted=READ))
    # What is not analysed is judged as neutral, the class of what says nothing.
    shipped[~shipped[:, :COUNT].any(axis=1), CLASSES.index("neutral")] = 1e-9
    truth = np.array([CLASSES.index(label) for _text, label in pairs])
    return Judged(hashed_texts(texts), hashed_texts(texts, WORDS), shipped, truth)


def airline(data: Path) -> list[tuple[str, str]]:
    with gzip.open(data / "airline2015" / "tweets_dev.csv.gz", "rt", encoding="utf-8", newline="") as opened:
        return [(row["text"], row["airline_sentiment"]) for row in csv.DictReader(opened)]


def original(data: Path) -> dict[str, list[tuple[str, str]]]:
    tweeteval = _table(data / "tweeteval" / "sentiment_val.tsv.gz")
    umsab = [row for row in _table(data / "umsab" / "val.tsv.gz") if row["lang"] in ("english", "french")]
    return {
        "tweeteval": [(row["text"], row["label"]) for row in tweeteval],
        "umsab fr+en": [(row["text"], row["label"]) for row in umsab],
    }


def _table(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument(
        "--lines", choices=("all", "odd", "even"), default="all", help="lines of the file in play"
    )
    options = parser.parse_args()
    if not (options.data / "airline2015").is_dir():
        print(f"skipped: airline2015 is absent from {options.data}")
        return 0
    pairs = airline(options.data)
    pairs = {"all": pairs, "odd": pairs[1::2], "even": pairs[::2]}[options.lines]
    house = judged(pairs)
    others = {name: judged(pairs) for name, pairs in original(options.data).items()}
    version = label_texts([""])[0].model_version
    print(
        f"model {version}, reference made with {shipped_reference().base_version}, {len(house.truth)} texts"
    )
    missed = 0
    for number, mark in MARKS.items():
        gains, losses, seconds = [], [], []
        for seed in range(options.draws):
            order = np.random.default_rng(seed).permutation(len(house.truth))
            rest = house.of(order[number:])
            start = time.process_time()
            weights = house.of(order[:number]).learned()
            seconds.append(time.process_time() - start)
            before, after = rest.f1(), rest.f1(weights)
            gains.append(after - before)
            change = {name: one.f1(weights) - one.f1() for name, one in others.items()}
            losses.append(-min(change.values()))
            elsewhere = ", ".join(f"{name} {value:+.1f}" for name, value in change.items())
            print(
                f"{number:5,} corrections, draw {seed}: {before:.1f} → {after:.1f} ({after - before:+.1f}); {elsewhere}"
            )
        is_met = np.mean(gains) >= mark and np.mean(losses) <= MOST_LOST
        missed += not is_met
        print(
            f"{number:5,} corrections: {np.mean(gains):+.1f} ± {np.std(gains):.1f} (mark +{mark:.0f}), "
            f"worst change elsewhere {-np.mean(losses):+.1f} (mark -1), {np.mean(seconds):.1f} s"
            + ("" if is_met else "   MISSED")
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
