"""Counting log-ins: a try is written down before the password is looked at, and taken back when it was right.

So a hundred tries at once are counted as a hundred. One lock a key, taken in one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from parvis.accounts.logic.attempts import LONG_WINDOW, is_refused, limits_of
from parvis.accounts.models import LoginAttempt
from parvis.foundation.secrets import keyed_hash


class TooManyAttempts(Exception):
    """Refused before the password was looked at."""


def begin_attempt(*, email: str, address: str, device: str, now: datetime) -> list[int]:
    """Write a try down; the ids to take back if it succeeds. Raises TooManyAttempts.

    Counts for what was typed, whether such an account exists or not: the answer tells nobody.
    """
    limits = limits_of(account=email.strip().lower(), address=address, device=device)
    by_key = {keyed_hash("login-attempts", limit.key): limit for limit in limits}
    with transaction.atomic():
        for key in sorted(by_key):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            limit = by_key[key]
            failures = (
                LoginAttempt.objects.filter(key=key)
                .order_by("-at")
                .values_list("at", flat=True)[: limit.most]
            )
            if is_refused(limit, list(failures), now=now):
                raise TooManyAttempts(limit.key.partition(":")[0])
        made = LoginAttempt.objects.bulk_create(LoginAttempt(key=key, at=now) for key in by_key)
    return [attempt.pk for attempt in made]


def take_back(attempt_ids: Sequence[int]) -> None:
    """The password was right."""
    LoginAttempt.objects.filter(pk__in=attempt_ids).delete()


def forget_attempts(*, now: datetime) -> int:
    """What no window reaches any more. Returns how many."""
    return LoginAttempt.objects.filter(at__lt=now - LONG_WINDOW).delete()[0]
