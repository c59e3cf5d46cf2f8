"""What a place would bring: posts a month that a query finds and that are not heard otherwise, with intervals.

Formulas: docs/method/listening.md, "New places".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parvis.foundation.logic.intervals import Estimate, share

MONTH = timedelta(days=28)
SHORTEST_SPAN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post that a place showed. is_heard: another source brought the same one."""

    published_at: datetime
    is_found: bool
    is_heard: bool


@dataclass(frozen=True, slots=True)
class Yield:
    """posts: what was seen, found: of them by a query, fresh: of them not heard otherwise; days: over how long.

    a_month: posts a month that a query finds. novelty: the share of them that is fresh.
    worth: posts a month that a query finds and nothing else brings, by its lower bound: what places are ranked by.
    """

    posts: int
    found: int
    fresh: int
    days: float
    a_month: Estimate | None
    novelty: Estimate | None
    worth: float


def yield_of(posts: Sequence[SeenPost], *, now: datetime) -> Yield:
    """By the posts of the last 28 days; a place whose newest posts are older is quiet and brings nothing."""
    lately = [one for one in posts if now - MONTH <= one.published_at <= now + SHORTEST_SPAN]
    # A page of a feed holds its last posts: between the oldest of them and now there were no others.
    span = max(SHORTEST_SPAN, now - min((one.published_at for one in lately), default=now))
    if len(lately) < len(posts):
        span = MONTH  # the page reaches further back: all of the month was seen
    found = sum(one.is_found for one in lately)
    fresh = sum(one.is_found and not one.is_heard for one in lately)
    a_month = len(lately) * (MONTH / span)
    of_found, of_fresh = share(found, len(lately)), share(fresh, len(lately))
    return Yield(
        posts=len(lately),
        found=found,
        fresh=fresh,
        days=span / timedelta(days=1),
        a_month=_times(of_found, a_month),
        novelty=share(fresh, found),
        worth=(of_fresh.low or 0.0) * a_month if of_fresh and fresh else 0.0,
    )


def worth_of_links(*, authors: int, pages: int, heard: int) -> float:
    """Before anybody looked: as many posts a month as different people linked to different pages, less what is heard.

    Each such page is a post there that somebody who speaks of our subjects spoke of: at least so many there are.
    A person who links to their own pages a hundred times is one.
    """
    return float(max(0, min(authors, pages) - heard))


def _times(one: Estimate | None, factor: float) -> Estimate | None:
    if one is None or one.low is None or one.high is None:
        return None
    return Estimate(one.value * factor, one.low * factor, one.high * factor, one.n)
