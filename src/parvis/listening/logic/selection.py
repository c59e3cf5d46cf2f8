"""Which mentions a page speaks of: a period and at most one value of each filter.

A selection and its address are the same thing, so a figure can link to exactly the rows it counted.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo

from parvis.foundation.logic.periods import Period, period_asked
from parvis.foundation.logic.typed import id_typed
from parvis.listening.logic.topic_rules import rule_read

# "analysed" is any of the first three; "none" is "not analysed", a state of its own.
SENTIMENTS = ("negative", "neutral", "positive", "analysed", "none")
# In an address, "none" asks for rows where the value is empty.
NONE = "none"
MOST_TYPED = 200
# Near-duplicates are counted with their first only, or each for itself.
ONCE, ALL = "once", "all"
YEAR = "year"
# From so many followers on an author reaches far; the steps that can be chosen.
REACHES = (100, 1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty strings and zeros mean "all"."""

    period: Period
    source: int = 0  # a connection's id
    channel: str = ""
    brand: str = ""
    sentiment: str = ""  # one of SENTIMENTS
    language: str = ""
    author: int = 0  # an identity's id
    typed: str = ""
    found_by: int = 0  # a query's id
    intent: str = ""
    emotion: str = ""  # "none": analysed, and without one
    site: str = ""
    country: str = ""
    topic: str = ""  # as logic/topic_rules.py writes it
    reach: int = 0  # at least so many followers
    weekday: int = 0  # 1 is Monday
    hour: int = -1  # 0 to 23, of the reader's day; -1: all
    copies: str = ""  # ONCE or ALL
    market: int = 0  # whose share of voice stands beside it; chooses no mentions
    compare: str = ""  # YEAR, or the period of the same length before; chooses none either

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the period was chosen."""
        return bool(self.query.keys() - {"from", "to", "copies", "market", "compare"})

    @property
    def needs_rows(self) -> bool:
        """Whether it asks for what no rolled-up sum knows."""
        return self.hour >= 0 or any(
            (
                self.author, self.typed, self.intent, self.emotion, self.site, self.country, self.topic,
                self.reach, self.weekday,
            )
        )  # fmt: skip

    @property
    def counts_once(self) -> bool:
        return self.copies == ONCE

    @property
    def compared_with(self) -> Period:
        """The same weekdays of last year (52 weeks earlier), or the period before."""
        if self.compare != YEAR:
            return self.period.before
        weeks = timedelta(weeks=52)
        return Period(self.period.first - weeks, self.period.last - weeks, self.period.zone)

    @property
    def query(self) -> dict[str, str]:
        """The address of this selection; always by days, so that it means the same tomorrow."""
        chosen = {
            "source": str(self.source or ""),
            "channel": self.channel,
            "brand": self.brand,
            "sentiment": self.sentiment,
            "language": self.language,
            "author": str(self.author or ""),
            "q": self.typed,
            "query": str(self.found_by or ""),
            "intent": self.intent,
            "emotion": self.emotion,
            "site": self.site,
            "country": self.country,
            "topic": self.topic,
            "reach": str(self.reach or ""),
            "weekday": str(self.weekday or ""),
            "hour": str(self.hour) if self.hour >= 0 else "",
            "copies": self.copies,
            "market": str(self.market or ""),
            "compare": self.compare,
        }
        return self.period.query | {name: value for name, value in chosen.items() if value}

    def of(self, period: Period) -> Selection:
        """The same filters over another period."""
        return replace(self, period=period)


def selection_asked(given: Mapping[str, str], *, today: date, zone: tzinfo) -> Selection:
    """The selection of an address; what cannot be read is ignored."""
    sentiment = given.get("sentiment", "")
    return Selection(
        period=period_asked(given, today=today, zone=zone),
        source=id_typed(given.get("source", "")),
        channel=_plain(given.get("channel", ""))[:40],
        brand=_plain(given.get("brand", ""))[:200],
        sentiment=sentiment if sentiment in SENTIMENTS else "",
        language=_plain(given.get("language", ""))[:20],
        author=id_typed(given.get("author", "")),
        typed=_plain(given.get("q", "")).strip()[:MOST_TYPED].rstrip(),
        found_by=id_typed(given.get("query", "")),
        intent=_plain(given.get("intent", ""))[:20],
        emotion=_plain(given.get("emotion", ""))[:12],
        site=_plain(given.get("site", ""))[:200],
        country=_plain(given.get("country", ""))[:4],
        topic=_topic(given.get("topic", "")),
        reach=_number(given.get("reach", ""), REACHES, 0),
        weekday=_number(given.get("weekday", ""), range(1, 8), 0),
        hour=_number(given.get("hour", ""), range(24), -1),
        copies=given.get("copies", "") if given.get("copies", "") in (ONCE, ALL) else "",
        market=id_typed(given.get("market", "")),
        compare=YEAR if given.get("compare") == YEAR else "",
    )


def _number(typed: str, allowed: Container[int], otherwise: int) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else otherwise
    return number if number in allowed else otherwise


def _topic(typed: str) -> str:
    rule = rule_read(typed)
    return rule.written if rule else ""


def _plain(typed: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return typed.replace("\x00", "")
