"""Which role may do what: the table of logic/roles.py and the house's own roles, turned for reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.accounts.logic.roles import PERMISSIONS, ROLES, permissions_of
from parvis.accounts.models import Role


@dataclass(frozen=True, slots=True)
class PermissionRow:
    permission: str
    allowed: tuple[bool, ...]  # in the order of the roles


def every_role() -> dict[str, frozenset[str]]:
    """Code → what it may do: those of the code first, then the house's own by name. One query."""
    own = {
        role.code: frozenset(role.permissions) & set(PERMISSIONS) for role in Role.objects.order_by("name")
    }
    return {code: frozenset(granted) for code, granted in ROLES.items()} | own


def permission_rows(roles: dict[str, frozenset[str]]) -> list[PermissionRow]:
    """One row a permission: for each role, whether it is granted."""
    return [
        PermissionRow(permission, tuple(permission in granted for granted in roles.values()))
        for permission in PERMISSIONS
    ]


def roles_that_may(permission: str) -> list[str]:
    """Codes of all roles that grant it."""
    return sorted(code for code, granted in every_role().items() if permission in granted)


def granted_by(roles: Iterable[str]) -> frozenset[str]:
    """The union of what the roles may do, the house's own among them. Asks only where there are such."""
    codes = list(roles)
    own = [code for code in codes if code not in ROLES]
    granted = permissions_of(codes)
    if own:
        granted = granted.union(*(role.permissions for role in Role.objects.filter(code__in=own)))
    return granted & set(PERMISSIONS)
