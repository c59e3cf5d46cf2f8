"""Real forums as lines that `parvis community import` takes: `python -m bench.community_samples semeval > forum.jsonl`.

semeval: questions of Qatar Living with the comments under them, each judged good or not (SemEval-2016, task 3);
stackfaq: questions of StackExchange with their answers. Neither names authors: members are made up, a few for each.
Both are for trying and measuring; their terms are in the folders they come from.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
PEOPLE = 150


def semeval(data: Path = DATA) -> Iterator[dict[str, Any]]:
    related = {}
    with gzip.open(data / "semeval2016_cqa/train_part2.jsonl.gz", "rt") as lines:
        for line in lines:
            for one in json.loads(line)["related"]:
                related[one["relq_id"].partition("_")[2] + one["subject"] + one["date"]] = one
    questions = list(related.values())
    yield from _boards({one["category"] for one in questions})
    yield from _members()
    for number, one in enumerate(questions):
        asker = _somebody(one["relq_id"])
        yield {
            "type": "question", "id": f"q{number}", "board": one["category"], "author": asker,
            "title": one["subject"][:200] or "…", "text": one["body"] or one["subject"] or "…",
            "asked_at": _moment(one["date"]),
        }  # fmt: skip
        for place, comment in enumerate(one["comments"]):
            yield {
                "type": "answer", "id": f"q{number}.{place}", "question": f"q{number}",
                "author": _somebody(f"{one['relq_id']} {place}"), "text": comment["text"] or "…",
                "written_at": _moment(comment["date"]),
            }  # fmt: skip
        good = [place for place, comment in enumerate(one["comments"]) if comment["good_for_relq"] == "Good"]
        if good:
            at = _moment(one["comments"][good[0]]["date"])
            yield {"type": "accepted", "question": f"q{number}", "answer": f"q{number}.{good[0]}", "at": at}


def stackfaq(data: Path = DATA) -> Iterator[dict[str, Any]]:
    yield from _boards({"Web applications"})
    yield from _members()
    with gzip.open(data / "stackfaq/faq.jsonl.gz", "rt") as lines:
        for one in map(json.loads, lines):
            at = f"2014-01-{1 + one['faq_id'] % 28:02}T10:00:00Z"
            yield {
                "type": "question", "id": f"f{one['faq_id']}", "board": "Web applications",
                "author": _somebody(f"f{one['faq_id']}"), "title": one["question"][:200], "text": one["question"],
                "asked_at": at,
            }  # fmt: skip
            for place, text in enumerate(one["answers"]):
                yield {
                    "type": "answer", "id": f"f{one['faq_id']}.{place}", "question": f"f{one['faq_id']}",
                    "author": _somebody(f"f{one['faq_id']} {place}"), "text": text[:32_000] or "…", "written_at": at,
                }  # fmt: skip


def _boards(names: set[str]) -> Iterator[dict[str, Any]]:
    for name in sorted(names):
        yield {"type": "board", "id": name, "name": name[:80]}


def _members() -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        yield {
            "type": "member",
            "id": str(number),
            "name": f"Resident {number}",
            "joined_at": "2008-01-01T00:00:00Z",
        }


def _somebody(key: str) -> str:
    """Always the same of the made-up members; some write far more than others, as people do."""
    drawn = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 16**8
    return str(int(PEOPLE * drawn**3))


def _moment(date: str) -> str:
    return date.replace(" ", "T") + "+03:00"  # Qatar's hours


FORUMS = {"semeval": semeval, "stackfaq": stackfaq}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("forum", choices=FORUMS)
    for line in FORUMS[parser.parse_args().forum]():
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
