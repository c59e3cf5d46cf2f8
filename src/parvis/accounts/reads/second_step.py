"""The second step of the log-in: who must have one, who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator

from parvis.accounts.models import User
from parvis.foundation.installation import fact

REQUIRED_ROLES = "second_step_roles"
_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def roles_with_second_step() -> list[str]:
    """Roles whose holders must use a second step."""
    return [str(role) for role in fact(REQUIRED_ROLES, [])]


def has_second_step(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=_STEPS).exists())


def lacks_second_step(user: User) -> bool:
    """Whether one of the account's roles asks for a second step that it does not have. At most two queries."""
    return bool(set(roles_with_second_step()) & set(user.roles)) and not has_second_step(user)


def accounts_with_second_step() -> set[int]:
    """Ids of all accounts that have one."""
    return set(Authenticator.objects.filter(type__in=_STEPS).values_list("user_id", flat=True))
