"""Reading a listing that shows the newest first, so that a kill in between loses nothing.

What is new is gathered back to where the last fetch ended, then handed out from the oldest on, each page with
a cursor of its own. A listing may show a post late, so the last minutes are looked at again; the ids seen
there are in the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from parvis.channels.logic.items import InboundItem, Page, RateBudget, RejectedRow
from parvis.channels.logic.protocol import ConnectorError, Cursor, PurseEmpty

OVERLAP = timedelta(minutes=10)
PAGE_ITEMS = 100
MOST_LISTED = 10  # answers asked for in one go
MOST_SEEN = 1000


@dataclass(frozen=True, slots=True)
class Listed:
    """One answer of a listing. next_key: how to ask for the older ones; empty at the end."""

    items: Sequence[InboundItem]
    next_key: str = ""
    rejected: Sequence[RejectedRow] = ()
    deleted: Sequence[str] = ()
    rate: RateBudget | None = None


def sorted_out(posts: Sequence[InboundItem | RejectedRow]) -> tuple[list[InboundItem], list[RejectedRow]]:
    """Items, and what could not become one."""
    items = {post.external_id: post for post in posts if isinstance(post, InboundItem)}
    return list(items.values()), [post for post in posts if isinstance(post, RejectedRow)]


def read_back(
    ask: Callable[[str], Listed],
    cursor: Cursor,
    *,
    now: datetime,
    most_listed: int | None = None,
    keeps_what_was_paid: bool = False,
) -> Iterator[Page]:
    """Pages from the oldest new post to the newest.

    keeps_what_was_paid: answers that were paid for are kept although a later one fails; what lies between is a gap.
    """
    since = _since(cursor)
    seen = list(cursor.get("seen") or ())
    known = set(seen)
    found: dict[str, InboundItem] = {}
    rejected: list[RejectedRow] = []
    deleted: list[str] = []
    rate, key, has_gap = None, "", False
    for number in range(most_listed or MOST_LISTED):
        try:
            listed = ask(key)
        except (ConnectorError, PurseEmpty):
            if not (keeps_what_was_paid and number):
                raise
            has_gap = True
            break
        rate = listed.rate or rate
        deleted += listed.deleted
        rejected += [row for row in listed.rejected if _mark(row) not in known]
        fresh = [item for item in listed.items if item.external_id not in known]
        found.update(
            (item.external_id, item) for item in fresh if since is None or item.published_at >= since
        )
        oldest = min((item.published_at for item in listed.items), default=None)
        key = listed.next_key
        is_back = since is not None and (not fresh or (oldest is not None and oldest < since))
        if not key or is_back:
            break
        # The first fetch is not complete and does not claim to be.
        has_gap = since is not None and number + 1 == (most_listed or MOST_LISTED)
    items = sorted(found.values(), key=lambda item: (item.published_at, item.external_id))
    marks = [_mark(row) for row in rejected]
    total = len(items)
    for start in range(0, max(1, total), PAGE_ITEMS):
        page = items[start : start + PAGE_ITEMS]
        seen = (seen + ([] if start else marks) + [item.external_id for item in page])[-MOST_SEEN:]
        is_first = start == 0
        yield Page(
            items=tuple(page),
            cursor={**cursor, **_reached(cursor, page), "seen": list(seen)},
            rejected=tuple(rejected) if is_first else (),
            position_done=min(start + PAGE_ITEMS, total),
            position_total=total,
            deleted=tuple(deleted) if is_first else (),
            rate=rate,
            has_gap=has_gap and is_first,
        )
        cursor = {**cursor, **_reached(cursor, page)}


def advanced(cursor: Cursor, items: Sequence[InboundItem]) -> dict[str, Any]:
    """The cursor after items of a stream, so that looking back later begins there."""
    ordered = sorted(items, key=lambda item: item.published_at)
    seen = [*(cursor.get("seen") or ()), *(item.external_id for item in ordered)][-MOST_SEEN:]
    return {**cursor, **_reached(cursor, ordered), "seen": seen}


def _since(cursor: Cursor) -> datetime | None:
    try:
        return datetime.fromisoformat(str(cursor["newest"])) - OVERLAP
    except (KeyError, ValueError):
        return None


def _reached(cursor: Cursor, page: Sequence[InboundItem]) -> dict[str, Any]:
    if not page:
        return {}
    reached = page[-1].published_at.astimezone(UTC).isoformat()
    return {"newest": max(reached, str(cursor.get("newest") or ""))}


def _mark(row: RejectedRow) -> str:
    """A refused entry is told of once, not at every look."""
    told = f"{row.reason}\n{row.excerpt}\n{row.detail}".encode("utf-8", "replace")
    return "!" + blake2b(told, digest_size=6).hexdigest()
