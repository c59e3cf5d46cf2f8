"""What a query would have found, before it is saved: over stored mentions or over posts of a file.

The work is bounded: beyond MOST_READ mentions, or when the time is up, a part drawn evenly is read; counts are then
scaled up and say so, with Wilson's interval.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from parvis.foundation.logic.intervals import Estimate, share
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.posts import FIELDS, stored_post
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post
from parvis.listening.logic.query.spans import Span
from parvis.listening.logic.selection import Selection
from parvis.listening.logic.without_not import without_not
from parvis.listening.models import Mention, Query
from parvis.listening.permissions import can_view_mentions
from parvis.listening.reads.cells import sums
from parvis.listening.reads.intake import named_texts

if TYPE_CHECKING:
    from parvis.accounts.models import User

MOST_READ = 20_000
MENTIONS_A_PART = 4_000
SECONDS = 1.5
SAMPLES = 10
ASKED, WITHOUT, BEFORE = "asked", "without", "before"


@dataclass(frozen=True, slots=True)
class Found:
    """A post of the preview; spans mark why it matches: (field, start, end)."""

    post: Post
    published_at: datetime | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """read of `total` posts were read; is_sampled: not all, and counts are estimates.

    count: posts found in all of `total`, in posts. over_time: one a bucket of the period (scaled up where sampled).
    removed: what the NOTs take away, None without any. gained, lost: against the saved text, None for a new query.
    The parts (languages, sentiments, sites) are numbers among the posts that were read.
    """

    read: int
    total: int
    is_sampled: bool
    matched: int
    count: Estimate | None
    over_time: tuple[float, ...]
    languages: tuple[tuple[str, int], ...]
    sentiments: tuple[tuple[str, int], ...]
    sites: tuple[tuple[str, int], ...]
    sample: tuple[Found, ...]
    removed: int | None
    removed_sample: tuple[Found, ...]
    gained: int | None
    gained_sample: tuple[Found, ...]
    lost: int | None
    lost_sample: tuple[Found, ...]


def preview(
    user: User, text: str, *, period: Period, query: Query | None = None, seconds: float = SECONDS
) -> Preview:
    """Over the stored mentions of a period. Raises QueryError. Nothing for those who may not read mentions."""
    asked = _asked(text, query)
    if not can_view_mentions(user):
        return _summed(asked, [], total=0, period=period)
    total = sum(row.mentions for row in sums(Selection(period), ()))
    return _summed(asked, _drawn(period, total, seconds), total=total, period=period)


def preview_posts(text: str, posts: Iterable[Post], *, query: Query | None = None) -> Preview:
    """Over posts that are not stored, such as those of a file. Raises QueryError."""
    read = [(post, None) for post in posts]
    return _summed(_asked(text, query), read, total=len(read), period=None)


@dataclass(frozen=True, slots=True)
class _Asked:
    matcher: Matcher
    has_not: bool
    has_before: bool


def _asked(text: str, query: Query | None) -> _Asked:
    named = named_texts()
    if query is not None:
        named = named.with_one(query.reference, text)
    node = parse(text, named=named)
    matcher = Matcher()
    matcher.add(ASKED, node)
    wider = without_not(node)
    if wider is not None:
        matcher.add(WITHOUT, wider)
    if query is not None:
        matcher.add(BEFORE, parse(query.text, named=named_texts()))
    return _Asked(matcher, wider is not None, query is not None)


def _drawn(period: Period, total: int, seconds: float) -> Iterator[tuple[Post, datetime | None]]:
    """Part after part, each spread evenly over the period, until all is read or enough of it."""
    parts = max(1, round(total / MENTIONS_A_PART))
    began, read = time.monotonic(), 0
    mentions = Mention.objects.filter(published_at__gte=period.start_at, published_at__lt=period.end_at)
    for part in range(parts):
        # By a hash: what comes in turns (a source after another, one text after another) falls into every part.
        chosen = mentions.extra(
            where=["abs(hashint8(listening_mention.id)::bigint) %% %s = %s"], params=[parts, part]
        )
        rows: list[Any] = list(chosen.values_list(*FIELDS))
        for row in rows:
            yield stored_post(row), row[-1]
        read += len(rows)
        if read >= MOST_READ or time.monotonic() - began > seconds:
            return


def _summed(
    asked: _Asked, posts: Iterable[tuple[Post, datetime | None]], *, total: int, period: Period | None
) -> Preview:
    read = 0
    groups: dict[str, list[tuple[Post, datetime | None]]] = {
        "asked": [],
        "removed": [],
        "gained": [],
        "lost": [],
    }
    matcher, has_not, has_before = asked.matcher, asked.has_not, asked.has_before
    for post, at in posts:
        read += 1
        found = matcher.match(post)
        if not found:
            continue
        if ASKED in found:
            groups["asked"].append((post, at))
            if has_before and BEFORE not in found:
                groups["gained"].append((post, at))
        else:
            if WITHOUT in found:
                groups["removed"].append((post, at))
            if BEFORE in found:
                groups["lost"].append((post, at))
    matched = groups["asked"]
    total = max(total, read)
    part = share(len(matched), read)
    scale = total / read if read else 1.0
    count = None
    if part is not None:
        is_whole = read == total
        low, high = (part.value, part.value) if is_whole else (part.low or 0.0, part.high or 1.0)
        count = Estimate(part.value * total, low * total, high * total, read)
    return Preview(
        read,
        total,
        read < total,
        len(matched),
        count,
        _over_time([at for _, at in matched if at], period, scale),
        _parts(post.language for post, _ in matched),
        _parts(post.sentiment for post, _ in matched),
        _parts(_site(post.url) for post, _ in matched if post.url),
        _shown(matcher, ASKED, matched),
        len(groups["removed"]) if has_not else None,
        _shown(matcher, WITHOUT, groups["removed"]) if has_not else (),
        len(groups["gained"]) if has_before else None,
        _shown(matcher, ASKED, groups["gained"]),
        len(groups["lost"]) if has_before else None,
        _shown(matcher, BEFORE, groups["lost"]) if has_before else (),
    )


def _over_time(times: Sequence[datetime], period: Period | None, scale: float) -> tuple[float, ...]:
    if period is None:
        return ()
    by_day: Counter[date] = Counter(at.astimezone(period.zone).date() for at in times)
    return tuple(
        scale * sum(count for day, count in by_day.items() if bucket.first <= day <= bucket.last)
        for bucket in period.buckets
    )


def _parts(values: Iterable[str], most: int = 8) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def _site(url: str) -> str:
    return url.split("://")[-1].split("/")[0].lower().removeprefix("www.")


def _shown(matcher: Matcher, name: str, found: Sequence[tuple[Post, datetime | None]]) -> tuple[Found, ...]:
    """Some of them, spread over what was found; the newest first."""
    some = found[:: max(1, len(found) // SAMPLES)][:SAMPLES]
    shown = [Found(post, at, tuple(matcher.spans(name, post))) for post, at in some]
    return tuple(
        sorted(shown, key=lambda one: one.published_at.timestamp() if one.published_at else 0.0, reverse=True)
    )
