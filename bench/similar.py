"""Similar questions: how well they are found, beside BM25 in the same run, and how fast among 100,000.

python -m bench.similar [--data DIR] [--questions N]: data/stackfaq and semeval2016_cqa lie there. Shares were
chosen by one half of their queries (`dev`), not by the other (`test`); so with tests/payloads/similar/asked.tsv.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
import math
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from parvis.enrichment.logic.similar.index import SimilarIndex
from parvis.enrichment.logic.similar.words import grams_of, words_of

ROOT = Path(__file__).resolve().parent.parent
ASKED = ROOT / "tests" / "payloads" / "similar" / "asked.tsv"
FAQ_ASKED, FORUM_ASKED, MILLISECONDS_ASKED = 86.0, 74.0, 30.0
MAY_DIFFER = 1.0  # points between the languages; one paraphrase of the 128 is worth up to 0.8
SEED = 7
Question = tuple[str, str, str]  # id, question, answer
Ranking = Callable[[Sequence[Question]], Callable[[str], list[str]]]
K1, B = 1.2, 0.75


def parvis_ranks(corpus: Sequence[Question]) -> Callable[[str], list[str]]:
    index: SimilarIndex[str] = SimilarIndex()
    index.add_all(corpus)
    return lambda text: [found.id for found in index.search(text, top=len(corpus))]


def bm25_ranks(corpus: Sequence[Question], *, grams: bool = False) -> Callable[[str], list[str]]:
    """Words of question and answer as they stand; `grams` adds runs of 3 to 5 characters."""

    def terms(text: str) -> Counter[str]:
        words = words_of(text)
        return Counter(words) + (grams_of(words) if grams else Counter())

    held = [terms(f"{question} {answer}") for _, question, answer in corpus]
    lengths = [sum(one.values()) for one in held]
    mean = sum(lengths) / len(lengths)
    frequency = Counter(term for one in held for term in one)

    def ranked(text: str) -> list[str]:
        scores = [0.0] * len(held)
        for term, times in terms(text).items():
            rarity = math.log(1 + (len(held) - frequency[term] + 0.5) / (frequency[term] + 0.5))
            for row, one in enumerate(held):
                if count := one.get(term):
                    slow = count + K1 * (1 - B + B * lengths[row] / mean)
                    scores[row] += times * rarity * count * (K1 + 1) / slow
        return [corpus[row][0] for row in sorted(range(len(held)), key=lambda row: -scores[row])]

    return ranked


ENGINES: dict[str, Ranking] = {
    "parvis": parvis_ranks,
    "BM25": bm25_ranks,
    "BM25, words and characters": lambda corpus: bm25_ranks(corpus, grams=True),
}


def average_precision(ranked: Iterable[str], wanted: set[str]) -> float:
    """Times 100; 0 where nothing is wanted, as the task's own scorer has it."""
    hits, total = 0, 0.0
    for place, id in enumerate(ranked, 1):
        if id in wanted:
            hits += 1
            total += hits / place
    return 100 * total / max(len(wanted), 1)


def shown(name: str, marks: Sequence[float], dev: Sequence[bool] | None = None) -> float:
    """One line: the mean of the other half with a 95 % interval from 1,000 resamples, of the half chosen by, of all."""
    if dev is None:
        places = list(range(len(marks)))
        random.Random(SEED).shuffle(places)
        chosen = set(places[: len(places) // 2])
        dev = [place in chosen for place in range(len(marks))]
    unseen = [mark for mark, is_dev in zip(marks, dev, strict=True) if not is_dev]
    seen = [mark for mark, is_dev in zip(marks, dev, strict=True) if is_dev]
    chance = random.Random(SEED)
    means = sorted(sum(chance.choices(unseen, k=len(unseen))) / len(unseen) for _ in range(1_000))
    print(
        f"  {name:28} test {sum(unseen) / len(unseen):5.1f} [{means[24]:.1f}, {means[974]:.1f}]"
        f"   dev {sum(seen) / len(seen):5.1f}   all {sum(marks) / len(marks):5.1f}"
    )
    return sum(marks) / len(marks)


def faq(data: Path) -> float | None:
    folder = data / "stackfaq"
    if not folder.is_dir():
        print("skipped: stackfaq is absent")
        return None
    with gzip.open(folder / "faq.jsonl.gz", "rt", encoding="utf-8") as lines:
        held = [json.loads(line) for line in lines]
    corpus = [(str(one["faq_id"]), one["question"], " ".join(one["answers"])) for one in held]
    with gzip.open(folder / "queries_dev.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
        queries = [(row["faq_id"], row["query"]) for row in csv.DictReader(lines, delimiter="\t")]
    print(f"StackFAQ, MAP over {len(corpus)} questions with answers, {len(queries)} paraphrases")
    reached = {}
    for name, engine in ENGINES.items():
        ranked = engine(corpus)
        reached[name] = shown(name, [average_precision(ranked(text), {id}) for id, text in queries])
    return reached["parvis"]


def forum(data: Path) -> float | None:
    path = data / "semeval2016_cqa" / "train_part2.jsonl.gz"
    if not path.is_file():
        print("skipped: semeval2016_cqa is absent")
        return None
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        originals = [json.loads(line) for line in lines]
    print(f"SemEval-2016 task 3 B, MAP over {len(originals)} questions with 10 candidates each")
    order = [
        [one["relq_id"] for one in sorted(q["related"], key=lambda one: one["google_rank"])]
        for q in originals
    ]
    wanted = [{one["relq_id"] for one in q["related"] if one["relevance"] != "Irrelevant"} for q in originals]
    shown("the search engine's order", list(map(average_precision, order, wanted)))
    reached = {}
    for name, engine in ENGINES.items():
        marks = []
        for question, good in zip(originals, wanted, strict=True):
            corpus = [(one["relq_id"], f"{one['subject']}. {one['body']}", "") for one in question["related"]]
            marks.append(
                average_precision(engine(corpus)(f"{question['subject']}. {question['body']}"), good)
            )
        reached[name] = shown(name, marks)
    return reached["parvis"]


def own() -> dict[str, float]:
    with ASKED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    reached = {}
    for language in ("en", "fr"):
        mine = [row for row in rows if row["language"] == language]
        corpus = [(row["number"], row["question"], "") for row in mine]
        dev = [int(row["number"]) % 2 == 0 for row in mine for _ in range(2)]
        print(f"own questions, {language}, MAP over {len(corpus)} without answers, two hard paraphrases each")
        for name, engine in ENGINES.items():
            ranked = engine(corpus)
            marks = [
                average_precision(ranked(row[column]), {row["number"]})
                for row in mine
                for column in ("asked", "asked too")
            ]
            whole = shown(name, marks, dev)
            if name == "parvis":
                reached[language] = whole
    return reached


def many(data: Path, count: int) -> Sequence[Question]:
    """Real questions joined two by two, so that all differ: intents of banking and of an assistant."""
    texts = []
    for path, mark in (("banking77/train.csv.gz", ","), ("clinc150/train.tsv.gz", "\t")):
        if (data / path).is_file():
            with gzip.open(data / path, "rt", encoding="utf-8", newline="") as lines:
                texts += [row["text"] for row in csv.DictReader(lines, delimiter=mark)]
    chance = random.Random(SEED)
    return (
        [(str(place), f"{chance.choice(texts)} {chance.choice(texts)}", "") for place in range(count)]
        if texts
        else []
    )


def milliseconds(data: Path, count: int) -> float | None:
    corpus = many(data, count + 200)
    if not corpus:
        print("skipped: banking77 and clinc150 are absent")
        return None
    queries = [question for _, question, _ in corpus[count:]]
    corpus = corpus[:count]
    index: SimilarIndex[str] = SimilarIndex()
    start = time.process_time()
    index.add_all(corpus)
    built = time.process_time() - start
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE held USING fts5(question, tokenize='porter unicode61')")
    database.executemany("INSERT INTO held(question) VALUES (?)", ((question,) for _, question, _ in corpus))

    def fts5(text: str) -> object:
        words = " OR ".join(f'"{word}"' for word in words_of(text))
        wanted = "SELECT rowid FROM held WHERE held MATCH ? ORDER BY bm25(held) LIMIT 10"
        return database.execute(wanted, (words,)).fetchall()

    ours, theirs = _times(index.search, queries), _times(fts5, queries[:40])
    print(f"{count:,} questions, {len(queries)} queries of some 20 words, one at a time; 40 for SQLite")
    for name, (spent, passed) in (("parvis", ours), ("SQLite FTS5", theirs)):
        print(
            f"  {name:12} CPU median {_share(spent, 50):6.1f} ms, p95 {_share(spent, 95):6.1f} ms;"
            f" clock median {_share(passed, 50):6.1f} ms, p95 {_share(passed, 95):6.1f} ms"
        )
    print(f"  parvis: index built in {built:.1f} CPU-seconds")
    # By processor time, of all threads: whoever else uses the machine does not decide.
    return _share(ours[0], 95)


def _times(search: Callable[[str], object], queries: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of the processor and of the clock, each in order."""
    spent, passed = [], []
    search(queries[0])
    for text in queries:
        processor, clock = time.process_time(), time.perf_counter()
        search(text)
        spent.append(1_000 * (time.process_time() - processor))
        passed.append(1_000 * (time.perf_counter() - clock))
    return sorted(spent), sorted(passed)


def _share(ordered: Sequence[float], percent: int) -> float:
    return ordered[len(ordered) * percent // 100]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--questions", type=int, default=100_000)
    options = parser.parse_args()
    found, asked, languages = faq(options.data), forum(options.data), own()
    slowest = milliseconds(options.data, options.questions)
    missed = list(
        itertools.compress(
            ("FAQ", "forum", "French no worse than English", "speed"),
            (
                found is not None and found < FAQ_ASKED,
                asked is not None and asked < FORUM_ASKED,
                languages["fr"] < languages["en"] - MAY_DIFFER,
                slowest is not None and slowest > MILLISECONDS_ASKED,
            ),
        )
    )
    if missed:
        print(f"missed: {', '.join(missed)}")
    return bool(missed)


if __name__ == "__main__":
    raise SystemExit(main())
