"""Votes that go round in a circle: they stay votes, and count only so often towards reputation.

A ring is a strongly connected part of the graph voter → author among pairs with several votes (Tarjan 1972): two who
vote for each other, or a circle of more. Inside a ring a pair counts at most COUNTED_A_WEEK times a calendar week.
Honest people who help each other hardly notice; whoever trades votes gains nothing by more of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

COUNTED_A_WEEK = 3
LEAST_VOTES = (
    3  # from one to another within the time that is looked at, before the pair can be part of a ring
)
# Shown to a person at the desk: few members, and most of what they received comes from among themselves.
MOST_MEMBERS, LEAST_SHARE = 12, 0.5


@dataclass(frozen=True, slots=True)
class Ring:
    """members: ascending. inside: votes among them; received: all votes that they received."""

    members: tuple[int, ...]
    inside: int
    received: int

    @property
    def share(self) -> float:
        return self.inside / self.received if self.received else 0.0

    @property
    def is_suspicious(self) -> bool:
        return len(self.members) <= MOST_MEMBERS and self.share >= LEAST_SHARE


def rings(votes: Mapping[tuple[int, int], int]) -> list[Ring]:
    """votes: (voter, author) → how many, of all pairs. The rings, that with most votes inside first."""
    heavy: dict[int, list[int]] = defaultdict(list)
    received: dict[int, int] = defaultdict(int)
    for (voter, author), count in votes.items():
        received[author] += count
        if count >= LEAST_VOTES and voter != author:
            heavy[voter].append(author)
    found = []
    for members in _strongly_connected(heavy):
        if len(members) > 1:
            among = set(members)
            inside = sum(count for (one, other), count in votes.items() if one in among and other in among)
            found.append(Ring(tuple(sorted(members)), inside, sum(received[one] for one in members)))
    return sorted(found, key=lambda ring: (-ring.inside, ring.members))


def _strongly_connected(edges: Mapping[int, list[int]]) -> list[list[int]]:
    """Tarjan's algorithm with a stack of its own: a long chain of votes does not exhaust Python's."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    is_on_stack: set[int] = set()
    parts: list[list[int]] = []
    for root in sorted(edges):
        if root in number:
            continue
        work = [(root, iter(edges.get(root, ())))]
        number[root] = low[root] = len(number)
        stack.append(root)
        is_on_stack.add(root)
        while work:
            here, onward = work[-1]
            following = next(onward, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == number[here]:
                    part: list[int] = []
                    while not part or part[-1] != here:
                        part.append(stack.pop())
                        is_on_stack.discard(part[-1])
                    parts.append(part)
            elif following not in number:
                number[following] = low[following] = len(number)
                stack.append(following)
                is_on_stack.add(following)
                work.append((following, iter(edges.get(following, ()))))
            elif following in is_on_stack:
                low[here] = min(low[here], number[following])
    return parts
