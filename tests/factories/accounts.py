"""Accounts for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from parvis.accounts.models import Membership, Team, User

_numbers = count(1)
PASSWORD = "correct horse battery staple"


def make_user(*, roles: tuple[str, ...] = ("agent",), team: Team | None = None, **fields: Any) -> User:
    """A saved account. Without a password unless one is given: log in with client.force_login."""
    number = next(_numbers)
    password = fields.pop("password", None)
    user = User(
        **{"email": f"user{number}@example.org", "name": f"User {number}", "roles": list(roles), **fields}
    )
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    if team is not None:
        Membership.objects.create(team=team, user=user)
    return user


def make_team(name: str = "") -> Team:
    return Team.objects.create(name=name or f"Team {next(_numbers)}")
