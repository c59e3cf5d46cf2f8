"""How much advertising is held, and how much of what customers write: `python -m bench.advertising [--data DIR]`.

bench/advertisements.jsonl holds sixty advertisements, half of them French, written for this by hand after the kinds
that forums report: forty plain ones (loans, casinos, copies, pills …), twenty that pose as a customer's words. They
are ours, not a sample of what is sent anywhere; the words that give points were chosen with every other one in sight
(the first, the third …), so the others are counted apart. Beside them what customers wrote and nobody selected.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.community_samples import DATA, semeval
from parvis.community.logic.spam import HOLD, WITHHOLD, Circumstances, spam_points, spam_score

ADVERTISEMENTS = Path(__file__).with_name("advertisements.jsonl")
POSES = ("disguised link", "competitor", "no link", "services")
AGES = {"the first minute": 0.01, "the first hour": 0.5, "the first day": 5.0, "the second day": 48.0}
FRENCH = {
    "free_telecom_fr/tweets_dev.csv.gz": "text",
    "engie_fr/tweets_dev.csv.gz": "text",
    "avis_assurance_fr/reviews_dev.csv.gz": "avis",
}


def advertisements() -> list[dict[str, str]]:
    return [json.loads(line) for line in ADVERTISEMENTS.read_text().splitlines()]


def english(data: Path) -> list[str]:
    lines: Iterable[dict[str, Any]] = semeval(data)
    return sorted({f"{line.get('title') or ''} {line['text']}" for line in lines if "text" in line})


def french(data: Path) -> list[str]:
    found = []
    for name, column in FRENCH.items():
        with gzip.open(data / name, "rt") as rows:
            found += [row[column] for row in csv.DictReader(rows)]
    return found


def score(text: str, *, hours: float) -> int:
    return spam_score(spam_points(text, Circumstances(hours_here=hours)))


def counted(texts: Iterable[str], *, hours: float) -> str:
    scores = [score(text, hours=hours) for text in texts]
    held, withheld = (sum(one >= edge for one in scores) for edge in (HOLD, WITHHOLD))
    return f"{held:4} of {len(scores)} held, {withheld} of them withheld at once"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--data", type=Path, default=DATA)
    data = asked.parse_args().data
    known = advertisements()
    groups = {
        "plain advertisements": [one["text"] for one in known if one["kind"] not in POSES],
        "advertisements that pose as a customer": [one["text"] for one in known if one["kind"] in POSES],
        "all, those in sight while choosing words": [one["text"] for one in known[0::2]],
        "all, those out of sight": [one["text"] for one in known[1::2]],
    }
    if (data / "semeval2016_cqa").exists():
        groups |= {"Qatar Living, English": english(data), "French tweets and reviews": french(data)}
    for when, hours in AGES.items():
        print(f"in {when} of an account")
        for name, texts in groups.items():
            print(f"  {name}: {counted(texts, hours=hours)}")
    begun, texts = time.process_time(), [one["text"] for one in known] * 50
    for text in texts:
        score(text, hours=1)
    print(f"{1000 * (time.process_time() - begun) / len(texts):.2f} ms a text")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
