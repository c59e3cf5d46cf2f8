"""Accounts of the people who work here: made, changed, disabled and enabled; never deleted.

An account that wrote something stays, so that its words keep their author; disabling ends its sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from parvis.accounts.actions.guards import (
    refused_when_taken,
    require_another_administrator,
    require_free_email,
    require_known_roles,
    require_within_own_rights,
)
from parvis.accounts.actions.sessions import end_every_session
from parvis.accounts.events import AccountClosed
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import ApiToken, Membership, User
from parvis.accounts.reads.role_table import granted_by
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish


def create_user(
    *,
    email: str,
    name: str,
    password: str,
    roles: Sequence[str],
    by: Actor,
    now: datetime,
    job_title: str = "",
    language: str = "en",
) -> User:
    """Make an account. Raises AccountRefused, and Django's ValidationError where the password is weak."""
    email = email.strip()
    require_free_email(email)
    user = User(
        email=email,
        name=name.strip(),
        job_title=job_title.strip(),
        roles=require_known_roles(roles),
        language=language,
    )
    require_within_own_rights(granted_by(user.roles), by=by)
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        with refused_when_taken("email-taken"):
            user.save()
        record("user.created", user, by=by, now=now, roles=user.roles)
    return user


def change_user(
    user: User,
    *,
    by: Actor,
    now: datetime,
    email: str | None = None,
    name: str | None = None,
    job_title: str | None = None,
    roles: Sequence[str] | None = None,
    language: str | None = None,
    theme: str | None = None,
    time_zone: str | None = None,
) -> bool:
    """Change what is given. Returns whether anything changed. Raises AccountRefused."""
    wanted = {
        "email": email.strip() if email is not None else None,
        "name": name.strip() if name is not None else None,
        "job_title": job_title.strip() if job_title is not None else None,
        "roles": require_known_roles(roles) if roles is not None else None,
        "language": language,
        "theme": theme,
        "time_zone": time_zone,
    }
    with transaction.atomic():
        stored = User.objects.select_for_update().get(pk=user.pk)
        changes = {
            field: value
            for field, value in wanted.items()
            if value is not None and value != getattr(stored, field)
        }
        if not changes:
            return False
        if "email" in changes:
            require_free_email(str(changes["email"]), except_user=stored)
            # allauth remembers addresses on its own: the old one must not log in any more.
            EmailAddress.objects.filter(user_id=stored.pk).delete()
        if "roles" in changes:
            require_within_own_rights(granted_by(changes["roles"] or ()), by=by)
        if "roles" in changes and stored.is_active and "administrator" not in (changes["roles"] or ()):
            _require_if_administrator(stored)
        for field, value in changes.items():
            setattr(user, field, value)
        user.__dict__.pop("permissions", None)  # cached from the roles before
        with refused_when_taken("email-taken"):
            user.save(update_fields=list(changes))
        detail = {"roles": {"from": stored.roles, "to": changes["roles"]}} if "roles" in changes else {}
        record("user.changed", user, by=by, now=now, fields=sorted(changes), **detail)
    return True


def set_password(user: User, *, password: str, by: Actor, now: datetime, keep_session: str = "") -> None:
    """Give an account another password, which ends its sessions but the one kept. Raises ValidationError where
    it is weak."""
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        end_every_session(user, keep=keep_session)
        record("user.password_set", user, by=by, now=now)


def disable_user(user: User, *, by: Actor, now: datetime, heir: User | None = None) -> bool:
    """Close an account in one step: no log-in, sessions and tokens end, teams are left, and what it had in hand
    goes to the heir, or back to its queues. Returns whether it was open. Raises AccountRefused.
    """
    if heir is not None and (heir.pk == user.pk or not heir.is_active or heir.is_service):
        raise AccountRefused("unfit-heir")
    with transaction.atomic():
        _require_if_administrator(user)
        if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            return False
        tokens = ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
        teams = sorted(Membership.objects.filter(user=user).values_list("team_id", flat=True))
        Membership.objects.filter(user=user).delete()
        sessions = end_every_session(user)
        record(
            "user.disabled", user, by=by, now=now,
            heir=heir.pk if heir else None, sessions=sessions, tokens=tokens, teams=teams,
        )  # fmt: skip
        publish(AccountClosed(user_id=user.pk, heir_id=heir.pk if heir else None), by=by)
    user.is_active = False
    return True


def enable_user(user: User, *, by: Actor, now: datetime) -> bool:
    """Open a disabled account again. Returns whether it was closed."""
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            return False
        record("user.enabled", user, by=by, now=now)
    user.is_active = True
    return True


def _require_if_administrator(user: User) -> None:
    if User.objects.filter(pk=user.pk, is_active=True, roles__contains=["administrator"]).exists():
        require_another_administrator(user)
