"""What is listened for and what is left out, as this process holds it in memory while the stamp stands."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parvis.foundation.installation import fact
from parvis.listening.logic.exclusions import Exclusions, exclusions_of
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.nodes import Node
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post
from parvis.listening.logic.references import NamedTexts
from parvis.listening.logic.relaxed import asks_labels, relaxed
from parvis.listening.models import Exclusion, Query, SourceRule
from parvis.listening.reads.stamp import read_stamp

RULES_FACT = "listening.rules"


@dataclass(frozen=True, slots=True)
class Rules:
    """author_cap: posts of one author that are kept a day (0: all); counts_repeats: copies count as mentions."""

    author_cap: int = 0
    counts_repeats: bool = True


@dataclass(slots=True)
class Intake:
    """Everything that decides about a post. Lives as long as its stamp; `match` is used by one thread at a time."""

    stamp: int
    exclusions: Exclusions
    rules: Rules
    only_matches: frozenset[int]  # connections of which only what matches is kept
    versions: dict[int, int]  # query id → version
    asking_labels: frozenset[int]  # queries that cannot be judged before a post is labelled
    _nodes: dict[int, tuple[object, Node]] = field(default_factory=dict)
    _matcher: Matcher = field(default_factory=Matcher)
    _early: Matcher = field(default_factory=Matcher)
    _is_everything: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def match(self, posts: Sequence[Post]) -> list[list[int]]:
        """The queries that find each post, its labels known."""
        if not self.versions:
            return [[] for _ in posts]
        with self._lock:
            return self._matcher.match_many(posts)  # type: ignore[return-value]

    def may_match(self, posts: Sequence[Post]) -> list[bool]:
        """Whether a post that is not labelled yet could still match."""
        if self._is_everything:
            return [True] * len(posts)
        if not self.versions:
            return [False] * len(posts)
        with self._lock:
            early = self._early if self.asking_labels else self._matcher
            return [bool(found) for found in early.match_many(posts)]


_known: Intake | None = None
_refresh = threading.Lock()


def intake_at(stamp: int) -> Intake:
    """What holds at this stamp: as remembered, or brought up to date, changing only the queries that changed."""
    global _known
    with _refresh:
        if _known is None or _known.stamp != stamp:
            _known = _renewed(_known, stamp)
        return _known


def intake_now() -> Intake:
    return intake_at(read_stamp())


def forget_intake() -> None:
    """For tests that empty the tables below this memory."""
    global _known
    _known = None


def rules_in_force() -> Rules:
    stated: Mapping[str, object] = fact(RULES_FACT, {})
    return Rules(
        author_cap=int(str(stated.get("author_cap", 0))),
        counts_repeats=bool(stated.get("counts_repeats", True)),
    )


def named_texts() -> NamedTexts:
    """$reference → text, of every query that can be named by others."""
    return NamedTexts(dict(Query.objects.filter(removed_at=None).values_list("reference", "text")))


def _renewed(before: Intake | None, stamp: int) -> Intake:
    rows = list(
        Query.objects.filter(removed_at=None).values_list("pk", "text", "version", "reference", "is_active")
    )
    named = NamedTexts({reference: text for _, text, _, reference, _ in rows})
    # Texts of others matter to a query that names them: such queries are read again when any text changed.
    of_names = tuple(sorted(named.items()))
    nodes: dict[int, tuple[object, Node]] = {}
    known = before._nodes if before else {}
    for key, text, _, _, is_active in rows:
        if not is_active:
            continue
        made_of = (text, of_names) if "$" in text else text
        if key in known and known[key][0] == made_of:
            nodes[key] = known[key]
            continue
        try:
            nodes[key] = (made_of, parse(text, named=named))
        except QueryError:
            # A query that it named was removed behind its back: it finds nothing until it is mended.
            continue
    # One matcher lives on through all stamps, and so does its lock: a thread may still be using it.
    matcher = before._matcher if before else Matcher()
    lock = before._lock if before else threading.Lock()
    early = Matcher()
    with lock:
        for key, held in known.items():
            if nodes.get(key) is not held:
                matcher.remove(key)
        for key, held in nodes.items():
            if known.get(key) is not held:
                matcher.add(key, held[1])
    asking = frozenset(key for key, (_, node) in nodes.items() if asks_labels(node))
    is_everything = False
    if asking:
        for key, (_, node) in nodes.items():
            before_labels = relaxed(node) if key in asking else node
            if before_labels is None:
                is_everything = True
            else:
                early.add(key, before_labels)
    return Intake(
        stamp=stamp,
        exclusions=exclusions_of(Exclusion.objects.values_list("kind", "channel", "value")),
        rules=rules_in_force(),
        only_matches=frozenset(
            SourceRule.objects.filter(keeps_only_matches=True).values_list("connection_id", flat=True)
        ),
        versions={key: version for key, _, version, _, _ in rows if key in nodes},
        asking_labels=asking,
        _nodes=nodes,
        _matcher=matcher,
        _early=early,
        _is_everything=is_everything,
        _lock=lock,
    )
