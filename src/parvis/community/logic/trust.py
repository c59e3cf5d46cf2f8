"""Levels of trust, 0 to 4, earned by reading and by behaviour.

The figures are Discourse's defaults (`config/site_settings.yml`). Two are read otherwise: entering a question counts
each time, because nobody keeps a list of what a member read; and of flags only those count that a moderator upheld,
because many hands that report what is true shall not take a level away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(days=100)
# The third level is kept at least so long, whatever is counted meanwhile.
GRACE = timedelta(days=14)
# A member whose writing was suspended within this time is not at the third level.
CLEAN_FOR = timedelta(days=183)
SHARE, MOST_ENTERED, MOST_READ = 0.25, 500, 20_000


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a level: at least `wanted` of a fact; is_most: no more than that."""

    fact: str
    wanted: int
    is_most: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A condition that is not met yet: what the member has, and what it takes."""

    fact: str
    have: int
    wanted: int
    is_most: bool


# Facts of all time: FACTS of reads/facts.py.
FIRST = (Need("questions_entered", 5), Need("posts_read", 30), Need("minutes_read", 10))
SECOND = (
    Need("questions_entered", 20), Need("posts_read", 100), Need("minutes_read", 60), Need("days_visited", 15),
    Need("helpful", 1), Need("helpful_given", 1), Need("questions_answered", 3),
)  # fmt: skip
_THIRD_EVER = (Need("questions_entered", 200), Need("posts_read", 500))
_THIRD_LATELY = (
    Need("recent_days_visited", 50), Need("recent_questions_answered", 10), Need("recent_helpful_given", 30),
    Need("recent_helpful", 20), Need("recent_reports_upheld", 5, is_most=True),
    Need("recent_suspensions", 0, is_most=True),
)  # fmt: skip


def third(*, asked_lately: int, written_lately: int) -> tuple[Need, ...]:
    """The conditions of the third level. asked_lately, written_lately: questions, and texts, of the whole community
    within WINDOW; a quarter of them is to be read, up to a cap."""
    return (
        *_THIRD_EVER,
        *_THIRD_LATELY,
        Need("recent_questions_entered", min(int(asked_lately * SHARE), MOST_ENTERED)),
        Need("recent_posts_read", min(int(written_lately * SHARE), MOST_READ)),
    )


def missing(needs: tuple[Need, ...], facts: Mapping[str, int]) -> list[Missing]:
    """What is not met yet, in the order of the conditions. A fact that is not counted is 0."""
    found = []
    for need in needs:
        have = facts.get(need.fact, 0)
        if have > need.wanted if need.is_most else have < need.wanted:
            found.append(Missing(need.fact, have, need.wanted, need.is_most))
    return found


def level_counted(held: int, facts: Mapping[str, int], *, needs_of_third: tuple[Need, ...],
                  held_since: datetime | None, now: datetime) -> int:  # fmt: skip
    """The level that counting gives to somebody at level `held`.

    The first and second are never lost. The third is lost when its conditions no longer hold and it has been held
    for GRACE. The fourth is given by hand and is not counted. held_since None: not known, long ago.
    """
    if held >= 4:
        return held
    if held < 1 and missing(FIRST, facts):
        return 0
    if held < 2 and missing(SECOND, facts):
        return 1
    if not missing(needs_of_third, facts):
        return 3
    is_in_grace = held == 3 and held_since is not None and now - held_since < GRACE
    return 3 if is_in_grace else 2
