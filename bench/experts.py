"""Who is found as a super-user: figures of quality beside plain volume, in communities whose quality is known.

python -m bench.experts [--seeds N]. No free corpus at hand names authors of answers and which were accepted
(StackFAQ and SemEval-2016 Qatar Living carry no authors), so communities are drawn: 400 members, activity by Zipf's
law (as measured by Nielsen 2006), quality of each drawn apart from activity, an answer accepted by quality among
those under its question. Counted: of the ten proposed, how many are among the best tenth by true quality of those
who have enough evidence; beside it the ten who answered most. And the time of ExpertiseRank on a large graph.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict

from parvis.community.logic.experts import Evidence, candidates, expertise_rank, has_enough_evidence

MEMBERS, QUESTIONS, PROPOSED = 400, 6_000, 10
EDGES, SECONDS_ASKED = 500_000, 60.0


def drawn(seed: int) -> tuple[list[Evidence], list[float]]:
    """What is known of each member, and their true quality."""
    dice = random.Random(seed)
    quality = [dice.betavariate(2, 3) for _ in range(MEMBERS)]
    order = list(range(MEMBERS))
    dice.shuffle(order)
    weights = [0.0] * MEMBERS
    for place, member in enumerate(order, start=1):
        weights[member] = 1 / place
    answers, accepted, decided, asked, votes = ([0] * MEMBERS for _ in range(5))
    helped: dict[int, set[int]] = defaultdict(set)
    edges = []
    for _ in range(QUESTIONS):
        asker = dice.randrange(MEMBERS)
        asked[asker] += 1
        under = {
            one for one in dice.choices(range(MEMBERS), weights, k=dice.choice((1, 2, 3, 4))) if one != asker
        }
        best = max(under, key=lambda one: quality[one] + dice.gauss(0, 0.25), default=None)
        is_solved = best is not None and dice.random() < 0.25 + 0.6 * quality[best]
        for one in under:
            answers[one] += 1
            helped[one].add(asker)
            edges.append((asker, one))
            votes[one] += dice.random() < quality[one]
            decided[one] += is_solved
        if is_solved and best is not None:
            accepted[best] += 1
    rank = expertise_rank(edges)
    known = [
        Evidence(one, answers[one], asked[one], len(helped[one]), decided[one], accepted[one], votes[one],
                 rank.get(one, 0.0))
        for one in range(MEMBERS)
    ]  # fmt: skip
    return known, quality


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=20)
    options = parser.parse_args()
    found, loud, lifted, loud_quality = [], [], [], []
    for seed in range(options.seeds):
        known, quality = drawn(seed)
        enough = sorted(
            (one for one in known if has_enough_evidence(one)), key=lambda one: -quality[one.member_id]
        )
        best = {one.member_id for one in enough[: max(PROPOSED, len(enough) // 10)]}
        ours = [one.member_id for one in candidates(known)[:PROPOSED]]
        most = [one.member_id for one in sorted(known, key=lambda one: -one.answers)[:PROPOSED]]
        found.append(len(best & set(ours)) / max(1, len(ours)))
        loud.append(len(best & set(most)) / PROPOSED)
        lifted.append(statistics.mean(quality[one] for one in ours) if ours else 0.0)
        loud_quality.append(statistics.mean(quality[one] for one in most))
    print(f"{options.seeds} communities of {MEMBERS} members and {QUESTIONS:,} questions")
    print(
        f"  of those proposed among the best: {statistics.mean(found):.2f}; of the loudest: {statistics.mean(loud):.2f}"
    )
    print(
        f"  their mean quality: {statistics.mean(lifted):.2f}; of the loudest: {statistics.mean(loud_quality):.2f}"
    )
    dice = random.Random(1)
    edges = [(dice.randrange(100_000), int(dice.paretovariate(0.8)) % 100_000) for _ in range(EDGES)]
    began = time.perf_counter()
    expertise_rank(edges)
    took = time.perf_counter() - began
    print(
        f"  ExpertiseRank over {EDGES:,} edges of 100,000 members: {took:.1f} s (asked: {SECONDS_ASKED:.0f})"
    )
    is_kept = statistics.mean(found) > statistics.mean(loud) and took <= SECONDS_ASKED
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
