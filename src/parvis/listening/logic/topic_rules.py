"""What it takes to be one of a topic's posts: so many of its terms, which stand in the address of the rows.

A topic is found as a cluster of a sample; whether any other post is of it must be decided by a rule, so that the
number beside a topic and the rows it opens are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

MOST_TERMS = 6
LONGEST_TERM = 60
LONGEST = 400
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class TopicRule:
    """A post is of the topic when it holds at least so many of the terms."""

    terms: tuple[str, ...]
    least: int

    @property
    def written(self) -> str:
        """As it stands in an address: "2~battery~smoke~garage"."""
        return _BETWEEN.join((str(self.least), *self.terms))

    @property
    def name(self) -> str:
        return ", ".join(self.terms[:2])


def rule_read(written: str) -> TopicRule | None:
    """None for what is no rule."""
    least, *terms = written[:LONGEST].replace("\x00", "").replace('"', " ").split(_BETWEEN)
    kept = tuple(dict.fromkeys(term.strip()[:LONGEST_TERM] for term in terms if term.strip()))[:MOST_TERMS]
    if not kept or not (least.isascii() and least.isdigit()) or not 1 <= int(least[:3]) <= len(kept):
        return None
    return TopicRule(kept, int(least))


def fitted(
    terms: Sequence[str], members: Collection[int], holding: Sequence[Collection[int]]
) -> tuple[TopicRule, frozenset[int]] | None:
    """The rule whose posts are most alike to the cluster (F1), and these posts. holding: of each term, its posts."""
    held = [(term, frozenset(posts)) for term, posts in zip(terms, holding, strict=True) if posts]
    wanted, best = frozenset(members), None
    # The brand's own name stands in every topic: a word that is far more frequent than the topic is no sign of it.
    usable = [(term, posts) for term, posts in held if len(posts) <= 2 * len(wanted)] or held
    for count in range(1, min(MOST_TERMS, len(usable)) + 1):
        for least in (1, 2) if count > 2 else (1,):
            some = usable[:count]
            seen: dict[int, int] = {}
            for _, posts in some:
                for post in posts:
                    seen[post] = seen.get(post, 0) + 1
            found = frozenset(post for post, n in seen.items() if n >= least)
            likeness = 2 * len(found & wanted) / (len(found) + len(wanted)) if found else 0.0
            if best is None or likeness > best[0]:
                best = (likeness, TopicRule(tuple(_plain(term) for term, _ in some), least), found)
    return (best[1], best[2]) if best and best[0] > 0 else None


def _plain(term: str) -> str:
    return " ".join(term.replace(_BETWEEN, " ").replace('"', " ").split())[:LONGEST_TERM]
