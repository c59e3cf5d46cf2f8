"""The posts that were chosen for a report, as they stand now: one that was taken back is no longer among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from parvis.listening.models import Mention
from parvis.listening.permissions import visible_to
from parvis.reporting.logic.content import Content, ShownQuote
from parvis.reporting.logic.quotes import quotable
from parvis.reporting.models import Quote, Report

if TYPE_CHECKING:
    from parvis.accounts.models import User


def quoted_mentions(report: Report, *, user: User) -> list[Mention]:
    """In the order in which they were chosen; those that this account may see."""
    chosen = list(
        Quote.objects.filter(report=report).order_by("id").values_list("mention_id", "published_at")
    )
    if not chosen:
        return []
    found = visible_to(user).filter(
        pk__in=[key for key, _ in chosen], published_at__in=[at for _, at in chosen]
    )
    by_id = found.select_related("connection").in_bulk()
    return [by_id[key] for key, _ in chosen if key in by_id]


def with_quotes(content: Content, report: Report) -> Content:
    """The content with what its maker may see of the chosen posts; never for a link that needs no account."""
    zone = timezone.get_default_timezone()
    quotes = [
        ShownQuote(
            quotable(one.title, one.text),
            one.channel,
            timezone.localdate(one.published_at, timezone=zone),
            one.sentiment,
        )
        for one in quoted_mentions(report, user=report.maker)
    ]
    return replace(content, quotes=[one for one in quotes if one.words])
