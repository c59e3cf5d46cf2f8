"""Posts that say nearly the same: how many planted edits are found, and what is found among real posts.

    python -m bench.copies [--data DIR] [--shown 30]

Recall: posts of airlines, edited in six ways. Precision: pairs among the same posts, printed to be looked at.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from parvis.listening.logic.near_copies import LEAST_WORDS, Shingles, are_near, keys_of, shingles_of
from parvis.listening.logic.text_groups import words_said

Words = list[str]
EDITED = 2_000


def distinct_posts(data: Path) -> list[Words]:
    with gzip.open(
        data / "airline_mentions" / "mentions_dev.csv.gz", "rt", encoding="utf-8", newline=""
    ) as stream:
        posts = {" ".join(words_said("", row["text"])): None for row in csv.DictReader(stream)}
    return [words for post in posts if len(words := post.split()) >= LEAST_WORDS]


def edits(chance: random.Random, vocabulary: Words) -> dict[str, Callable[[Words], Words]]:
    def replaced(words: Words) -> Words:
        place = chance.randrange(len(words))
        return [*words[:place], chance.choice(vocabulary), *words[place + 1 :]]

    def without_one(words: Words) -> Words:
        place = chance.randrange(len(words))
        return [*words[:place], *words[place + 1 :]]

    def swapped(words: Words) -> Words:
        place = chance.randrange(len(words) - 1)
        return [*words[:place], words[place + 1], words[place], *words[place + 2 :]]

    return {
        "two words added": lambda words: [*words, *chance.sample(vocabulary, 2)],
        "a word left out": without_one,
        "a word replaced": replaced,
        "the last third cut off": lambda words: words[: max(LEAST_WORDS, len(words) * 2 // 3)],
        "two neighbours swapped": swapped,
        "two words replaced": lambda words: replaced(replaced(words)),
    }


def main(data: Path, shown: int) -> int:
    chance = random.Random(5)
    posts = distinct_posts(data)
    began = time.process_time()
    said = [shingles_of(words) for words in posts]
    keys = keys_of(said)
    cost = (time.process_time() - began) / len(posts)
    under: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(keys):
        for key in each:
            under[key].append(place)

    def found(text: Shingles, keys: list[int]) -> list[int]:
        return [place for key in keys for place in under.get(key, ()) if are_near(text, said[place])]

    candidates = sum(len(under[key]) - 1 for each in keys for key in each) / len(posts)
    print(
        f"near copies: {len(posts):,} distinct posts of {LEAST_WORDS} words and more; "
        f"keys cost {1e6 * cost:.0f} µs a post, {candidates:.2f} candidates a post"
    )
    chosen = chance.sample(range(len(posts)), EDITED)
    vocabulary = [word for words in posts for word in words]
    for name, edit in edits(chance, vocabulary).items():
        changed = [shingles_of(edit(posts[place])) for place in chosen]
        known = [(place, text) for place, text in zip(chosen, changed, strict=True) if text]
        their_keys = keys_of([text for _, text in known])
        hits = sum(place in found(text, each) for (place, text), each in zip(known, their_keys, strict=True))
        print(f"  {name}: {100 * hits / EDITED:.0f} % found")
    pairs = {
        (min(place, other), max(place, other))
        for place, each in enumerate(keys)
        for other in found(said[place], each)
        if other != place
    }
    print(f"  among the posts as they are: {len(pairs)} pairs; {shown} of them:")
    for one, other in chance.sample(sorted(pairs), min(shown, len(pairs))):
        print(f"    {' '.join(posts[one])}\n    {' '.join(posts[other])}\n")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--shown", type=int, default=30)
    given = parser.parse_args()
    raise SystemExit(main(given.data, given.shown))
