"""Posts labelled per CPU-second, beside scikit-learn hashing the same posts in the same process.

python bench/enrich.py [--data DIR] [--posts N]
"""

import argparse
import csv
import gzip
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path


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

    from parvis.enrichment.logic.labels import label_texts

    label_texts(posts[:100])
    ours = posts_per_second(lambda: label_texts(posts), len(posts))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"parvis: language + sentiment    {ours:10,.0f} posts per CPU-second, peak memory {memory} MB")

    try:
        import numpy as np
        from sklearn.feature_extraction.text import HashingVectorizer  # type: ignore[import-untyped]
    except ImportError:
        print("skipped: scikit-learn is absent (extra 'train')")
        return 0
    words = HashingVectorizer(n_features=1 << 18, ngram_range=(1, 2))
    characters = HashingVectorizer(n_features=1 << 18, ngram_range=(2, 5), analyzer="char_wb")
    table = np.random.default_rng(0).normal(size=(1 << 18, 3)).astype(np.float32)
    theirs = posts_per_second(
        lambda: (words.transform(posts) @ table + characters.transform(posts) @ table).argmax(axis=1),
        len(posts),
    )
    print(f"scikit-learn: sentiment alone   {theirs:10,.0f} posts per CPU-second")
    print(f"ratio {ours / theirs:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
