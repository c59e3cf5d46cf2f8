"""Everything said, bought, answered, noted and decided, on every channel, newest first.

What is known by handle comes from settings.TIMELINE, f(identity_ids, *, viewer, before, most); what is known by
record from settings.PERSON_TIMELINE, f(person_ids, *, viewer, before, most). Here they are merged by time. A page
ends between two moments, never inside one, so that `before` loses and repeats nothing. A source that declares so
(`@tells(…, narrows=True)`) is told what is looked for, and passes over the rest itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from parvis.accounts.models import User
from parvis.foundation.plugs import plugged
from parvis.people.logic.timeline import EVERYTHING, Choice, TimelineEntry
from parvis.people.reads.tenures import Tenure, bounded_tenures

Source = Callable[..., list[TimelineEntry]]
# With a filter that fits rarely, a page stops looking after this many entries and says where it stopped.
MOST_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """before: where the next, older page starts; None when there is nothing older."""

    entries: tuple[TimelineEntry, ...]
    before: datetime | None


def timeline(
    identity_ids: Sequence[int],
    *,
    person_ids: Sequence[int] = (),
    viewer: User,
    before: datetime | None = None,
    most: int = 30,
    choice: Choice = EVERYTHING,
    sources: Sequence[Source] | None = None,
    spoken_for: Sequence[int] = (),
) -> TimelinePage:
    """A page of at least `most` entries where there are as many (more when several share the last moment).

    person_ids: the records of one human, for what is known by record; none: only what was said from the handles.
    spoken_for: the records whose words these are, where person_ids does not say it: of a handle that changed
    owner only what was said in their time.
    viewer: each source leaves out what this account may not read where it was said.
    """
    tenures = bounded_tenures(identity_ids, spoken_for or person_ids)
    asked = _sources(identity_ids, person_ids, viewer=viewer, choice=choice, sources=sources, tenures=tenures)
    if choice.until is not None:
        before = min(before, choice.until) if before is not None else choice.until
    found: list[TimelineEntry] = []
    looked_at, at_once = 0, most
    while asked:
        entries, before = _page(asked, before=before, most=at_once)
        looked_at += len(entries)
        found += (entry for entry in entries if choice.fits(entry))
        if before is not None and choice.since is not None and before <= choice.since:
            before = None  # everything older lies before the period
        if len(found) > most and not choice.is_everything:
            found, before = _cut(found, before=before, most=most)
        if before is None or len(found) >= most or looked_at >= MOST_LOOKED_AT:
            return TimelinePage(tuple(found), before)
        at_once = min(at_once * 4, MOST_LOOKED_AT - looked_at)  # a filter that fits rarely
    return TimelinePage((), None)


def last_said(
    identity_ids: Sequence[int],
    *,
    viewer: User,
    sources: Sequence[Source] | None = None,
    spoken_for: Sequence[int] = (),
) -> TimelineEntry | None:
    """The newest thing that they themselves said."""
    choice = Choice(said_by="them", kind="said")
    page = timeline(
        identity_ids, viewer=viewer, most=1, choice=choice, sources=sources, spoken_for=spoken_for
    )
    return page.entries[0] if page.entries else None


def _sources(
    identity_ids: Sequence[int],
    person_ids: Sequence[int],
    *,
    viewer: User,
    choice: Choice,
    sources: Sequence[Source] | None,
    tenures: Sequence[Tenure] = (),
) -> list[Source]:
    """Each source with what it looks for; none that cannot hold what is asked."""
    by_handle = [one for one in (plugged("TIMELINE") if sources is None else sources) if choice.asks(one)]
    bounded = {tenure.identity_id for tenure in tenures}
    whole = [pk for pk in identity_ids if pk not in bounded]
    found: list[Source] = [
        partial(one, whole, viewer=viewer, **_told(one, choice)) for one in by_handle if whole
    ]
    found += [_within(one, tenure, viewer=viewer, choice=choice) for one in by_handle for tenure in tenures]
    by_record = plugged("PERSON_TIMELINE") if person_ids else ()
    return found + [
        partial(one, person_ids, viewer=viewer, **_told(one, choice)) for one in by_record if choice.asks(one)
    ]


def _told(source: Source, choice: Choice) -> dict[str, Choice]:
    return {"choice": choice} if getattr(source, "narrows", False) else {}


def _within(source: Source, tenure: Tenure, *, viewer: User, choice: Choice) -> Source:
    """The source for one handle, as long as it was this human's."""
    asked = partial(source, [tenure.identity_id], viewer=viewer, **_told(source, choice))

    def within(*, before: datetime | None, most: int) -> list[TimelineEntry]:
        ends = [one for one in (before, tenure.until) if one is not None]
        entries = asked(before=min(ends, default=None), most=most)
        return [entry for entry in entries if tenure.since is None or entry.at >= tenure.since]

    return within


def _cut(
    found: list[TimelineEntry], *, before: datetime | None, most: int
) -> tuple[list[TimelineEntry], datetime | None]:
    """The first `most` of what fits, to the end of the last moment; the rest is found again from there."""
    end = most
    while end < len(found) and found[end].at == found[end - 1].at:
        end += 1
    return (found, before) if end == len(found) else (found[:end], found[end - 1].at)


def _page(
    sources: Sequence[Source], *, before: datetime | None, most: int
) -> tuple[list[TimelineEntry], datetime | None]:
    """The newest entries before a moment, whole moments only, and the moment to go on from."""
    asked_for = most + 1
    while True:
        parts = [source(before=before, most=asked_for) for source in sources]
        # What lies below the oldest entry of a source that was cut off is not known yet.
        floor = max((part[-1].at for part in parts if len(part) >= asked_for), default=None)
        merged = [
            entry
            for entry in heapq.merge(*parts, key=lambda entry: entry.at, reverse=True)
            if floor is None or entry.at > floor
        ]
        if floor is None and len(merged) <= most:
            return merged, None
        end = most
        while 0 < end < len(merged) and merged[end].at == merged[end - 1].at:
            end += 1
        if end < len(merged):
            return merged[:end], merged[end - 1].at
        if floor is None:
            return merged, None
        if merged:
            # The rest up to the floor is known to be there, and it starts at the floor.
            return merged, merged[-1].at
        # A whole page of one moment: ask for more of it.
        asked_for *= 4
