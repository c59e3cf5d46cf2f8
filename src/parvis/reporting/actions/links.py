"""Links that show a report without an account: made, opened, taken back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Value, When

from parvis.accounts.models import User
from parvis.foundation.audit import Actor, record
from parvis.reporting.logic.keys import key_hash, looks_like_key
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Report, SharedLink
from parvis.reporting.permissions import is_answered_for

DAYS = (7, 30, 90, 365)
MOST_LINKS = 20
MOST_VIEWS_A_MINUTE = 30


class TooManyViews(Exception):
    """The link was opened too often within this minute."""


def share(report: Report, *, days: int, user: User, by: Actor, now: datetime) -> tuple[SharedLink, str]:
    """A link and its key, which nobody can read again. Raises ReportRefused."""
    if days not in DAYS:
        raise ReportRefused("unknown-choice")
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        if report.links.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_LINKS:
            raise ReportRefused("too-many-links", most=str(MOST_LINKS))
        link = SharedLink.objects.create(
            report=report,
            key_hash=key_hash(key),
            made_by=user,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record("report.shared", report, by=by, now=now, days=days)
    return link, key


def revoke(link: SharedLink, *, by: Actor, now: datetime) -> bool:
    """Returns whether it was open."""
    with transaction.atomic():
        if not SharedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
            return False
        record("report.unshared", link.report, by=by, now=now, views=link.views)
    return True


def opened(key: str, *, now: datetime) -> Report | None:
    """The report of a link that still opens something, counted as seen. Raises TooManyViews.

    It dies with its expiry, with its revocation, and as soon as nobody answers for the report or the link.
    """
    if not looks_like_key(key):
        return None
    link = (
        SharedLink.objects.select_related("report__maker", "made_by").filter(key_hash=key_hash(key)).first()
    )
    if (
        link is None
        or not link.is_open(now=now)
        or not link.made_by.is_active
        or not is_answered_for(link.report)
    ):
        return None
    minute = int(now.timestamp()) // 60
    SharedLink.objects.filter(pk=link.pk).update(
        views=F("views") + 1,
        viewed_at=now,
        minute=minute,
        views_in_minute=Case(When(minute=minute, then=F("views_in_minute") + 1), default=Value(1)),
    )
    link.refresh_from_db(fields=["views_in_minute"])
    if link.views_in_minute > MOST_VIEWS_A_MINUTE:
        raise TooManyViews
    return link.report
