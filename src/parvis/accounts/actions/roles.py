"""The house's own roles: named bundles of permissions beside those of the code."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.accounts.actions.guards import refused_when_taken, require_within_own_rights
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import PERMISSIONS
from parvis.accounts.models import Role, User
from parvis.accounts.reads.second_step import REQUIRED_ROLES, roles_with_second_step
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact


def save_role(
    role: Role | None,
    *,
    name: str,
    permissions: Sequence[str],
    explanation: str = "",
    by: Actor,
    now: datetime,
) -> Role:
    """Make or change a role; it holds at once for whoever has it. Raises AccountRefused."""
    granted = [permission for permission in PERMISSIONS if permission in permissions]
    if not granted or set(permissions) - set(PERMISSIONS):
        raise AccountRefused("no-permission")
    require_within_own_rights(frozenset(granted) | frozenset(role.permissions if role else ()), by=by)
    name = name.strip()
    others = Role.objects.exclude(pk=role.pk) if role else Role.objects.all()
    if others.filter(name__iexact=name).exists():
        raise AccountRefused("role-name-taken")
    stored = role or Role(code=f"own-{secrets.token_hex(4)}", created_at=now)
    before = (
        {"name": role.name, "permissions": role.permissions, "explanation": role.explanation} if role else {}
    )
    stored.name, stored.permissions, stored.explanation = name, granted, explanation.strip()
    with transaction.atomic():
        with refused_when_taken("role-name-taken"):
            stored.save()
        after = {"name": name, "permissions": granted, "explanation": stored.explanation}
        differences = changed(before, after)
        record("role.changed" if role else "role.made", stored, by=by, now=now, **differences)
    return stored


def remove_role(role: Role, *, by: Actor, now: datetime) -> None:
    """Remove a role that nobody holds. Raises AccountRefused."""
    with transaction.atomic():
        Role.objects.select_for_update().get(pk=role.pk)
        if User.objects.filter(roles__contains=[role.code]).exists():
            raise AccountRefused("role-in-use")
        record("role.removed", role, by=by, now=now, name=role.name, permissions=role.permissions)
        required = roles_with_second_step()
        if role.code in required:
            state_fact(REQUIRED_ROLES, [code for code in required if code != role.code])
        role.delete()
