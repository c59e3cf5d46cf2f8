"""What a period is about: topics and rising terms over a bounded sample of its mentions.

The sample is drawn day by day in proportion to what was said on each, at places spread evenly over the day, so that
it costs the same for a thousand mentions as for ten million; the same selection gives the same sample. Reposts and
copies are left out: a topic is what several people say, not what one said and many passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from parvis.enrichment.logic.topics import Term, cluster_posts, rising_terms
from parvis.foundation.logic.intervals import Estimate, share
from parvis.listening.logic.net_sentiment import NetSentiment, SentimentCounts, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.models import Mention
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.cells import has_cells, sums
from parvis.listening.reads.mentions import mentions_of

if TYPE_CHECKING:
    from parvis.accounts.models import User

SAMPLE = 1_000
A_DRAW = 10  # neighbours in time that are read together
CHARACTERS_READ = 600
LEAST_POSTS = 20  # below, a cluster is an anecdote
_LABELS = {"negative": "negative", "neutral": "neutral", "positive": "positive", "": "not_analysed"}


@dataclass(frozen=True, slots=True)
class Topic:
    """share: of the sample, with its interval. example: words of the post nearest to the topic's middle."""

    name: str
    terms: tuple[str, ...]
    posts: int
    share: Estimate | None
    net: NetSentiment | None
    counts: SentimentCounts
    example: str
    example_id: int


@dataclass(frozen=True, slots=True)
class Topics:
    """read, before: how many posts were read of this period and of the one before."""

    topics: tuple[Topic, ...]
    rising: tuple[Term, ...]
    read: int
    before: int


def topics_of(user: User, selection: Selection, *, most: int = 8) -> Topics:
    """Topics, the largest first, and terms that are more frequent than in the period before, the surest first."""
    if not can_view_mentions(user):
        return Topics((), (), 0, 0)
    now = _sample(user, selection)
    before = _sample(user, selection.of(selection.period.before))
    texts = [text for _, text, _ in now]
    rising = tuple(rising_terms(texts, [text for _, text, _ in before], count=10)) if before else ()
    if len(now) < LEAST_POSTS:
        return Topics((), rising, len(now), len(before))
    found = []
    for cluster in cluster_posts(texts, count=min(20, max(4, len(texts) // 25)))[:most]:
        moods = dict.fromkeys(_LABELS.values(), 0)
        for place in cluster.members:
            moods[_LABELS[now[place][2]]] += 1
        counts = SentimentCounts(**moods)
        key, text, _ = now[cluster.members[0]]
        found.append(
            Topic(
                cluster.name, cluster.terms, len(cluster.members), share(len(cluster.members), len(now)),
                net_sentiment(counts), counts, " ".join(text.split())[:160], key,
            )
        )  # fmt: skip
    return Topics(tuple(found), rising, len(now), len(before))


def _sample(user: User, selection: Selection) -> list[tuple[int, str, str]]:
    """(id, words, sentiment) of at most SAMPLE mentions, oldest first."""
    mentions = mentions_of(user, selection).filter(is_repost=False, is_repeat=False)
    moments = _moments(selection) if has_cells(selection) else []
    if not moments:
        rows = mentions.order_by("-published_at", "-id").values_list("pk", "title", "text", "sentiment")[
            :SAMPLE
        ]
        read = sorted((key, title, text, mood) for key, title, text, mood in rows)
    else:
        read = sorted(_drawn(mentions, moments))
    return [(key, f"{title}\n{text}"[:CHARACTERS_READ].strip(), mood) for key, title, text, mood in read]


def _moments(selection: Selection) -> list[datetime]:
    """Where the sample is drawn; none where all can be read."""
    by_day = {row.key[0]: row.mentions for row in sums(selection, ("day",))}
    total = sum(by_day.values())
    if total <= SAMPLE:
        return []
    draws = SAMPLE // A_DRAW
    found: list[datetime] = []
    owed = 0.0
    for day in selection.period.days:
        owed += draws * by_day.get(day, 0) / total
        here, owed = int(owed), owed - int(owed)
        start = selection.period.start_at + timedelta(days=(day - selection.period.first).days)
        found += [start + timedelta(days=(place + 0.5) / here) for place in range(here)]
    return found


def _drawn(mentions: QuerySet[Mention], moments: Sequence[datetime]) -> set[tuple[int, str, str, str]]:
    found: set[tuple[int, str, str, str]] = set()
    parts = [
        mentions.filter(published_at__gte=at, published_at__lt=at + timedelta(days=1))
        .order_by("published_at")
        .values_list("pk", "title", "text", "sentiment")[:A_DRAW]
        for at in moments
    ]
    # One statement: a draw each would be a hundred journeys to the database.
    if parts:
        found.update(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return found
