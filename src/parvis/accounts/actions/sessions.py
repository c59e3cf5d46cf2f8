"""Sessions: noted at log-in, seen from time to time, ended one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from parvis.accounts.models import LoginSession, User
from parvis.foundation.audit import Actor, record

# A row is written so often at most: whoever reads the list wants "today", not the second.
SEEN_EVERY = timedelta(minutes=5)


def note_session(
    user: User, *, session_key: str, address: str | None, browser: str, now: datetime
) -> LoginSession:
    """Remember a browser that has just logged in."""
    noted, _ = LoginSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "address": address,
            "browser": browser[:300],
            "created_at": now,
            "last_seen_at": now,
        },
    )
    return noted


def note_seen(session_key: str, *, address: str | None, now: datetime) -> bool:
    """The session was used. Returns whether it is known."""
    return bool(
        LoginSession.objects.filter(session_key=session_key).update(last_seen_at=now, address=address)
    )


def follow_session(before: str, after: str) -> None:
    """The session goes on under another key: a password change gives it one."""
    LoginSession.objects.filter(session_key=before).update(session_key=after)


def end_session(session: LoginSession, *, by: Actor, now: datetime) -> bool:
    """Log one browser out. Returns whether it was logged in."""
    with transaction.atomic():
        if not _end(LoginSession.objects.filter(pk=session.pk)):
            return False
        record("session.ended", session.user, by=by, now=now, address=session.address)
    return True


def end_other_sessions(user: User, *, keep: str, by: Actor, now: datetime) -> int:
    """Log every browser out but the one whose session key is kept. Returns how many."""
    with transaction.atomic():
        count = _end(LoginSession.objects.filter(user=user).exclude(session_key=keep))
        if count:
            record("session.others_ended", user, by=by, now=now, count=count)
    return count


def end_every_session(user: User, *, keep: str = "") -> int:
    """Part of a larger act, which writes the log itself. Returns how many ended."""
    return _end(LoginSession.objects.filter(user=user).exclude(session_key=keep))


def forget_ended_sessions(*, now: datetime) -> int:
    """Rows whose session ran out or was logged out. Returns how many."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    old = LoginSession.objects.exclude(session_key__in=alive).filter(created_at__lt=now - timedelta(hours=1))
    return old.delete()[0]


def _end(sessions: QuerySet[LoginSession]) -> int:
    keys = list(sessions.select_for_update().values_list("session_key", flat=True))
    _delete_stored(keys)
    return LoginSession.objects.filter(session_key__in=keys).delete()[0]


def _delete_stored(keys: Iterable[str]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for key in keys:
        store(key).delete()
