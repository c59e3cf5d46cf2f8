"""Posts labelled per CPU-second, beside VADER, TextBlob and scikit-learn on the same posts in the same process.

python bench/enrich.py [--data DIR] [--posts N]
"""

import argparse
import csv
import gzip
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

# As the command line does, before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def read_posts(data: Path, count: int) -> list[str]:
    """Real posts: French telecom and English airline tweets, repeated to the count asked."""
    posts: list[str] = []
    for name in ("free_telecom_fr/tweets_dev.csv.gz", "airline_mentions/mentions_dev.csv.gz"):
        path = data / name
        if not path.is_file():
            print(f"skipped: {name} is absent from {data}")
            continue
        with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
            posts += [row["text"] for row in csv.DictReader(opened)]
    return (posts * (count // len(posts) + 1))[:count] if posts else []


def posts_per_second(work: Callable[[], object], posts: int) -> float:
    """Best of three, by processor time of this process."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return posts / best


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--posts", type=int, default=20_000)
    options = parser.parse_args()
    posts = read_posts(options.data, options.posts)
    if not posts:
        return 0

    from parvis.enrichment.logic.labels import EVERYTHING, label_texts

    label_texts(posts[:100], wanted=EVERYTHING)
    stored = posts_per_second(lambda: label_texts(posts), len(posts))
    print(f"parvis: language + sentiment        {stored:10,.0f} posts per CPU-second")
    ours = posts_per_second(lambda: label_texts(posts, wanted=EVERYTHING), len(posts))
    print(f"parvis: every label                 {ours:10,.0f} posts per CPU-second")
    lines = [json.dumps({"id": place, "text": text}).encode() for place, text in enumerate(posts)]
    written: list[bytes] = []
    whole = posts_per_second(lambda: enrich_lines(lines, written), len(posts))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"parvis enrich: JSON in, JSON out    {whole:10,.0f} posts per CPU-second, peak memory {memory} MB")
    beside("VADER: one label, English", "vaderSentiment", vader, posts, ours)
    beside("TextBlob: one label, English", "textblob", textblob, posts, ours)
    scikit(posts, ours)
    return 0


def enrich_lines(lines: list[bytes], written: list[bytes]) -> None:
    from parvis.enrichment.stream import enrich_stream

    written.clear()
    enrich_stream(lines, written.append)


def vader() -> Callable[[str], object]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # type: ignore[import-untyped]

    return SentimentIntensityAnalyzer().polarity_scores


def textblob() -> Callable[[str], object]:
    from textblob import TextBlob  # type: ignore[import-untyped]

    return lambda post: TextBlob(post).sentiment


def beside(
    name: str, package: str, load: Callable[[], Callable[[str], object]], posts: list[str], ours: float
) -> None:
    try:
        label = load()
    except ImportError:
        print(f"skipped: {package} is absent (extra 'bench')")
        return
    theirs = posts_per_second(lambda: [label(post) for post in posts], len(posts))
    print(f"{name:<34}  {theirs:10,.0f} posts per CPU-second, ratio {ours / theirs:.1f}")


def scikit(posts: list[str], ours: float) -> None:
    try:
        import numpy as np
        from sklearn.feature_extraction.text import HashingVectorizer  # type: ignore[import-untyped]
    except ImportError:
        print("skipped: scikit-learn is absent (extra 'bench')")
        return
    words = HashingVectorizer(n_features=1 << 18, ngram_range=(1, 2))
    characters = HashingVectorizer(n_features=1 << 18, ngram_range=(2, 5), analyzer="char_wb")
    table = np.random.default_rng(0).normal(size=(1 << 18, 3)).astype(np.float32)
    theirs = posts_per_second(
        lambda: (words.transform(posts) @ table + characters.transform(posts) @ table).argmax(axis=1),
        len(posts),
    )
    print(
        f"{'scikit-learn: sentiment alone':<34}  {theirs:10,.0f} posts per CPU-second, ratio {ours / theirs:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
