"""Accounts for tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.test import Client

from parvis.accounts.actions.company_log_in import ProviderSettings, save_provider
from parvis.accounts.actions.invitations import invite
from parvis.accounts.actions.roles import save_role
from parvis.accounts.models import Invitation, LoginProvider, LoginSession, Membership, Role, Team, User
from parvis.foundation.audit import COMMAND_LINE
from parvis.foundation.clock import utc_now

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


def make_session(user: User) -> LoginSession:
    """A browser in which the account is said to be logged in; its key opens nothing."""
    now = utc_now()
    return LoginSession.objects.create(
        user=user, session_key=f"key-{next(_numbers)}", browser="Firefox/128.0", created_at=now, last_seen_at=now
    )


def log_in(client: Client, user: User) -> None:
    """By the log-in page with the password, as people do; sensitive acts then ask nothing more for a while."""
    response = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()


def make_role(*, name: str = "", permissions: tuple[str, ...] = ("mentions.view",)) -> Role:
    """A role of the house."""
    name = name or f"Role {next(_numbers)}"
    return save_role(None, name=name, permissions=permissions, by=COMMAND_LINE, now=utc_now())


def make_invitation(**fields: Any) -> tuple[Invitation, str]:
    """An open invitation and the token of its link."""
    given = {"email": f"invited{next(_numbers)}@example.org", "roles": ["agent"], "now": utc_now(), **fields}
    return invite(by=COMMAND_LINE, **given)


def make_provider(**fields: Any) -> LoginProvider:
    """A company's log-in; where nothing listens unless an issuer is given."""
    number = next(_numbers)
    settings = {"name": "Company", "issuer": f"http://127.0.0.1:9/{number}", "client_id": "parvis", **fields}
    return save_provider(None, ProviderSettings(**settings), by=COMMAND_LINE, now=utc_now())
