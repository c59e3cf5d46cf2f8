"""The second step of the log-in: required of roles, taken off an account whose owner lost it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from parvis.accounts.actions.guards import known_roles
from parvis.accounts.actions.sessions import end_every_session
from parvis.accounts.models import User
from parvis.accounts.reads.second_step import REQUIRED_ROLES, roles_with_second_step
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact


def require_second_step(roles: Sequence[str], *, by: Actor, now: datetime) -> bool:
    """Exactly these roles must use a second step. Returns whether anything changed. Raises AccountRefused."""
    wanted = known_roles(roles)
    with transaction.atomic():
        before = roles_with_second_step()
        if before == wanted:
            return False
        state_fact(REQUIRED_ROLES, wanted)
        record(
            "security.second_step_required", by=by, now=now, **changed({"roles": before}, {"roles": wanted})
        )
    return True


def reset_second_step(user: User, *, by: Actor, now: datetime) -> bool:
    """Take every code, key and recovery code off an account whose owner lost them; its sessions end.

    Returns whether there was anything to take.
    """
    with transaction.atomic():
        kinds = sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        if not kinds:
            return False
        Authenticator.objects.filter(user=user).delete()
        end_every_session(user)
        record("user.second_step_reset", user, by=by, now=now, kinds=kinds)
    return True
