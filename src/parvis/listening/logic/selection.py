"""Which mentions a page speaks of: a period and at most one value of each filter.

A selection and its address are the same thing, so a figure can link to exactly the rows it counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from parvis.foundation.logic.periods import Period, period_asked
from parvis.foundation.logic.typed import id_typed

# "analysed" is any of the first three; "none" is "not analysed", a state of its own.
SENTIMENTS = ("negative", "neutral", "positive", "analysed", "none")
# In an address, "none" asks for rows where the value is empty.
NONE = "none"
MOST_TYPED = 200


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

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the period was chosen."""
        return bool(self.query.keys() - {"from", "to"})

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
    )


def _plain(typed: str) -> str:
    # PostgreSQL takes no NUL in a text.
    return typed.replace("\x00", "")
