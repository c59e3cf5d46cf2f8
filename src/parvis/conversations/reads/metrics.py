"""What conversations offer to the dashboard: how much is said, how fast we answer, who waits now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.accounts.models import User
from parvis.conversations.permissions import visible_queues
from parvis.foundation.logic.intervals import median_ranks
from parvis.foundation.logic.metrics import Figure, Metric, Series
from parvis.foundation.logic.periods import Period

# Everything of the period, or of some queues only. Notes are no contact.
VOLUME = """
SELECT date_trunc(%(grain)s, m.sent_at, %(zone)s)::date AS bucket, m.kind, count(*)
FROM conversations_message m
WHERE m.sent_at >= %(start)s AND m.sent_at < %(end)s AND m.kind <> 'note' AND (%(all)s OR EXISTS (
    SELECT FROM conversations_conversation c WHERE c.id = m.conversation_id AND c.queue_id = ANY(%(queues)s)))
GROUP BY 1, 2
"""
FIRST_REPLIES = """
FROM conversations_conversation c
WHERE c.first_inbound_at >= %(start)s AND c.first_inbound_at < %(end)s AND (%(all)s OR c.queue_id = ANY(%(queues)s))
"""
SECONDS = "extract(epoch FROM c.first_reply_at - c.first_inbound_at)"


def _scope(user: User, period: Period) -> dict[str, Any]:
    """Those who see figures but no conversation get the figures of the whole house, without links."""
    is_all = user.may("conversations.view_all") or not user.may("conversations.view")
    return {
        "start": period.start_at,
        "end": period.end_at,
        "grain": period.grain,
        "zone": str(period.zone),
        "all": is_all,
        "queues": [] if is_all else list(visible_queues(user).values_list("id", flat=True)),
    }


def _address(user: User, name: str, period: Period, **filters: str) -> str:
    if not user.may("conversations.view"):
        return ""
    return f"{reverse(name)}?{urlencode(period.query | filters)}"


def _bucket_address(user: User, name: str, **filters: str) -> str:
    if not user.may("conversations.view"):
        return ""
    return f"{reverse(name)}?from={{from}}&to={{to}}{'&' if filters else ''}{urlencode(filters)}"


def _volume(user: User, period: Period) -> dict[str, dict[date, int]]:
    found: dict[str, dict[date, int]] = {"inbound": {}, "outbound": {}}
    with connection.cursor() as cursor:
        cursor.execute(VOLUME, _scope(user, period))
        for bucket, kind, count in cursor.fetchall():
            found[kind][bucket] = count
    return found


def messages_in(user: User, period: Period) -> Figure:
    total = sum(_volume(user, period)["inbound"].values())
    return Figure(float(total), total, rows_url=_address(user, "message-rows", period, kind="inbound"))


def messages_out(user: User, period: Period) -> Figure:
    total = sum(_volume(user, period)["outbound"].values())
    return Figure(float(total), total, rows_url=_address(user, "message-rows", period, kind="outbound"))


def messages_over_time(user: User, period: Period) -> Sequence[Series]:
    found = _volume(user, period)
    return [
        Series(
            pgettext_lazy("messages", "received"),
            [float(found["inbound"].get(bucket.key, 0)) for bucket in period.buckets],
        ),
        Series(
            pgettext_lazy("messages", "sent"),
            [float(found["outbound"].get(bucket.key, 0)) for bucket in period.buckets],
            tone="comparison",
        ),
    ]


def first_reply(user: User, period: Period) -> Figure:
    """The median of the seconds to the first answer, with its distribution-free interval."""
    scope = _scope(user, period)
    url = _address(user, "first-reply-rows", period)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(c.first_reply_at), count(*) - count(c.first_reply_at), "
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {SECONDS}) {FIRST_REPLIES}",
            scope,
        )
        n, unanswered, middle = cursor.fetchone()
        ranks = median_ranks(n)
        low = high = None
        if ranks is not None:
            cursor.execute(
                f"SELECT percentile_disc(%(at)s::float8[]) WITHIN GROUP (ORDER BY {SECONDS}) "
                f"{FIRST_REPLIES} AND c.first_reply_at IS NOT NULL",
                # The value of rank r is the first whose share reaches (r − ½)/n.
                {**scope, "at": [(rank - 0.5) / n for rank in ranks]},
            )
            low, high = map(float, cursor.fetchone()[0])
    detail = _("%(n)d not answered yet") % {"n": unanswered} if unanswered else ""
    return Figure(float(middle) if n else None, n, low, high, url, n, detail)


def first_reply_over_time(user: User, period: Period) -> Sequence[Series]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT date_trunc(%(grain)s, c.first_inbound_at, %(zone)s)::date, "
            f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {SECONDS}) {FIRST_REPLIES} "
            "AND c.first_reply_at IS NOT NULL GROUP BY 1",
            _scope(user, period),
        )
        found = dict(cursor.fetchall())
    return [
        Series(
            pgettext_lazy("time to first reply", "median"),
            [found.get(bucket.key) for bucket in period.buckets],
        )
    ]


def waiting_now(user: User, period: Period) -> Figure:
    """Conversations in which a customer's message has no answer. A state of this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM conversations_conversation c "
            "WHERE c.waiting_since IS NOT NULL AND (%(all)s OR c.queue_id = ANY(%(queues)s))",
            _scope(user, period),
        )
        count = cursor.fetchone()[0]
    url = f"{reverse('inbox')}?waiting=1" if user.may("conversations.view") else ""
    return Figure(float(count), count, rows_url=url, rows=count)


def _in_bucket_url(user: User, period: Period) -> str:
    return _bucket_address(user, "message-rows")


def _reply_bucket_url(user: User, period: Period) -> str:
    return _bucket_address(user, "first-reply-rows")


METRICS = (
    Metric(
        key="conversations.received",
        label=gettext_lazy("Messages received"),
        unit=pgettext_lazy("unit", "messages"),
        explain=gettext_lazy("Everything that people wrote to us in this period, on any channel."),
        section="volume",
        total=messages_in,
        series=messages_over_time,
        kind="line",
        rows_of_bucket_url=_in_bucket_url,
    ),
    Metric(
        key="conversations.sent",
        label=gettext_lazy("Messages sent"),
        unit=pgettext_lazy("unit", "messages"),
        explain=gettext_lazy("Our answers in this period, on any channel; private notes do not count."),
        section="volume",
        total=messages_out,
    ),
    Metric(
        key="conversations.first_reply",
        label=gettext_lazy("Time to first reply"),
        unit=pgettext_lazy("unit", "seconds"),
        explain=gettext_lazy(
            "Median over the conversations that began in this period and have an answer; half waited less."
        ),
        section="time",
        total=first_reply,
        series=first_reply_over_time,
        more_is="worse",
        is_duration=True,
        rows_of_bucket_url=_reply_bucket_url,
    ),
    Metric(
        key="conversations.waiting",
        label=gettext_lazy("Waiting now"),
        unit=pgettext_lazy("unit", "conversations"),
        explain=gettext_lazy("Conversations in which a customer's message has no answer at this moment."),
        section="waiting",
        total=waiting_now,
        more_is="worse",
        is_now=True,
    ),
)
