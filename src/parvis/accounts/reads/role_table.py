"""Which role may do what: the table of logic/roles.py, turned for reading."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.accounts.logic.roles import PERMISSIONS, ROLES


@dataclass(frozen=True, slots=True)
class PermissionRow:
    permission: str
    allowed: tuple[bool, ...]  # in the order of role_names()


def role_names() -> tuple[str, ...]:
    return tuple(ROLES)


def permission_rows() -> list[PermissionRow]:
    """One row a permission: for each role, whether it is granted."""
    return [
        PermissionRow(permission, tuple(permission in granted for granted in ROLES.values()))
        for permission in PERMISSIONS
    ]
