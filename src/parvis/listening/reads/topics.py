"""What a period is about: topics and rising terms over a bounded sample of its mentions.

The sample is drawn day by day in proportion to what was said on each, at places spread evenly over the day, so that
it costs the same for a thousand mentions as for ten million; the same selection gives the same sample. Reposts and
copies are left out: a topic is what several people say, not what one said and many passed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection as database
from django.db.models import Count, Q, QuerySet

from parvis.enrichment.logic.topics import Term, cluster_posts, rising_terms
from parvis.foundation.logic.intervals import Estimate, share
from parvis.listening.logic.net_sentiment import NetSentiment, SentimentCounts, net_sentiment
from parvis.listening.logic.selection import Selection
from parvis.listening.logic.topic_rules import TopicRule, fitted, rule_read
from parvis.listening.models import Mention
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.cells import has_cells, sums
from parvis.listening.reads.found_by import first_keys_after, in_order, of_keys, without_query
from parvis.listening.reads.mentions import mentions_of
from parvis.listening.reads.narrowing import of_topic

if TYPE_CHECKING:
    from parvis.accounts.models import User

SAMPLE = 1_000
A_DRAW = 10  # neighbours in time that are read together
CHARACTERS_READ = 600
MENTIONS_DIVIDED = 5_000  # as the other facets
LEAST_POSTS = 20  # below, a cluster is an anecdote
_LABELS = {"negative": "negative", "neutral": "neutral", "positive": "positive", "": "not_analysed"}


@dataclass(frozen=True, slots=True)
class Topic:
    """rule: which posts are of it, in the sample and everywhere. share: of the sample, with its interval.
    example: words of the post nearest to the topic's middle."""

    name: str
    rule: TopicRule
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
    grown = rising_terms(texts, [text for _, text, _ in before], count=10) if before else []
    is_enough = len(now) >= LEAST_POSTS
    clusters = cluster_posts(texts, count=min(20, max(4, len(texts) // 25)))[:most] if is_enough else []
    terms = [term for one in clusters for term in one.terms]
    holding = _holding(selection, [key for key, _, _ in now], [*terms, *(term.phrase for term in grown)])
    # As many as the search finds, since it is the search that opens their rows.
    rising = tuple(replace(term, posts=len(holding[term.phrase])) for term in grown if holding[term.phrase])
    place_of = {key: place for place, (key, _, _) in enumerate(now)}
    found = []
    for cluster in clusters:
        posts = [{place_of[key] for key in holding[term]} for term in cluster.terms]
        fit = fitted(cluster.terms, cluster.members, posts)
        if fit is None:
            continue
        rule, members = fit
        moods = dict.fromkeys(_LABELS.values(), 0)
        for place in members:
            moods[_LABELS[now[place][2]]] += 1
        counts = SentimentCounts(**moods)
        # The post nearest to the middle, of those that the rule takes as well.
        key, text, _ = now[next((place for place in cluster.members if place in members), cluster.members[0])]
        found.append(
            Topic(
                cluster.name, rule, cluster.terms, len(members), share(len(members), len(now)),
                net_sentiment(counts), counts, " ".join(text.split())[:160], key,
            )
        )  # fmt: skip
    found.sort(key=lambda one: -one.posts)
    return Topics(tuple(found), rising, len(now), len(before))


def _holding(selection: Selection, keys: Sequence[int], terms: Sequence[str]) -> dict[str, list[int]]:
    """Term → the mentions of the sample that hold it, as the search sees them."""
    once = list(dict.fromkeys(terms))
    if not once:
        return {}
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT asked.place, array_agg(m.id) FROM listening_mention AS m
            JOIN (SELECT place, parvis_query(term) AS query FROM unnest(%s::text[]) WITH ORDINALITY AS t (term, place)
                  OFFSET 0) AS asked ON m.search @@ asked.query
            WHERE m.id = ANY(%s) AND m.published_at >= %s AND m.published_at < %s GROUP BY 1
            """,
            [
                [f'"{term}"' for term in once], list(keys), selection.period.start_at, selection.period.end_at,
            ],
        )  # fmt: skip
        found = {once[place - 1]: list(ids) for place, ids in cursor.fetchall()}
    return {term: found.get(term, []) for term in once}


def topic_facet(user: User, selection: Selection) -> tuple[Sequence[tuple[TopicRule, int]], int]:
    """Topics of a selection, each with how many of its newest mentions are of it; out of how many, 0: out of all."""
    plain = replace(selection, topic="")
    rules = [one.rule for one in topics_of(user, plain).topics]
    chosen = rule_read(selection.topic)
    if chosen is not None:
        rules = [chosen, *(rule for rule in rules if rule != chosen)]
    newest = mentions_of(user, plain).order_by("-published_at", "-id").values_list("pk", "published_at")
    rows = list(newest[:MENTIONS_DIVIDED])
    if not rules or not rows:
        return [], 0
    among = Mention.objects.filter(
        pk__in=[key for key, _ in rows], published_at__range=(rows[-1][1], rows[0][1])
    )
    counted = among.aggregate(
        **{f"topic{place}": Count("pk", filter=Q(of_topic(rule))) for place, rule in enumerate(rules)}
    )
    found = [(rule, counted[f"topic{place}"]) for place, rule in enumerate(rules)]
    return [one for one in found if one[1]], len(rows) if len(rows) == MENTIONS_DIVIDED else 0


def _sample(user: User, selection: Selection) -> list[tuple[int, str, str]]:
    """(id, words, sentiment) of at most SAMPLE mentions, oldest first."""
    mentions = mentions_of(user, selection).filter(is_repost=False, is_repeat=False)
    moments = _moments(selection) if has_cells(selection) else []
    columns = ("pk", "title", "text", "sentiment")
    read: list[tuple[int, str, str, str]]
    if selection.found_by and not selection.typed:
        plain = mentions_of(user, without_query(selection)).filter(is_repost=False, is_repeat=False)
        plain_rows = plain.values_list(*columns)
        read = sorted(
            _drawn_of_query(plain_rows, selection.found_by, moments)
            if moments
            else in_order(plain_rows, selection, most=SAMPLE)
        )
    elif not moments:
        read = sorted(mentions.order_by("-published_at", "-id").values_list(*columns)[:SAMPLE])
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


def _drawn_of_query(rows: QuerySet[Any, Any], query_id: int, moments: Sequence[datetime]) -> set[Any]:
    """Neighbours in time among what the query found, of which the other filters may leave a quarter."""
    spans = [(at, at + timedelta(days=1)) for at in moments]
    draws = list(first_keys_after(query_id, spans, most=4 * A_DRAW))
    if not draws:
        return set()
    by_id = {row[0]: row for row in of_keys(rows, [key for draw in draws for key in draw])}
    found: set[Any] = set()
    for draw in draws:
        found.update([by_id[key] for _, key in draw if key in by_id][:A_DRAW])
    return found
