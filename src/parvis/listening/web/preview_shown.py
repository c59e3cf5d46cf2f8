"""What a query would find, as the editor shows it: how many, when, in which languages, which posts, what NOT takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.logic.periods import Period, last_days
from parvis.foundation.web.components.charts import Chart, Series
from parvis.foundation.web.components.quantities import counted, interval, percent, period_in_words
from parvis.listening.logic.marks import pieces
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.models import Query
from parvis.listening.reads.mentions import time_spanned
from parvis.listening.reads.preview import Found, Preview, preview
from parvis.listening.web.query_colours import pieces_as_json
from parvis.listening.web.query_words import mend_sentence, query_sentence
from parvis.listening.web.words import language_name

if TYPE_CHECKING:
    from parvis.accounts.models import User

DAYS = 30
AROUND = 40  # characters shown on either side of a fault
EXCERPT = 400


@dataclass(frozen=True, slots=True)
class ShownPost:
    title: Sequence[tuple[str, bool]]
    pieces: Sequence[tuple[str, bool]]
    published_at: Any
    url: str
    mention_id: int


@dataclass(frozen=True, slots=True)
class ShownFault:
    """before, place, after: the words around the fault. mended: the whole text put right, None where nobody knows."""

    sentence: str
    mend: str
    mended: str | None
    before: str
    place: str
    after: str


def preview_period(user: User, *, newest_at: datetime | None = None) -> Period:
    """The last 30 days; where nothing was said in them, the 30 up to when something was.

    newest_at: when the newest of a narrower choice was said, such as of what one query found.
    """
    zone = timezone.get_current_timezone()
    today = timezone.localdate()
    if newest_at is None:
        spanned = time_spanned(user)
        newest_at = spanned[1] if spanned else None
    newest = timezone.localdate(newest_at) if newest_at else today
    period = last_days(DAYS, today=today, zone=zone)
    return (
        period
        if newest >= period.first
        else Period(last_days(DAYS, today=newest, zone=zone).first, newest, zone)
    )


def preview_shown(user: User, text: str, *, query: Query | None = None) -> dict[str, Any]:
    """What the template of the preview needs; a fault takes the place of what was found."""
    if not text.strip():
        return {"colours": pieces_as_json(text), "is_empty": True}
    period = preview_period(user)
    try:
        found = preview(user, text, period=period, query=query)
        if not found.matched and (whole := _whole(user, period)):
            # Nothing lately is not nothing: what was said before may be all there is of it.
            before = preview(user, text, period=whole, query=query)
            period, found = (whole, before) if before.matched else (period, found)
    except QueryError as error:
        return {"colours": pieces_as_json(text, error), "fault": _fault(error, text)}
    return {
        "colours": pieces_as_json(text),
        "found": found,
        "count": counted(round(found.count.value)) if found.count else "0",
        "is_none": not found.matched,
        "count_words": _count_words(found, period),
        "sure": _interval(found),
        "chart": _chart(found, period),
        "languages": _shares([(language_name(code), n) for code, n in found.languages], found.matched),
        "sites": _shares(found.sites[:3], found.matched),
        "moods": {mood or "none": n for mood, n in found.sentiments},
        "sample": [_post(one) for one in found.sample],
        "removed_words": _removed(found),
        "removed_sample": [_post(one) for one in found.removed_sample],
        "changed": _changed(found) if query is not None and text.strip() != query.text else None,
        "period": period,
        "is_whole": found.total,
    }


def _whole(user: User, period: Period) -> Period | None:
    """All that is stored up to the end of the period; None where nothing came before it."""
    spanned = time_spanned(user)
    first = timezone.localdate(spanned[0]) if spanned else period.first
    if first >= period.first:
        return None
    return Period(first, period.last, period.zone)


def _count_words(found: Preview, period: Period) -> str:
    return ngettext(
        "of %(n)s post stored in %(period)s", "of %(n)s posts stored in %(period)s", found.total
    ) % {"n": counted(found.total), "period": _period(period)}


def _period(period: Period) -> str:
    return (
        _("the last %(days)d days") % {"days": period.preset_days}
        if period.preset_days
        else period_in_words(period)
    )


def _interval(found: Preview) -> str:
    """Nothing where everything was read."""
    if not found.is_sampled or found.count is None or found.count.low is None or found.count.high is None:
        return ""
    words = ngettext(
        "estimated from %(n)s post drawn evenly", "estimated from %(n)s posts drawn evenly", found.read
    ) % {"n": counted(found.read)}
    return f"{interval(counted(round(found.count.low)), counted(round(found.count.high)))} · {words}"


def _chart(found: Preview, period: Period) -> Chart | None:
    if not found.matched:
        return None
    buckets = period.buckets
    return Chart(
        title=_("Found a day") if period.grain == "day" else _("Found over time"),
        points=[bucket.first for bucket in buckets],
        series=[Series(_("posts"), [round(value) for value in found.over_time])],
        unit=_("posts"),
        period=period_in_words(period),
        n=found.matched,
        kind="bars",
        last_days=[bucket.last for bucket in buckets],
    )


def _shares(parts: Sequence[tuple[str, int]], whole: int) -> list[tuple[str, str]]:
    return [(name, percent(n / whole)) for name, n in parts] if whole else []


def _removed(found: Preview) -> str:
    if found.removed is None:
        return ""
    if not found.removed:
        return _("The NOT takes away nothing: no post that would be found has those words.")
    return ngettext(
        "The NOT takes away %(n)s post that would be found without it.",
        "The NOT takes away %(n)s posts that would be found without it.",
        found.removed,
    ) % {"n": counted(found.removed)}


def _changed(found: Preview) -> dict[str, Any]:
    """Against the text as it is saved."""
    gained, lost = found.gained or 0, found.lost or 0
    return {
        "gained": counted(gained),
        "lost": counted(lost),
        "gained_sample": [_post(one) for one in found.gained_sample],
        "lost_sample": [_post(one) for one in found.lost_sample],
    }


def _post(found: Found) -> ShownPost:
    """The words around the first match, its marks kept."""
    post = found.post
    spans = [(start, end) for field, start, end in found.spans if field == "text"]
    first = max(0, (spans[0][0] if spans else 0) - EXCERPT // 2)
    text = post.text[first : first + EXCERPT]
    shown = pieces(
        text, [(start - first, end - first) for start, end in spans if first <= start < first + EXCERPT]
    )
    if first:
        shown = [("… ", False), *shown]
    if first + EXCERPT < len(post.text):
        shown = [*shown, (" …", False)]
    return ShownPost(
        title=pieces(post.title, [(start, end) for field, start, end in found.spans if field == "title"]),
        pieces=shown,
        published_at=found.published_at,
        url=post.url,
        mention_id=int(str(post.id)),
    )


def _fault(error: QueryError, text: str) -> ShownFault:
    start, end = error.start, min(error.end, error.start + 200)
    begin = max(0, start - AROUND)
    return ShownFault(
        sentence=query_sentence(error),
        mend=mend_sentence(error, text),
        mended=error.mended(text),
        before=("…" if begin else "") + text[begin:start],
        place=text[start:end],
        after=text[end : end + AROUND] + ("…" if end + AROUND < len(text) else ""),
    )
