"""What must hold before accounts change, whoever asks: a screen, the command line, a test."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import ROLES
from parvis.accounts.models import User


def require_free_email(email: str, *, except_user: User | None = None) -> None:
    """One address is one account, whatever its capital letters."""
    holders = User.objects.filter(email__iexact=email)
    if except_user is not None:
        holders = holders.exclude(pk=except_user.pk)
    if holders.exists():
        raise AccountRefused("email-taken")


def require_known_roles(roles: Sequence[str]) -> list[str]:
    """The roles once each, in the order of the table; none or an unknown one is refused."""
    if not roles:
        raise AccountRefused("no-role")
    return known_roles(roles)


def known_roles(roles: Sequence[str]) -> list[str]:
    """The roles once each, in the order of the table; an unknown one is refused, none is none."""
    if set(roles) - set(ROLES):
        raise AccountRefused("unknown-role")
    return [role for role in ROLES if role in roles]


def require_another_administrator(user: User) -> None:
    """Refuse to take away the last account that can give rights back.

    Locks every administrator's row first: two of them who disable each other at once would leave none.
    """
    administrators = User.objects.select_for_update().filter(
        is_active=True,
        roles__contains=["administrator"],
        owner=None,  # a program cannot give rights back
    )
    ids = set(administrators.order_by("id").values_list("id", flat=True))
    if ids <= {user.pk}:
        raise AccountRefused("last-administrator")
