"""Who knows: figures over who answered whom. Quality, not volume, makes an expert.

Sources: Zhang, Ackerman and Adamic, "Expertise Networks in Online Communities", WWW 2007 (z-score, ExpertiseRank on the
graph asker → answerer; there the plain z-score did about as well as graphs); Wilson (1927) for the lower bound of a
share. docs/method/community.md says how they are used and what was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import sqrt

from parvis.foundation.logic.intervals import Estimate, share

DAMPING = 0.85
MOST_ROUNDS, CLOSE_ENOUGH = 200, 1e-9
# Less says nothing: one answer to the one person everybody answers gives the highest ExpertiseRank of all.
LEAST_ANSWERS, LEAST_HELPED, LEAST_DECIDED = 10, 5, 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one member. answers: to questions of others; helped: different people whose questions they
    answered; decided: their answers under questions that somebody else's or their own answer solved; accepted: of
    these, their own."""

    member_id: int
    answers: int
    questions: int
    helped: int
    decided: int
    accepted: int
    helpful: int
    expertise_rank: float

    @property
    def z(self) -> float:
        return z_score(self.answers, self.questions)

    @property
    def acceptance(self) -> Estimate | None:
        return share(self.accepted, self.decided)


def z_score(answers: int, questions: int) -> float:
    """(a − q) / √(a + q): by how many standard deviations somebody answers more than they ask; 0 where neither."""
    both = answers + questions
    return (answers - questions) / sqrt(both) if both else 0.0


def expertise_rank(edges: Iterable[tuple[int, int]], *, damping: float = DAMPING) -> dict[int, float]:
    """ER(A) = (1 − d) + d · Σ ER(U) / C(U) over those U whose questions A answered; C(U): how many helped U.

    edges: (asker, answerer); the same pair twice is one edge, answers to oneself are none. About one on average
    where everybody is helped by somebody.
    """
    helpers: dict[int, set[int]] = defaultdict(set)
    for asker, answerer in edges:
        if asker != answerer:
            helpers[asker].add(answerer)
    members = sorted(set(helpers) | {one for all_of in helpers.values() for one in all_of})
    rank = dict.fromkeys(members, 1.0)
    for _ in range(MOST_ROUNDS):
        passed = dict.fromkeys(members, 0.0)
        for asker, all_of in helpers.items():
            part = rank[asker] / len(all_of)
            for one in all_of:
                passed[one] += part
        after = {one: (1 - damping) + damping * passed[one] for one in members}
        moved = max((abs(after[one] - rank[one]) for one in members), default=0.0)
        rank = after
        if moved < CLOSE_ENOUGH:
            break
    return rank


def has_enough_evidence(one: Evidence) -> bool:
    return one.answers >= LEAST_ANSWERS and one.helped >= LEAST_HELPED and one.decided >= LEAST_DECIDED


def candidates(known: Collection[Evidence]) -> list[Evidence]:
    """Whom to invite, the surest first.

    Enough evidence; more answers than questions (z > 0); an ExpertiseRank at least as high as half of those with
    enough evidence; and a lower bound of acceptance that is not below the acceptance of all others together. They are
    ordered by that lower bound: z and ExpertiseRank grow with volume, so they let in and do not
    order.
    """
    enough = [one for one in known if has_enough_evidence(one)]
    decided, accepted = sum(one.decided for one in known), sum(one.accepted for one in known)
    ranks = sorted(one.expertise_rank for one in enough)
    middle = ranks[(len(ranks) - 1) // 2] if ranks else 0.0
    fit = [
        one
        for one in enough
        if one.z > 0
        and one.expertise_rank >= middle
        and _lowest(one) > 0
        and _lowest(one) * (decided - one.decided) >= accepted - one.accepted
    ]
    return sorted(fit, key=lambda one: (-_lowest(one), -one.expertise_rank, one.member_id))


def _lowest(one: Evidence) -> float:
    found = one.acceptance
    return found.low if found is not None and found.low is not None else 0.0
